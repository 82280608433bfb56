//! How error responses of restJson1 are read.

use std::io;

use super::{Error, ResponseMetadata, TransportError, Unhandled};
use crate::csv::CsvError;

/// Of Linux.
const ETIMEDOUT: i32 = 110;

fn metadata(status: u16, headers: &[(&str, &str)], body: &[u8]) -> ResponseMetadata {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    ResponseMetadata::from_parts(status, headers.iter().map(own).collect(), body.to_vec())
}

fn code(header: Option<&str>, body: &str) -> Option<String> {
    let headers: Vec<_> = header
        .map(|value| ("x-amzn-errortype", value))
        .into_iter()
        .collect();
    metadata(400, &headers, body.as_bytes())
        .code()
        .map(str::to_owned)
}

// The forms are those of the specification of AWS restJson1, "Operation error serialization".
#[test]
fn the_code_is_read_from_every_place_and_form_the_protocol_allows() {
    for form in [
        "FooError",
        "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
        "aws.protocoltests.restjson#FooError",
        "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/",
    ] {
        assert_eq!(code(Some(form), "").as_deref(), Some("FooError"), "{form}");
        for key in ["code", "__type"] {
            let body = format!(r#"{{"{key}":"{form}"}}"#);
            assert_eq!(code(None, &body).as_deref(), Some("FooError"), "{body}");
        }
    }
}

#[test]
fn the_header_wins_over_the_body_and_code_over_type() {
    let body = r#"{"__type":"C","code":"B"}"#;
    assert_eq!(code(Some("A"), body).as_deref(), Some("A"));
    assert_eq!(code(None, body).as_deref(), Some("B"));
}

#[test]
fn an_empty_code_does_not_hide_the_next_one() {
    for empty in ["", " ", "#", ":http://example.com/", "ns#:x"] {
        let body = r#"{"__type":"aws.example#B"}"#;
        assert_eq!(code(Some(empty), body).as_deref(), Some("B"), "{empty:?}");
        let body = format!(r#"{{"code":"{empty}","__type":"B"}}"#);
        assert_eq!(code(Some(empty), &body).as_deref(), Some("B"), "{empty:?}");
    }
}

#[test]
fn bodies_that_are_not_json_objects_have_no_code_and_no_message() {
    for body in [
        "",
        "<html>Bad Gateway</html>",
        "[]",
        "null",
        "\u{0}",
        "{\"code\":7}",
    ] {
        let metadata = metadata(502, &[], body.as_bytes());
        assert_eq!(
            (metadata.code(), metadata.message()),
            (None, None),
            "{body}"
        );
    }
    assert_eq!(metadata(502, &[], b"\xff\xfe").code(), None);
    assert_eq!(code(Some(""), ""), None);
}

#[test]
fn the_message_is_found_under_each_of_its_names() {
    for key in ["message", "Message", "errorMessage"] {
        let body = format!(r#"{{"{key}":"no"}}"#);
        let metadata = metadata(400, &[], body.as_bytes());
        assert_eq!(metadata.message(), Some("no"), "{key}");
    }
}

#[test]
fn an_error_shows_code_message_status_and_request_id() {
    let body = br#"{"message":"Rate exceeded"}"#;
    let headers = [
        ("x-amzn-requestid", "r-1"),
        ("x-amzn-errortype", "ThrottlingException"),
    ];
    let metadata = metadata(400, &headers, body);
    let error = Error::service(Unhandled::from_metadata(&metadata), metadata, None);
    assert_eq!(
        error.to_string(),
        "ThrottlingException: Rate exceeded (HTTP 400, request id r-1, 1 attempt)"
    );
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(400), Some("r-1"))
    );
}

#[test]
fn an_error_escapes_control_characters_of_the_service_and_cuts_what_is_long() {
    let long = "x".repeat(100_000);
    let body = format!(r#"{{"__type":"Bad\u001b[31m","message":"a\u001b[2J\nb{long}"}}"#);
    let metadata = metadata(400, &[("x-amzn-requestid", &long)], body.as_bytes());
    let error = Error::service(Unhandled::from_metadata(&metadata), metadata, None);
    let text = error.to_string();
    assert!(
        text.starts_with(r"Bad\u{1b}[31m: a\u{1b}[2J\nbxxx"),
        "{text}"
    );
    assert!(text.len() < 3_000, "{}", text.len());
    assert_eq!(
        error.code(),
        Some("Bad\u{1b}[31m"),
        "the value is unchanged"
    );
    assert_eq!(error.request_id().map(str::len), Some(100_000));
}

#[test]
fn metadata_shows_no_data_and_an_error_stores_none() {
    let metadata = metadata(
        404,
        &[("x-secret", "hush")],
        br#"{"code":"Gone","hush":"hush"}"#,
    );
    assert_eq!(metadata.headers()[0].1, "hush");
    assert!(metadata.body().ends_with(b"\"hush\"}"));
    assert_eq!(
        format!("{metadata:?}"),
        "ResponseMetadata { status: 404, request_id: None, code: Some(\"Gone\"), message: None, attempts: 1, hint: None, .. }"
    );
    let Error::Service { metadata, .. } = Error::service((), metadata, None) else {
        panic!("a service error");
    };
    assert_eq!((metadata.headers(), metadata.body()), (&[][..], &[][..]));
    assert_eq!(metadata.code(), Some("Gone"));
}

#[test]
fn a_success_has_no_code_and_no_message() {
    let metadata = metadata(
        201,
        &[("x-amzn-requestid", "r-2")],
        br#"{"code":"a","message":"b"}"#,
    );
    assert_eq!((metadata.code(), metadata.message()), (None, None));
    assert_eq!(metadata.request_id(), Some("r-2"));
}

#[test]
fn an_error_without_a_response_names_the_step() {
    let address = || "http://localhost".to_owned();
    let why = || io::Error::other("why");
    for (error, expected) in [
        (
            TransportError::build(why()),
            "the request could not be built",
        ),
        (
            TransportError::connect(address(), why()),
            "the service could not be reached at http://localhost",
        ),
        (
            TransportError::send(address(), why()),
            "no response was received from http://localhost",
        ),
        (
            TransportError::read(why()),
            "the response could not be read",
        ),
    ] {
        let error = Error::<Unhandled>::from(error);
        assert_eq!(error.to_string(), expected);
        assert_eq!(format!("{error:#}"), format!("{expected}: why"));
    }
    let error = TransportError::invalid("why");
    for text in [format!("{error}"), format!("{error:#}")] {
        assert_eq!(text, "the request could not be built: why");
    }
}

#[test]
fn only_a_timeout_of_the_operating_system_is_one_of_the_transport() {
    let ours = io::Error::new(io::ErrorKind::TimedOut, "elapsed");
    let of_system = io::Error::from_raw_os_error(ETIMEDOUT);
    for (cause, is_timeout) in [(ours, false), (of_system, cfg!(target_os = "linux"))] {
        // As reqwest nests it.
        let error = Error::<Unhandled>::from(TransportError::read(CsvError::from(cause)));
        assert_eq!(error.is_timeout(), is_timeout, "{error:#}");
    }
}
