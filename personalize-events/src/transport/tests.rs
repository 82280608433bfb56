//! The HTTP request of a request.

use std::time::{Duration, SystemTime};

use super::sign_request::{self, Identity};
use super::{Authorization, Body, Exchange, Request, Transport};
use crate::config::Config;
use crate::credentials::Credentials;
use crate::error::{TransportError, Unhandled};
use crate::sign::{Asymmetric, SignAsymmetric};

fn transport(endpoint: &str) -> Transport {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .endpoint_url(endpoint)
        .allow_http(true)
        .build()
        .unwrap();
    Transport::new(config).unwrap()
}

fn prepared(request: &Request) -> Result<reqwest::Request, TransportError> {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    transport("http://example.com/base").prepare(request, &Credentials::new("AKID", "secret"), time)
}

/// A request with a JSON body.
fn json(method: &'static str, body: Vec<u8>) -> Request {
    Request {
        method,
        host_prefix: String::new(),
        path: "/a".into(),
        query: String::new(),
        headers: vec![("content-type".into(), "application/json".into())],
        body: body.into(),
    }
}

fn get() -> Request {
    Request {
        headers: Vec::new(),
        ..json("GET", Vec::new())
    }
}

fn with_header(name: &str, value: &str) -> Request {
    Request {
        headers: vec![(name.to_owned().into(), value.to_owned().into())],
        ..get()
    }
}

#[test]
fn every_part_of_a_request_is_sent_and_signed() {
    let request = Request {
        host_prefix: "foo.".into(),
        query: "b=%20&c".into(),
        headers: vec![
            ("x-e".into(), "ü, 😀".into()),
            ("x-empty".into(), "".into()),
            ("user-agent".into(), "me".into()),
        ],
        ..get()
    };
    let sent = prepared(&request).unwrap();
    assert_eq!(sent.method(), "GET");
    assert_eq!(sent.url().as_str(), "http://foo.example.com/base/a?b=%20&c");
    let value = |name: &str| std::str::from_utf8(sent.headers()[name].as_bytes()).unwrap();
    assert_eq!(value("host"), "foo.example.com");
    assert_eq!(value("x-e"), "ü, 😀");
    assert_eq!(value("x-empty"), "");
    assert_eq!(value("user-agent"), "me");
    assert!(
        value("authorization").contains("SignedHeaders=host;x-amz-date;x-e;x-empty, "),
        "{}",
        value("authorization")
    );
}

#[test]
fn every_part_of_a_request_changes_its_signature() {
    let signature = |request| prepared(&request).unwrap().headers()["authorization"].clone();
    let plain = signature(get());
    assert_eq!(plain, signature(get()));
    let (path, query) = ("/b".to_owned(), "q".to_owned());
    for other in [
        Request {
            path: path.into(),
            ..get()
        },
        Request { query, ..get() },
        Request {
            method: "DELETE",
            ..get()
        },
        Request {
            host_prefix: "a.".into(),
            ..get()
        },
        Request {
            body: b"{}".to_vec().into(),
            ..get()
        },
        with_header("x-a", "1"),
    ] {
        assert_ne!(plain, signature(other));
    }
    assert_ne!(
        signature(with_header("x-a", "1")),
        signature(with_header("x-a", "2"))
    );
}

/// The names of the headers of a request of `identity`, and that with its authorization.
fn headers_of(identity: Identity<'_>) -> (Vec<String>, Option<String>) {
    let transport = transport("http://localhost");
    let request = json("POST", b"{}".to_vec());
    let (time, keys) = (SystemTime::UNIX_EPOCH, &transport.key_cache);
    let sent =
        sign_request::build(&transport.settings, identity, &request, None, time, keys).unwrap();
    let names = sent.headers().keys().map(ToString::to_string).collect();
    let authorization = sent.headers().get("authorization");
    let authorization = authorization.map(|value| {
        assert!(value.is_sensitive());
        value.to_str().unwrap().to_owned()
    });
    (names, authorization)
}

#[test]
fn only_a_signer_sends_a_date_and_a_session_token() {
    let credentials = Credentials::new("AKID", "secret").with_session_token("session");
    let (names, authorization) = headers_of(Identity::Signer(&credentials, None));
    let own = ["host", "x-amz-date", "x-amz-security-token", "content-type"];
    assert_eq!(names, [&own[..], &["authorization"]].concat());
    assert!(authorization.unwrap().starts_with("AWS4-HMAC-SHA256 "));
    let (names, authorization) = headers_of(Identity::Bearer("hush"));
    assert_eq!(names, ["host", "content-type", "authorization"]);
    assert_eq!(authorization.as_deref(), Some("Bearer hush"));
    let (names, authorization) = headers_of(Identity::Anonymous);
    assert_eq!(names, ["host", "content-type"]);
    assert_eq!(authorization, None);
    let shown = format!("{:?}", Authorization::Bearer("hush"));
    assert_eq!(shown, "Bearer(** redacted **)");
}

/// A signer whose signatures are two bytes.
struct TwoBytes;

