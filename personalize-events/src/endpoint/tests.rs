//! Endpoints and request URLs.

use personalize_events_conformance as conformance;
use serde_json::Value;

use super::{Endpoint, EndpointSettings};

fn to(endpoint: &Endpoint, host_prefix: &str, path: &str) -> Result<(String, String), String> {
    let (url, host) = endpoint.target(host_prefix, path, "")?;
    Ok((url.into(), host))
}

fn host(endpoint: &Endpoint) -> String {
    to(endpoint, "", "/").unwrap().1
}

const PREFIX: &str = "personalize-events";

#[test]
fn a_region_has_the_host_names_of_its_partition() {
    // The first two suffixes of each are those of AWS's published endpoint tests, or of its partitions.
    for (region, suffix, dual_stack) in [
        ("us-east-1", "amazonaws.com", "api.aws"),
        ("us-gov-east-1", "amazonaws.com", "api.aws"),
        (
            "cn-north-1",
            "amazonaws.com.cn",
            "api.amazonwebservices.com.cn",
        ),
        ("us-iso-east-1", "c2s.ic.gov", "api.aws.ic.gov"),
        ("us-isob-east-1", "sc2s.sgov.gov", "api.aws.scloud"),
        ("us-isof-east-1", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        ("eu-isoe-west-1", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        ("eusc-de-east-1", "amazonaws.eu", "api.amazonwebservices.eu"),
        ("xx-new-9", "amazonaws.com", "api.aws"),
    ] {
        for (fips, is_dual_stack) in [(false, false), (false, true), (true, false), (true, true)] {
            let wanted = EndpointSettings {
                fips,
                dual_stack: is_dual_stack,
                ..EndpointSettings::default()
            };
            let endpoint = Endpoint::resolve(PREFIX, region, &wanted).unwrap();
            let name = if fips {
                "personalize-events-fips"
            } else {
                PREFIX
            };
            let suffix = if is_dual_stack { dual_stack } else { suffix };
            assert_eq!(host(&endpoint), format!("{name}.{region}.{suffix}"));
            assert!(endpoint.is_https());
        }
    }
}

#[test]
fn endpoints_equal_those_of_the_published_tests() {
    let name = "endpoints/personalize-events-endpoint-tests.json";
    let Some(text) = conformance::read(name) else {
        return;
    };
    let tests: Value = serde_json::from_str(&text).unwrap();
    let cases = tests["testCases"].as_array().unwrap();
    assert_eq!(cases.len(), 21);
    for case in cases {
        let parameters = &case["params"];
        let wanted = EndpointSettings {
            url: parameters["Endpoint"].as_str().map(str::to_owned),
            fips: parameters["UseFIPS"] == true,
            dual_stack: parameters["UseDualStack"] == true,
            ..EndpointSettings::default()
        };
        let region = parameters["Region"].as_str().unwrap_or_default();
        let found = Endpoint::resolve(PREFIX, region, &wanted);
        let expected = case["expect"]["endpoint"]["url"].as_str();
        let found = found.map(|endpoint| format!("https://{}", host(&endpoint)));
        assert_eq!(found.as_deref().ok(), expected, "{}", case["documentation"]);
        assert_eq!(expected.is_none(), case["expect"]["error"].is_string());
    }
}

#[test]
fn a_region_cannot_redirect_requests_to_another_host() {
    for region in ["", "eu-west-1.evil.com/", "EU", "-a", "a-", "a b", "é"] {
        let found = Endpoint::resolve(PREFIX, region, &EndpointSettings::default());
        assert!(found.is_err(), "{region}");
    }
}

#[test]
fn an_endpoint_url_excludes_other_variants() {
    for (fips, dual_stack, expected) in [
        (true, false, "FIPS endpoints"),
        (false, true, "dual-stack endpoints"),
        (true, true, "FIPS and dual-stack endpoints"),
    ] {
        let wanted = EndpointSettings {
            url: Some("https://example.com".to_owned()),
            fips,
            dual_stack,
            ..EndpointSettings::default()
        };
        let error = Endpoint::resolve(PREFIX, "eu-west-1", &wanted).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}

/// Not every resolver follows RFC 6761, 6.3.
fn resolves_to_loopback(name: &str) -> bool {
    let found = std::net::ToSocketAddrs::to_socket_addrs(&(name, 80));
    let found: Vec<_> = found.into_iter().flatten().collect();
    !found.is_empty() && found.iter().all(|address| address.ip().is_loopback())
}

#[test]
fn without_tls_requests_stay_on_this_machine_unless_another_is_allowed() {
    for (url, is_here) in [
        ("http://127.0.0.1:8080", true),
        ("http://127.9.9.9", true),
        ("http://[::1]:8080", true),
        ("http://localhost:8080", true),
        ("http://LOCALHOST", true),
        ("http://a.localhost", resolves_to_loopback("a.localhost")),
        ("http://0.0.0.0:8080", false),
        ("http://10.0.0.1", false),
        ("http://[::]", false),
        ("http://[fe80::1]", false),
        ("http://emulator:8686", false),
        ("http://notlocalhost", false),
        ("http://localhost.evil.example", false),
        ("http://127.0.0.1.evil.example", false),
        ("https://example.com", true),
    ] {
        let wanted = EndpointSettings {
            url: Some(url.to_owned()),
            ..EndpointSettings::default()
        };
        match Endpoint::resolve(PREFIX, "eu-west-1", &wanted) {
            Ok(_) => assert!(is_here, "{url}"),
            Err(error) => {
                assert!(!is_here, "{url}");
                assert!(error.contains("`allow_http(true)`"), "{error}");
            }
        }
        let allowed = EndpointSettings {
            allow_http: true,
            ..wanted
        };
        assert!(
            Endpoint::resolve(PREFIX, "eu-west-1", &allowed).is_ok(),
            "{url}"
        );
    }
}

#[test]
fn an_endpoint_url_includes_its_port_and_path() {
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
fn a_host_prefix_precedes_the_host_name() {
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
fn a_path_or_query_that_a_url_would_normalize_is_rejected() {
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
fn invalid_endpoint_urls_are_rejected_without_repeating_their_secrets() {
    for url in [
        "",
        "localhost:8080",
        "ftp://a",
        "http://",
        "http://u:pw1@a",
        "http://a?b#c",
    ] {
        let error = Endpoint::parse(url).unwrap_err();
        assert!(error.starts_with("the endpoint URL "), "{url}: {error}");
        assert!(!error.contains("pw1"), "{error}");
    }
}
