//! Bodies of errors: how they are reported, and whether the request is retried.

use personalize_events::{Client, Error, PutUsersError};
use serde_json::Value;

use crate::clock::TestClock;
use crate::server::{Server, Step, Then, answer};
use crate::{client, users};

/// An error response and its expected report.
struct Case {
    name: String,
    status: u16,
    headers: String,
    body: Vec<u8>,
    code: Option<&'static str>,
    message: Option<&'static str>,
}

impl Case {
    fn new(name: impl Into<String>, status: u16, body: impl AsRef<[u8]>) -> Self {
        Self {
            name: name.into(),
            status,
            headers: String::new(),
            body: body.as_ref().to_vec(),
            code: None,
            message: None,
        }
    }

    fn header(mut self, line: &str) -> Self {
        self.headers = format!("{}{line}\r\n", self.headers);
        self
    }

    fn code(self, code: &'static str) -> Self {
        let code = Some(code);
        Self { code, ..self }
    }

    fn message(self, message: &'static str) -> Self {
        let message = Some(message);
        Self { message, ..self }
    }

    /// By AWS's lists, for these codes and statuses.
    fn attempts(&self) -> u32 {
        match (self.code, self.status) {
            (Some("ThrottlingException" | "RequestTimeout"), _) | (_, 500 | 502 | 503 | 504) => 3,
            (_, _) => 1,
        }
    }

    async fn check(&self) -> Error<PutUsersError> {
        let clock = TestClock::new();
        let step = Step::new(answer(self.status, &self.headers, &self.body), Then::Close);
        let server = Server::start(vec![step; 3]).await;
        let client: Client = client(server.url(), &clock);
        let error = client.put_users(&users()).await.expect_err(&self.name);
        let name = &self.name;
        assert_eq!(error.status(), Some(self.status), "{name}");
        assert_eq!(error.code(), self.code, "{name}");
        assert_eq!(error.attempts(), self.attempts(), "{name}");
        assert_eq!(server.requests().len(), self.attempts() as usize, "{name}");
        let text = error.to_string();
        assert!(
            text.starts_with(self.code.unwrap_or("an error without a code")),
            "{name}: {text}"
        );
        match self.message {
            Some(message) => assert!(
                text.contains(&format!(": {message} (HTTP")),
                "{name}: {text}"
            ),
            None => assert!(!text.contains(": "), "{name}: {text}"),
        }
        error
    }
}

