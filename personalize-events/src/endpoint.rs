//! The endpoint: the host of the region, or a URL from the settings.

mod loopback;
mod partition;
#[cfg(test)]
mod tests;

use std::fmt;

use reqwest::Url;

pub(crate) use loopback::Loopback;
pub use partition::Partition;

/// An endpoint: scheme, host, port and base path.
#[derive(Clone)]
pub(crate) struct Endpoint {
    url: Url,
    /// Set if the endpoint is on this machine and does not use TLS.
    loopback: Option<Loopback>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.url.as_str()).finish()
    }
}

/// The settings that determine the endpoint, besides the region.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndpointSettings {
    pub(crate) url: Option<String>,
    /// Whether to use the FIPS 140 endpoint.
    pub(crate) fips: bool,
    /// Whether to use the endpoint that supports IPv6.
    pub(crate) dual_stack: bool,
    /// Whether to allow another machine without TLS.
    pub(crate) allow_http: bool,
}

/// The endpoint of a region for a service with other ones than the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionEndpoint {
    /// The URL.
    pub url: String,
    /// The name in signatures, if it is not that of the service.
    pub signing_name: Option<&'static str>,
    /// The region in signatures, if it is not that of the client.
    pub signing_region: Option<String>,
}

impl Endpoint {
    /// Returns the endpoint of the settings' URL, or else of the region.
    pub(crate) fn resolve(
        prefix: &str,
        region: &str,
        settings: &EndpointSettings,
    ) -> Result<Self, String> {
        let (fips, dual_stack) = (settings.fips, settings.dual_stack);
        let Some(url) = &settings.url else {
            return Self::of_region(prefix, region, fips, dual_stack);
        };
        let variants = match (fips, dual_stack) {
            (false, false) => None,
            (true, false) => Some("FIPS"),
            (false, true) => Some("dual-stack"),
            (true, true) => Some("FIPS and dual-stack"),
        };
        if let Some(variants) = variants {
            return Err(format!(
                "an endpoint URL cannot be combined with {variants} endpoints; unset one of them"
            ));
        }
        let endpoint = Self::parse(url)?;
        if endpoint.is_https() || settings.allow_http || endpoint.loopback.is_some() {
            return Ok(endpoint);
        }
        Err(
            "the endpoint URL starts with http:// and names another machine, so user data would cross the network \
             unencrypted; use https://, or `allow_http(true)` if the network is trusted"
                .to_owned(),
        )
    }

    /// Returns the endpoint of a region.
    fn of_region(prefix: &str, region: &str, fips: bool, dual_stack: bool) -> Result<Self, String> {
        check_region(region)?;
        let partition = Partition::of(region);
        let suffix = if dual_stack {
            partition.dual_stack_dns_suffix
        } else {
            partition.dns_suffix
        };
        let fips = if fips { "-fips" } else { "" };
        Self::parse(&format!("https://{prefix}{fips}.{region}.{suffix}"))
    }

    /// Parses the URL of an endpoint.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let invalid = |problem: &str| {
            format!("the endpoint URL {problem}; an example is http://127.0.0.1:8080")
        };
        let url = Url::parse(text).map_err(|error| invalid(&format!("is invalid: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("must start with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("must not contain a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("must not have a query or fragment"));
        }
        if url.host_str().is_none() {
            return Err(invalid("has no host"));
        }
        let is_plain = url.scheme() == "http";
        let loopback = is_plain.then(|| Loopback::of(&url)).flatten();
        Ok(Self { url, loopback })
    }

    /// Returns the URL without a final slash.
    pub(crate) fn url(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// Returns whether the endpoint uses TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Returns the addresses of an endpoint on this machine without TLS.
    pub(crate) fn loopback(&self) -> Option<&Loopback> {
        self.loopback.as_ref()
    }

    /// Returns the URL of a request and the value of its header `host`. A path or query that a URL would normalize, such
    /// as dot segments, is an error: the request would go to another resource.
    pub(crate) fn target(
        &self,
        host_prefix: &str,
        path: &str,
        query: &str,
    ) -> Result<(Url, String), String> {
        let mut url = self.url.clone();
        let path = [url.path().trim_end_matches('/'), path].concat();
        url.set_path(&path);
        if url.path() != path {
            return Err("the path is invalid in a URL".to_owned());
        }
        if !query.is_empty() {
            url.set_query(Some(query));
            if url.query() != Some(query) {
                return Err("the query is invalid in a URL".to_owned());
            }
        }
        if !host_prefix.is_empty() {
            if url.domain().is_none() {
                let message = "an IP address cannot have the host prefix of the operation; use a host name, or \
                               set `disable_host_prefix_injection` unless the prefix is part of an ARN";
                return Err(message.to_owned());
            }
            let name = url.host_str().unwrap_or_default();
            let name = format!("{host_prefix}{name}").to_ascii_lowercase();
            let is_valid = name.split('.').all(is_host_label)
                && url.set_host(Some(&name)).is_ok()
                && url.host_str() == Some(&name);
            if !is_valid {
                return Err("the host prefix is invalid".to_owned());
            }
        }
        let name = url.host_str().unwrap_or_default();
        let host = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        Ok((url, host))
    }
}

/// Checks the name of a region, which is part of host names and of every signature.
pub(crate) fn check_region(region: &str) -> Result<(), String> {
    if is_host_label(region) {
        return Ok(());
    }
    Err(format!(
        "the region {region:?} must be 1 to 63 lower-case letters, digits and inner hyphens; an example is eu-west-1"
    ))
}

fn is_host_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}
