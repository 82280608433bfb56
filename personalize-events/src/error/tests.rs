//! How the answers that restJson1 allows are read.

use super::{Error, Reply, Unhandled};

fn code(header: Option<&str>, body: &str) -> Option<String> {
    let reply = Reply::error(400, None, header, body.as_bytes());
    reply.code().map(str::to_owned)
}

// The four forms are those of the specification of AWS restJson1, "Operation error serialization".
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
fn bodies_that_are_no_json_object_tell_nothing_and_break_nothing() {
    for body in [
        "",
        "<html>Bad Gateway</html>",
        "[]",
        "null",
        "\u{0}",
        "{\"code\":7}",
    ] {
        let reply = Reply::error(502, None, None, body.as_bytes());
        assert_eq!((reply.code(), reply.message()), (None, None), "{body}");
    }
    assert_eq!(Reply::error(502, None, None, b"\xff\xfe").code(), None);
    assert_eq!(code(Some(""), ""), None);
}

#[test]
fn the_message_is_found_under_each_of_its_names() {
    for key in ["message", "Message", "errorMessage"] {
        let body = format!(r#"{{"{key}":"no"}}"#);
        let reply = Reply::error(400, None, None, body.as_bytes());
        assert_eq!(reply.message(), Some("no"), "{key}");
    }
}

#[test]
fn an_error_says_code_message_status_and_request_id() {
    let body = br#"{"message":"Rate exceeded"}"#;
    let reply = Reply::error(400, Some("r-1".into()), Some("ThrottlingException"), body);
    let error = Error::Service {
        error: Unhandled::from_reply(&reply),
        reply: Box::new(reply),
    };
    assert_eq!(
        error.to_string(),
        "ThrottlingException: Rate exceeded (HTTP 400, request id r-1)"
    );
    assert_eq!(error.code(), Some("ThrottlingException"));
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(400), Some("r-1"))
    );
}
