//! Where requests go: the host name that a region gives, or the URL that was set.

mod partition;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

/// An endpoint: scheme, host, port, and the path before that of the operations.
#[derive(Clone)]
pub(crate) struct Endpoint {
    url: Url,
    host: String,
    path: String,
}

/// Shows the URL as it was set.
impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.as_str();
        f.debug_struct("Endpoint")
            .field("url", &url)
            .finish_non_exhaustive()
    }
}

/// What decides where requests go.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
    /// Whether the cryptography has to be validated by FIPS 140.
    pub(crate) fips: bool,
    /// Whether the endpoint is reached by IPv6 too.
    pub(crate) dual_stack: bool,
    /// Whether requests may go to another machine without TLS.
    pub(crate) allow_http: bool,
}

impl Endpoint {
    /// Where requests go: to the URL that was set, else to the service's own endpoint.
    pub(crate) fn resolve(prefix: &str, wanted: &Wanted<'_>) -> Result<Self, EndpointError> {
        let Wanted {
            region,
            url,
            fips,
            dual_stack,
            allow_http,
        } = *wanted;
        let Some(url) = url else {
            let missing = || EndpointError("no region, so there is no endpoint".to_owned());
            return Self::of_region(prefix, region.ok_or_else(missing)?, fips, dual_stack);
        };
        let kinds = [(fips, "FIPS"), (dual_stack, "dual-stack")];
        let kinds = kinds
            .into_iter()
            .filter_map(|(is, kind)| is.then_some(kind));
        let kinds: Vec<&str> = kinds.collect();
        if !kinds.is_empty() {
            return Err(EndpointError(format!(
                "an endpoint URL is set, and {} endpoints are wanted, which are the service's own; unset one",
                kinds.join(" and ")
            )));
        }
        let endpoint = Self::parse(url)?;
        if endpoint.is_https() || endpoint.is_loopback() || allow_http {
            return Ok(endpoint);
        }
        Err(EndpointError(
            "the endpoint URL starts with http:// and leads to another machine, where others on the way \
             could read users' data; use https://, or `allow_http(true)` if the network is trusted"
                .to_owned(),
        ))
    }

    /// The service's own endpoint in a region.
    fn of_region(
        prefix: &str,
        region: &str,
        fips: bool,
        dual_stack: bool,
    ) -> Result<Self, EndpointError> {
        if !is_host_label(region) {
            return Err(EndpointError(format!(
                "the region {region:?} cannot be part of a host name; one looks like eu-west-1"
            )));
        }
        let suffix = partition::suffix(region, dual_stack);
        let fips = if fips { "-fips" } else { "" };
        Self::parse(&format!("https://{prefix}{fips}.{region}.{suffix}"))
    }

    /// An endpoint that was set.
    pub(crate) fn parse(text: &str) -> Result<Self, EndpointError> {
        let refused = |why: &str| {
            let like = "one looks like http://127.0.0.1:8080";
            EndpointError(format!("the endpoint URL {why}; {like}"))
        };
        let url = Url::parse(text).map_err(|error| refused(&format!("is no URL: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused("must start with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("must not hold a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("must end with its path"));
        }
        let Some(name) = url.host_str() else {
            return Err(refused("has no host"));
        };
        Ok(Self {
            host: match url.port() {
                Some(port) => format!("{name}:{port}"),
                None => name.to_owned(),
            },
            path: url.path().trim_end_matches('/').to_owned(),
            url,
        })
    }

    /// Whether it speaks TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it stands on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// The value of the header `host`.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The URL of a request, exactly as it is spelled, and the value of its header `host`. What a
    /// URL would not keep as it is, such as dot segments, would go to another place.
    pub(crate) fn target(
        &self,
        host_prefix: &str,
        path: &str,
        query: &str,
    ) -> Result<(Url, Cow<'_, str>), EndpointError> {
        let path = [&self.path, path].concat();
        let mut url = self.url.clone();
        url.set_path(&path);
        if url.path() != path {
            return Err(EndpointError(
                "its path is none that a URL keeps".to_owned(),
            ));
        }
        if !query.is_empty() {
            url.set_query(Some(query));
            if url.query() != Some(query) {
                return Err(EndpointError(
                    "its query is none that a URL keeps".to_owned(),
                ));
            }
        }
        if host_prefix.is_empty() {
            return Ok((url, self.host().into()));
        }
        let refused = || EndpointError("what goes before its host name cannot stand there".into());
        let name = url.host_str().unwrap_or_default();
        let name = format!("{host_prefix}{name}").to_ascii_lowercase();
        if !name.split('.').all(is_host_label) {
            return Err(refused());
        }
        url.set_host(Some(&name)).map_err(|_| refused())?;
        if url.host_str() != Some(&name) {
            return Err(refused());
        }
        let host = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name,
        };
        Ok((url, host.into()))
    }
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let name = url.host_str().unwrap_or_default();
    match name.trim_matches(['[', ']']).parse() {
        Ok(address) => IpAddr::is_loopback(&address),
        // RFC 6761, 6.3.
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}

fn is_host_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Why there is no endpoint, or no place at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointError(String);

impl std::error::Error for EndpointError {}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
