//! The function `parseURL` of endpoint rules.

/// The parts of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    scheme: String,
    /// The host, and the port if there is one.
    authority: String,
    /// Empty, or starting with `/`. Smithy's table of examples has `/` instead of an empty path, but with it the endpoint
    /// tests of AWS's `cloudfront-keyvaluestore` would fail, whose URLs end without a slash.
    path: String,
}

impl Url {
    /// Parses a URL. One with a query is invalid in endpoint rules.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let is_valid = matches!(scheme, "http" | "https")
            && !authority.is_empty()
            && !rest.contains(['?', '#']);
        is_valid.then(|| Self {
            scheme: scheme.to_owned(),
            authority: authority.to_owned(),
            path: path.to_owned(),
        })
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        match name {
            "scheme" => Some(&self.scheme),
            "authority" => Some(&self.authority),
            "path" => Some(&self.path),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    // Most are examples of `parseURL` in Smithy's specification.
    #[test]
    fn a_url_has_scheme_authority_and_path() {
        for (text, expected) in [
            ("https://example.com", Some(["https", "example.com", ""])),
            (
                "http://example.com:80/foo/bar",
                Some(["http", "example.com:80", "/foo/bar"]),
            ),
            ("https://127.0.0.1/", Some(["https", "127.0.0.1", "/"])),
            ("https://example.com:8443?foo=bar&faz=baz", None),
            ("example.com", None),
            ("ftp://example.com", None),
            ("https:///path", None),
        ] {
            let parts = Url::parse(text).map(|url| {
                ["scheme", "authority", "path"]
                    .map(|name| url.attribute(name).unwrap_or_default().to_owned())
            });
            assert_eq!(
                parts,
                expected.map(|parts| parts.map(str::to_owned)),
                "{text}"
            );
        }
        let url = Url::parse("https://example.com").unwrap();
        assert_eq!(url.attribute("isIp"), None);
    }
}
