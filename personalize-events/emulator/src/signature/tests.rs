//! Verification of requests signed by others: the published example, AWS's test vectors and requests of AWS's
//! clients.

use std::fs;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use personalize_events_conformance as conformance;
use serde_json::Value;

use super::{SignatureError, SignedRequest, verify};
use crate::credentials::{Credentials, Key};
use crate::date_format::{self, AMZ_DATE};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/// The example `get-vanilla` of AWS's test suite.
const VANILLA: &str = "GET / HTTP/1.1
Host:example.amazonaws.com
X-Amz-Date:20150830T123600Z
Authorization:AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
";

fn credentials(token: Option<&str>) -> Credentials {
    let mut credentials = Credentials::default();
    credentials.insert(Key {
        id: "AKIDEXAMPLE".to_owned(),
        secret: SECRET.to_owned(),
        token: token.map(str::to_owned),
    });
    credentials
}

#[derive(Clone)]
struct Request {
    method: String,
    target: String,
    headers: HeaderMap,
    body: String,
}

impl Request {
    fn parse(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let (method, target) = lines.next().unwrap().split_once(' ').unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            headers.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value.trim().as_bytes()).unwrap(),
            );
        }
        let length = headers.get("content-length");
        let length = length.map(|value| value.to_str().unwrap().parse().unwrap());
        Self {
            method: method.to_owned(),
            target: target.rsplit_once(" HTTP").unwrap().0.to_owned(),
            headers,
            body: body[..length.unwrap_or(body.len())].to_owned(),
        }
    }

    fn verify_at(
        &self,
        token: Option<&str>,
        service: &str,
        now: i64,
    ) -> Result<(), SignatureError> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let signed = SignedRequest {
            method: &self.method,
            path,
            query,
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        verify(&signed, &credentials(token), service, now)
    }

    fn verify(&self, service: &str) -> Result<(), SignatureError> {
        let token = self.header("x-amz-security-token");
        let date = self.header("x-amz-date").unwrap();
        self.verify_at(token, service, date_format::parse(AMZ_DATE, date).unwrap())
    }

    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        value.to_str().ok()
    }

    fn with(&self, name: &'static str, value: &str) -> Self {
        let mut request = self.clone();
        let value = HeaderValue::from_str(value).unwrap();
        request.headers.insert(name, value);
        request
    }

    /// Returns the request with a part of its `Authorization` replaced.
    fn authorized(&self, from: &str, to: &str) -> Self {
        let header = self.header("authorization").unwrap();
        assert!(header.contains(from));
        self.with("authorization", &header.replace(from, to))
    }

    fn without(&self, name: &str) -> Self {
        let mut request = self.clone();
        request.headers.remove(name).unwrap();
        request
    }

    fn error(&self) -> (&'static str, String) {
        let error = self.verify("service").unwrap_err();
        (error.code, error.message)
    }
}

fn vanilla() -> Request {
    Request::parse(VANILLA)
}

#[test]
fn the_published_example_is_verified() {
    assert_eq!(vanilla().verify("service"), Ok(()));
}

#[test]
fn a_request_changed_after_signing_is_rejected() {
    let mut changed = [vanilla(), vanilla(), vanilla(), vanilla()];
    changed[0].method = "POST".to_owned();
    changed[1].target = "/users".to_owned();
    changed[2].target = "/?a=b".to_owned();
    changed[3].body = "{}".to_owned();
    let more = [
        vanilla().with("host", "example.com"),
        vanilla().with("x-amz-date", "20150830T123601Z"),
        vanilla().authorized("us-east-1", "eu-west-1"),
        vanilla().authorized("Signature=5", "Signature=6"),
        vanilla().authorized("Signature=5f", "Signature=5F"),
        vanilla().authorized("Signature=5f", "Signature="),
        vanilla().authorized("Signature=5f", "Signature=5"),
    ];
    for request in changed.iter().chain(&more) {
        let (code, message) = request.error();
        assert_eq!(code, "InvalidSignatureException");
        assert!(message.starts_with("The request signature we calculated does not match"));
    }
}