/// Each place of an error code, with each code and each status.
fn valid() -> Vec<Case> {
    let mut cases = Vec::new();
    for code in [
        "ThrottlingException",
        "RequestTimeout",
        "InvalidInputException",
        "Novel",
    ] {
        for status in [400, 403, 429, 500, 503] {
            let case = |name: &str, body: String| {
                Case::new(format!("{code} {status} {name}"), status, body).code(code)
            };
            cases.extend([
                case("header", String::new()).header(&format!("x-amzn-errortype: {code}")),
                case("header with URI", "{}".to_owned())
                    .header(&format!("X-Amzn-ErrorType: {code}:http://example.com/a#b")),
                case(
                    "header before body",
                    r#"{"code":"SlowDown","message":"m"}"#.to_owned(),
                )
                .header(&format!("x-amzn-errortype: a.b#{code}"))
                .message("m"),
                case("code", format!(r#"{{"code":"{code}","Message":"m"}}"#)).message("m"),
                case(
                    "code before __type",
                    format!(r#"{{"__type":"SlowDown","code":"x#{code}"}}"#),
                ),
                case(
                    "__type",
                    format!(r#"{{"__type":"a.b#{code}:c","errorMessage":"m"}}"#),
                )
                .message("m"),
            ]);
        }
    }
    cases
}

/// Bodies that no service should send.
fn malformed() -> Vec<Case> {
    let deep = "[".repeat(100_000);
    let long = vec![b'x'; 3 * 1024 * 1024];
    let far = format!(
        r#"{{"a":"{}","code":"SlowDown"}}"#,
        "x".repeat(2 * 1024 * 1024)
    );
    let with = |name: &str, body: &[u8]| Case::new(name, 400, body);
    vec![
        with("nothing", b""),
        with("HTML", b"<html><title>400</title></html>"),
        with("a text", b"slow down"),
        with("null", b"null"),
        with("a number", b"1"),
        with("a string", b"\"ThrottlingException\""),
        with("a list", b"[{\"code\":\"SlowDown\"}]"),
        with("cut short", b"{\"code\":\"SlowDown\""),
        with("two objects", b"{\"code\":\"SlowDown\"}{}"),
        with("deep", deep.as_bytes()),
        with("long", &long),
        with("a code behind the first mebibyte", far.as_bytes()),
        with("no UTF-8", b"{\"code\":\"SlowDown\xff\"}"),
        with("gzip", b"\x1f\x8b\x08\x00\x00"),
        with("UTF-16", b"{\0\"\0c\0o\0d\0e\0\"\0:\0"),
        with("a byte order mark", b"\xef\xbb\xbf{\"code\":\"SlowDown\"}"),
        with("a code that is a number", b"{\"code\":7,\"__type\":null}"),
        with(
            "a code that is an object",
            b"{\"code\":{\"code\":\"SlowDown\"}}",
        ),
        with("an empty code", b"{\"code\":\"\"}"),
        with("a code of separators", b"{\"code\":\"#:\"}"),
        with(
            "a code in other case",
            b"{\"Code\":\"SlowDown\",\"__TYPE\":\"SlowDown\"}",
        ),
        with(
            "a message that is a list",
            b"{\"code\":\"Novel\",\"message\":[\"m\"]}",
        )
        .code("Novel"),
        with(
            "a message that is empty",
            b"{\"code\":\"Novel\",\"message\":\"\"}",
        )
        .code("Novel")
        .message(""),
        with("spaces around the code", b"{\"code\":\" Novel \"}").code("Novel"),
        with(
            "an unknown member",
            b"{\"code\":\"Novel\",\"x\":[1,{\"y\":null}]}",
        )
        .code("Novel"),
        with("a header that is no text", b"").header("x-amzn-errortype: \u{e9}"),
    ]
}

#[tokio::test]
async fn the_code_of_an_error_is_found_in_every_place_and_decides_about_retries() {
    let cases = valid();
    assert_eq!(cases.len(), 120);
    for case in cases {
        let error = case.check().await;
        let is_modelled = matches!(error.as_service(), Some(PutUsersError::InvalidInput(_)));
        assert_eq!(
            is_modelled,
            case.code == Some("InvalidInputException"),
            "{}",
            case.name
        );
    }
}

#[tokio::test]
async fn malformed_error_bodies_are_reported_without_a_code() {
    for case in malformed() {
        case.check().await;
    }
}

#[tokio::test]
async fn the_errors_of_the_protocol_tests_are_understood() {
    let name = "protocol-tests/restjson1-protocol-tests.json";
    let Some(text) = personalize_events_conformance::read(name) else {
        return;
    };
    let model: Value = serde_json::from_str(&text).unwrap();
    let shapes = model["shapes"].as_object().unwrap();
    let mut checked = 0;
    for (id, shape) in shapes {
        let tests = &shape["traits"]["smithy.test#httpResponseTests"];
        if shape["traits"]["smithy.api#error"].is_null() {
            continue;
        }
        for test in tests.as_array().into_iter().flatten() {
            let status = u16::try_from(test["code"].as_u64().unwrap()).unwrap();
            let body = test["body"].as_str().unwrap_or_default();
            let mut case = Case::new(test["id"].as_str().unwrap(), status, body);
            for (name, value) in test["headers"].as_object().into_iter().flatten() {
                case = case.header(&format!("{name}: {}", value.as_str().unwrap()));
            }
            // The name of the shape is the code; the tests are no longer than the process.
            let code = id.split_once('#').unwrap().1.to_owned();
            case = case.code(code.leak());
            if let Some(message) = test["params"]["Message"].as_str() {
                case = case.message(message.to_owned().leak());
            }
            case.check().await;
            checked += 1;
        }
    }
    assert!(checked >= 14, "{checked}");
}
