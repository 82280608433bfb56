//! Where requests go: the host name that a region gives, or the URL that was set.

use std::fmt;

use reqwest::Url;

/// The partitions whose regions do not have names like those of the first, with the suffix of
/// their host names. State of 2026-01-15.
const PARTITIONS: [(&str, &str); 6] = [
    ("cn-", "amazonaws.com.cn"),
    ("eusc-", "amazonaws.eu"),
    ("us-iso-", "c2s.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov"),
    ("eu-isoe-", "cloud.adc-e.uk"),
    ("us-isof-", "csp.hci.ic.gov"),
];

/// The suffix of the commercial partition and of the regions `us-gov-…`.
const COMMERCIAL: &str = "amazonaws.com";

/// An endpoint: scheme, host, port, and the path before that of the operations.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    url: Url,
    host: String,
    path: String,
}

impl Endpoint {
    /// The service's own endpoint in a region.
    pub(crate) fn of_region(prefix: &str, region: &str) -> Result<Self, EndpointError> {
        if !is_host_label(region) {
            return Err(EndpointError(format!(
                "the region {region:?} cannot be part of a host name; one looks like eu-west-1"
            )));
        }
        let suffix = PARTITIONS
            .iter()
            .find(|(start, _)| region.starts_with(start))
            .map_or(COMMERCIAL, |(_, suffix)| suffix);
        Self::parse(&format!("https://{prefix}.{region}.{suffix}"))
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

    /// The value of the header `host`.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The URL of an operation's path; its path is what is signed.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", self.path));
        url
    }
}

fn is_host_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Why there is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndpointError(String);

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn a_region_gives_the_host_name_of_its_partition() {
        // The expected names are those of the endpoint tests in AWS's published model.
        for (region, host) in [
            ("us-east-1", "personalize-events.us-east-1.amazonaws.com"),
            (
                "us-gov-east-1",
                "personalize-events.us-gov-east-1.amazonaws.com",
            ),
            (
                "cn-north-1",
                "personalize-events.cn-north-1.amazonaws.com.cn",
            ),
            (
                "us-iso-east-1",
                "personalize-events.us-iso-east-1.c2s.ic.gov",
            ),
            (
                "us-isob-east-1",
                "personalize-events.us-isob-east-1.sc2s.sgov.gov",
            ),
        ] {
            let endpoint = Endpoint::of_region("personalize-events", region).unwrap();
            assert_eq!(endpoint.host(), host);
            assert!(endpoint.is_https());
        }
    }

    #[test]
    fn a_region_cannot_redirect_requests_to_another_host() {
        for region in ["", "eu-west-1.evil.com/", "EU", "-a", "a-", "a b", "é"] {
            assert!(
                Endpoint::of_region("personalize-events", region).is_err(),
                "{region}"
            );
        }
    }

    #[test]
    fn an_endpoint_that_was_set_keeps_its_port_and_path() {
        let endpoint = Endpoint::parse("http://localhost:8080/base/").unwrap();
        assert_eq!(endpoint.host(), "localhost:8080");
        assert_eq!(
            endpoint.join("/users").as_str(),
            "http://localhost:8080/base/users"
        );
        let endpoint = Endpoint::parse("https://example.com:443").unwrap();
        assert_eq!(endpoint.host(), "example.com");
        assert_eq!(
            endpoint.join("/users").as_str(),
            "https://example.com/users"
        );
    }

    #[test]
    fn what_is_no_plain_http_url_is_refused_without_repeating_its_secrets() {
        for url in [
            "",
            "localhost:8080",
            "ftp://a",
            "http://",
            "http://u:pw1@a",
            "http://a?b#c",
        ] {
            let error = Endpoint::parse(url).unwrap_err().to_string();
            assert!(error.starts_with("the endpoint URL "), "{url}: {error}");
            assert!(!error.contains("pw1"), "{error}");
        }
    }
}