// The form of the string to sign, and its scope without a region, are those of AWS's "Elements of an AWS API request
// signature".
impl SignAsymmetric for TwoBytes {
    fn sign(&self, access_key_id: &str, secret: &str, text: &str) -> Result<Vec<u8>, String> {
        assert_eq!((access_key_id, secret), ("AKID", "secret"));
        let lines: Vec<&str> = text.lines().collect();
        let scope = "19700101/personalize/aws4_request";
        let expected = ["AWS4-ECDSA-P256-SHA256", "19700101T000000Z", scope];
        assert_eq!((&lines[..3], lines[3].len()), (&expected[..], 64));
        Ok(vec![0x01, 0xfe])
    }
}

#[test]
fn a_signature_of_version_4a_is_for_the_regions_in_a_signed_header() {
    let credentials = Credentials::new("AKID", "secret");
    let asymmetric = Asymmetric {
        region_set: "eu-west-1,us-*",
        signer: &TwoBytes,
    };
    let (names, authorization) = headers_of(Identity::Signer(&credentials, Some(asymmetric)));
    let own = ["host", "x-amz-date", "x-amz-region-set", "content-type"];
    assert_eq!(names, [&own[..], &["authorization"]].concat());
    assert_eq!(
        authorization.as_deref(),
        Some(
            "AWS4-ECDSA-P256-SHA256 Credential=AKID/19700101/personalize/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date;x-amz-region-set, Signature=01fe"
        )
    );
    let shown = format!("{:?}", Authorization::SigV4a(asymmetric));
    assert_eq!(shown, "SigV4a");
}

#[test]
fn a_body_has_its_content_type_and_an_empty_body_has_none() {
    let sent = prepared(&json("PUT", b"{}".to_vec())).unwrap();
    assert_eq!(sent.headers()["content-type"], "application/json");
    assert_eq!(sent.body().unwrap().as_bytes(), Some(&b"{}"[..]));
    let sent = prepared(&get()).unwrap();
    assert!(sent.body().is_none());
    for absent in ["content-type", "content-length"] {
        assert!(!sent.headers().contains_key(absent), "{absent}");
    }
    let sent = prepared(&Request {
        method: "POST",
        ..get()
    })
    .unwrap();
    assert_eq!(sent.headers()["content-length"], "0");
}

#[test]
fn invalid_parts_are_reported_without_their_values() {
    for (request, expected) in [
        (
            with_header("x-a", "hush\n"),
            "the header `x-a` has a value with control characters",
        ),
        (
            with_header("x-a", "hush\u{7f}"),
            "the header `x-a` has a value with control characters",
        ),
        (with_header("x hush", ""), "a header has an invalid name"),
        (with_header("X-Hush", ""), "a header has an invalid name"),
        (with_header("", "hush"), "a header has an invalid name"),
        (
            with_header("host", "hush"),
            "the header `host` is set by the client",
        ),
        (
            Request {
                path: "/../hush".into(),
                ..get()
            },
            "the path is invalid in a URL",
        ),
        (
            Request {
                query: "hush hush".into(),
                ..get()
            },
            "the query is invalid in a URL",
        ),
        (
            Request {
                host_prefix: "hush hush.".into(),
                ..get()
            },
            "the host prefix is invalid",
        ),
    ] {
        let error = prepared(&request).unwrap_err().to_string();
        assert_eq!(error, format!("the request could not be built: {expected}"));
    }
}

/// The HTTP library accepts URLs of up to 64 KiB.
#[tokio::test]
async fn a_url_that_is_too_long_is_a_request_that_cannot_be_built() {
    let path = format!("/{}", "hush".repeat(20_000));
    let request = Request {
        path: path.into(),
        ..get()
    };
    let transport = transport("http://127.0.0.1:9");
    let call = transport.start("Get").await.unwrap();
    let error = call.send(request, Exchange::signed(Body::Read)).await;
    let error = error.unwrap_err().into_error::<Unhandled>();
    assert!(!error.is_retryable());
    assert_eq!(error.attempts(), 0, "the request was not sent");
    let text = format!("{error:#}");
    assert!(
        text.starts_with("the request could not be built: "),
        "{text}"
    );
    assert!(!text.contains("hush"), "{text}");
}

#[test]
fn a_transport_shows_nothing_of_its_last_request() {
    let transport = transport("http://example.com/base");
    let request = Request {
        path: "/users/hush".into(),
        ..get()
    };
    let credentials = Credentials::new("AKID", "secret");
    let prepared = transport.prepare(&request, &credentials, SystemTime::UNIX_EPOCH);
    assert_eq!(prepared.unwrap().url().path(), "/base/users/hush");
    let shown = format!("{transport:?}");
    assert!(
        shown.contains("http://example.com/base") && !shown.contains("hush"),
        "{shown}"
    );
}

#[test]
fn a_request_shows_no_data() {
    assert_eq!(
        format!("{:?}", with_header("x-a", "hush")),
        r#"Request { method: "GET", .. }"#
    );
}
