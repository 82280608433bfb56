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

    /// The URL of a request, exactly as it is spelled, and the value of its header `host`. What a
    /// URL would not keep as it is, such as dot segments, would go to another place.
    pub(crate) fn target(
        &self,
        host_prefix: &str,
        path: &str,
        query: &str,
    ) -> Result<(Url, String), EndpointError> {
        let mut url = self.url.clone();
        let path = format!("{}{path}", self.path);
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
            return Ok((url, self.host().to_owned()));
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
        Ok((url, host))
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

#[cfg(test)]
mod tests {
    use super::{Endpoint, EndpointError};

    fn to(
        endpoint: &Endpoint,
        host_prefix: &str,
        path: &str,
    ) -> Result<(String, String), EndpointError> {
        let (url, host) = endpoint.target(host_prefix, path, "")?;
        Ok((url.into(), host))
    }

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
            assert_eq!(to(&endpoint, "", "/").unwrap().1, host);
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
        for (text, url, host) in [
            (
                "http://localhost:8080/base/",
                "http://localhost:8080/base/users",
                "localhost:8080",
            ),
            (
                "https://example.com:443",
                "https://example.com/users",
                "example.com",
            ),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            let expected = (url.to_owned(), host.to_owned());
            assert_eq!(to(&endpoint, "", "/users").unwrap(), expected);
        }
    }

    #[test]
    fn labels_go_before_the_host_name() {
        let endpoint = Endpoint::parse("http://example.com:8080").unwrap();
        for (prefix, host) in [
            ("foo.", "foo.example.com:8080"),
            ("data-", "data-example.com:8080"),
            ("A.b-c.", "a.b-c.example.com:8080"),
        ] {
            let expected = (format!("http://{host}/"), host.to_owned());
            assert_eq!(to(&endpoint, prefix, "/").unwrap(), expected, "{prefix}");
        }
        let long = format!("{}.", "x".repeat(64));
        for prefix in [
            ".", "a..", "-a.", "a-.", "a/", "a@", "a:1.", "a b.", "é.", "a_b.", &long,
        ] {
            assert!(to(&endpoint, prefix, "/").is_err(), "{prefix}");
        }
        let endpoint = Endpoint::parse("http://127.0.0.1:8080").unwrap();
        assert!(to(&endpoint, "foo.", "/").is_err());
        let endpoint = Endpoint::parse("http://[::1]:8080").unwrap();
        assert!(to(&endpoint, "foo.", "/").is_err());
    }

    #[test]
    fn a_path_or_query_that_a_url_would_change_is_refused() {
        let endpoint = Endpoint::parse("http://example.com/base").unwrap();
        for path in [
            "/a/../b",
            "/..",
            "/.",
            "/a/%2e%2E/b",
            "/a/.%2e",
            "/a\\b",
            "/a b",
            "/a\nb",
            "/a?b",
            "/a#b",
            "/é",
        ] {
            assert!(to(&endpoint, "", path).is_err(), "{path}");
        }
        for path in [
            "/",
            "//",
            "/a//b",
            "/a...",
            "/(a+)+",
            "/%20%25%3A%2F/~",
            "/..a",
        ] {
            let (url, _) = to(&endpoint, "", path).unwrap();
            assert_eq!(url, format!("http://example.com/base{path}"));
        }
        let (url, _) = endpoint.target("", "/a", "b=%20&c&d=").unwrap();
        assert_eq!(url.as_str(), "http://example.com/base/a?b=%20&c&d=");
        for query in ["a b", "a#b", "é"] {
            assert!(endpoint.target("", "/a", query).is_err(), "{query}");
        }
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