#[test]
fn a_request_without_authorization_is_not_authenticated() {
    let (code, message) = vanilla().without("authorization").error();
    assert_eq!(code, "MissingAuthenticationTokenException");
    assert_eq!(message, "Missing Authentication Token");
}

#[test]
fn an_incomplete_signature_is_rejected_with_the_missing_part() {
    let mut twice = vanilla();
    let value = HeaderValue::from_static("AWS4-HMAC-SHA256");
    twice.headers.append("authorization", value);
    for (request, part) in [
        (
            vanilla().authorized("Signature=", "signature="),
            "unknown parameter",
        ),
        (
            vanilla().authorized("host;", "accept;host;"),
            "'accept' is named",
        ),
        (twice, "'authorization' must be in the request once"),
    ] {
        let (code, message) = request.error();
        assert_eq!(code, "IncompleteSignatureException");
        assert!(message.contains(part), "{message}");
    }
    let now = 1_440_938_160;
    for (request, part) in [
        (
            vanilla().without("x-amz-date"),
            "either a 'X-Amz-Date' or a 'Date'",
        ),
        (
            vanilla().with("x-amz-date", "today"),
            "'X-Amz-Date' must look",
        ),
        (
            // `x-amz-date` takes precedence.
            vanilla()
                .with("date", "20150830T123600Z")
                .with("x-amz-date", "Sun, 30 Aug 2015 12:36:00 GMT"),
            "'X-Amz-Date' must look",
        ),
        (dated("2015-08-30T12:36:00Z", "0"), "'Date' must look"),
        (
            dated("Sunday, 30-Aug-15 12:36:00 GMT", "0"),
            "'Date' must look",
        ),
    ] {
        let error = request.verify_at(None, "service", now).unwrap_err();
        assert_eq!(error.code, "IncompleteSignatureException");
        assert!(error.message.contains(part), "{}", error.message);
    }
}

#[test]
fn the_host_must_be_signed() {
    let (code, message) = vanilla().authorized("host;", "").error();
    assert_eq!(code, "InvalidSignatureException");
    assert_eq!(
        message,
        "'Host' must be a 'SignedHeader' in the AWS Authorization."
    );
}

#[test]
fn every_signed_header_must_be_present_and_unchanged() {
    let (code, message) = vanilla().without("host").error();
    assert_eq!(code, "IncompleteSignatureException");
    assert!(message.starts_with("'host' is named as a SignedHeader"));
    let mut duplicate = vanilla();
    let value = HeaderValue::from_static("example.amazonaws.com");
    duplicate.headers.append("host", value);
    let (code, _) = duplicate.error();
    assert_eq!(code, "InvalidSignatureException");
}

#[test]
fn headers_other_than_the_host_need_not_be_signed() {
    for request in [
        vanilla().with("content-type", "application/json"),
        vanilla().with("x-amz-meta", "a"),
        vanilla().with("x-amz-user-agent", "aws-sdk-js/2"),
        vanilla().with("user-agent", "curl"),
    ] {
        assert_eq!(request.verify("service"), Ok(()));
    }
}

/// Returns the example with a `date` in place of `x-amz-date`.
fn dated(date: &str, signature: &str) -> Request {
    let (_, signed) = VANILLA.rsplit_once('=').unwrap();
    vanilla()
        .with("date", date)
        .without("x-amz-date")
        .authorized("host;x-amz-date", "date;host")
        .authorized(signed.trim_end(), signature)
}

#[test]
fn a_date_header_replaces_an_amz_date() {
    // The signatures are from `hmac` and `hashlib` of Python.
    for (date, signature) in [
        (
            "20150830T123600Z",
            "b9498f120b174820093a3c726637a11f74f6c8f7c033c4407ddc702fef3705bb",
        ),
        (
            "Sun, 30 Aug 2015 12:36:00 GMT",
            "1262aceaf1a79c7f0b69fda81cd744572fcbe2e4c23b647b4de183cd5a0f1075",
        ),
    ] {
        let at = |now| dated(date, signature).verify_at(None, "service", now);
        assert_eq!(at(1_440_938_160), Ok(()), "{date}");
        let error = at(1_440_938_461).unwrap_err();
        assert!(error.message.starts_with("Signature expired: "), "{date}");
    }
}

#[test]
fn an_unknown_key_or_token_is_not_recognized() {
    let now = 1_440_938_160;
    let other_key = vanilla().authorized("AKIDEXAMPLE", "AKIDOTHER");
    let results = [
        other_key.verify_at(None, "service", now),
        vanilla().verify_at(Some("token"), "service", now),
    ];
    for result in results {
        assert_eq!(result.unwrap_err().code, "UnrecognizedClientException");
    }
}

#[test]
fn the_scope_must_match_the_request() {
    for (request, part) in [
        (
            vanilla().authorized("/service/", "/s3/"),
            "correct service: 'service'",
        ),
        (
            vanilla().authorized("aws4_request", "aws5"),
            "valid terminator",
        ),
        (vanilla().authorized("us-east-1", ""), "valid region"),
        (
            vanilla().authorized("/20150830/", "/20150829/"),
            "'20150830T123600Z'",
        ),
        (
            vanilla().authorized("/20150830/", "/2015/"),
            "Date in Credential scope",
        ),
    ] {
        let (code, message) = request.error();
        assert_eq!(code, "InvalidSignatureException");
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn a_signature_is_valid_for_five_minutes_around_its_date() {
    let signed = 1_440_938_160;
    let at = |now| vanilla().verify_at(None, "service", now);
    for now in [signed - 300, signed, signed + 300] {
        assert_eq!(at(now), Ok(()));
    }
    for (now, message) in [
        (
            signed + 301,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z \
             (20150830T124101Z - 5 min.)",
        ),
        (
            signed - 301,
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z \
             (20150830T123059Z + 5 min.)",
        ),
    ] {
        let error = at(now).unwrap_err();
        assert_eq!(error.code, "InvalidSignatureException");
        assert_eq!(error.message, message);
    }
}

#[test]
fn every_vector_of_the_suite_that_applies_to_a_server_is_verified() {
    let Some(folder) = conformance::path("sigv4/v4") else {
        return;
    };
    let mut verified = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let context = fs::read_to_string(folder.join("context.json")).unwrap();
        let context: Value = serde_json::from_str(&context).unwrap();
        // Only S3 does not normalize paths, and HTTP forbids multi-line values.
        if context["normalize"] == false || name == "get-header-value-multiline" {
            continue;
        }
        let text = fs::read_to_string(folder.join("header-signed-request.txt")).unwrap();
        let request = Request::parse(&text);
        assert_eq!(request.verify("service"), Ok(()), "{name}");
        verified += 1;
    }
    assert!(verified >= 25, "only {verified} vectors");
}

#[test]
fn requests_of_aws_clients_are_verified() {
    for (name, host) in [
        ("wire/wire-aws-sdk-rust.txt", "host: "),
        ("wire/wire-boto3.txt", "Host: "),
    ] {
        let Some(text) = conformance::read(name) else {
            return;
        };
        let requests: Vec<Request> = text
            .split("### request 0")
            .filter_map(|part| part.split_once('\n'))
            .filter(|(_, request)| request.contains(host) && request.starts_with("POST "))
            .map(|(_, request)| Request::parse(request))
            .collect();
        assert_eq!(requests.len(), 2, "{name}");
        for request in requests {
            assert_eq!(request.verify("personalize"), Ok(()), "{name}");
            let mut changed = request.clone();
            changed.body = changed.body.replace("gold", "Gold");
            assert!(changed.verify("personalize").is_err(), "{name}");
        }
    }
}
