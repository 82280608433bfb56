//! Requests of the golden cases: path, query, headers, host and body.

use personalize_events_codegen_runtime::{Request, RequestSettings, http};
use serde_json::{Value, json};

use crate::bindings::{
    Film, FindRequest, Genre, HostRequest, MarkRequest, PutRequest, SaveRequest, ShipRequest,
    TagRequest, WriteRequest,
};
use crate::error_values::{SellInput, SoldOutValueValue};
use crate::runtime::Timestamp;
use crate::streams::{LoadRequest, StoreRequest};

fn made(operation: &impl http::Operation) -> Request {
    http::request(operation, &RequestSettings::default()).expect("the request can be made")
}

fn refused(operation: &impl http::Operation) -> String {
    let error = http::request(operation, &RequestSettings::default())
        .expect_err("the request cannot be made");
    error.to_string()
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut headers = request.headers.iter();
    let (_, value) = headers.find(|(found, _)| found == name)?;
    Some(value)
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("the body is JSON")
}

fn at() -> Timestamp {
    Timestamp::from_secs(1_576_540_098)
}

#[test]
fn an_error_can_be_sent_as_the_value_of_a_member() {
    let cause = SoldOutValueValue::builder().message("none").until(at());
    let request = made(&SellInput::builder().cause(cause).build().unwrap());
    let expected = json!({"cause": {"message": "none", "until": 1_576_540_098}});
    assert_eq!(body(&request), expected);
}

#[test]
fn labels_and_parameters_are_in_the_url() {
    let request = FindRequest::builder()
        .id(7)
        .path("a b/c")
        .limit(10)
        .genres([Genre::Action, Genre::from("Sci & Fi")])
        .since(at())
        .rest([
            ("more".to_owned(), vec!["1".to_owned(), "2".to_owned()]),
            ("genre".to_owned(), vec!["left out".to_owned()]),
            ("kind".to_owned(), vec!["left out".to_owned()]),
        ])
        .build()
        .unwrap();
    let request = made(&request);
    assert_eq!(request.path, "/films/7/a%20b/c");
    assert_eq!(
        request.query,
        "kind=film&all&max-results=10&genre=Action&genre=Sci%20%26%20Fi\
         &since=2019-12-16T23%3A48%3A18Z&more=1&more=2"
    );
    assert!(request.body.is_empty() && request.headers.is_empty());
}

#[test]
fn enums_are_strings_in_maps_of_parameters_and_headers_and_in_the_host() {
    let request = TagRequest::builder()
        .genre(Genre::Drama)
        .best([(
            "year".to_owned(),
            vec![Genre::Action, Genre::from("Sci & Fi")],
        )])
        .notes([(Genre::Action, r#"{"a":1}"#)])
        .build()
        .unwrap();
    let request = made(&request);
    assert_eq!(request.host_prefix, "Drama.");
    assert_eq!(request.query, "year=Action&year=Sci%20%26%20Fi");
    assert_eq!(header(&request, "x-genre"), Some("Drama"));
    assert_eq!(header(&request, "x-note-action"), Some(r#"{"a":1}"#));
}

#[test]
fn a_label_that_would_change_the_path_is_rejected_without_its_value() {
    for path in ["", "..", "a/./b"] {
        let request = FindRequest::builder().id(7).path(path).build().unwrap();
        let message = refused(&request);
        assert!(
            message.starts_with("the request could not be built: `path`"),
            "{message}"
        );
    }
    let request = LoadRequest::builder().name("..").build().unwrap();
    assert!(refused(&request).contains("`name`"));
    let request = LoadRequest::builder().name("a/../b").build().unwrap();
    assert_eq!(made(&request).path, "/a%2F..%2Fb");
}

#[test]
fn headers_have_the_formats_of_headers_and_the_rest_is_the_body() {
    let request = PutRequest::builder()
        .day(at())
        .title("The End")
        .r#match("\"1\"")
        .days([at(), at()])
        .note("true")
        .meta([("by", "me"), ("a", "")])
        .build()
        .unwrap();
    let request = made(&request);
    assert_eq!(request.path, "/films/1576540098");
    assert_eq!(header(&request, "if-match"), Some("\"1\""));
    assert_eq!(
        header(&request, "x-days"),
        Some("Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT")
    );
    assert_eq!(header(&request, "x-note"), Some("dHJ1ZQ=="));
    assert_eq!(header(&request, "x-meta-by"), Some("me"));
    assert_eq!(header(&request, "x-meta-a"), Some(""));
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    assert_eq!(body(&request), json!({"title": "The End"}));
}

#[test]
fn absent_members_are_not_sent_and_an_empty_body_is_an_object() {
    let request = made(&PutRequest::builder().day(at()).build().unwrap());
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["content-type"]);
    assert_eq!(body(&request), json!({}));
}

#[test]
fn a_key_cannot_add_headers_of_its_own() {
    for key in ["a b", "a\r\nx-evil: 1", "é"] {
        let built = PutRequest::builder()
            .day(at())
            .meta([(key, "x")])
            .build()
            .unwrap();
        let message = refused(&built);
        assert!(
            message.contains("x-meta-") && !message.contains(key),
            "{message}"
        );
    }
}

#[test]
fn a_payload_is_the_whole_body_with_its_own_content_type() {
    let film = Film::builder().title("The End");
    let request = made(&ShipRequest::builder().film(film).build().unwrap());
    assert_eq!(body(&request), json!({"title": "The End"}));
    assert_eq!(header(&request, "content-type"), Some("application/json"));

    let request = made(&WriteRequest::builder().text("a\nb").build().unwrap());
    assert_eq!(request.body, b"a\nb"[..]);
    assert_eq!(header(&request, "content-type"), Some("text/plain"));

    let request = made(&MarkRequest::builder().genre(Genre::Drama).build().unwrap());
    assert_eq!(request.body, b"Drama"[..]);

    let request = made(&SaveRequest::builder().picture(b"\x00\xff").build().unwrap());
    assert_eq!(request.body, b"\x00\xff"[..]);
    assert_eq!(header(&request, "content-type"), Some("image/png"));

    let request = made(&StoreRequest::builder().body("bytes").build().unwrap());
    assert_eq!(request.body, b"bytes"[..]);
    assert_eq!(
        header(&request, "content-type"),
        Some("application/octet-stream")
    );
}

#[test]
fn an_absent_payload_is_no_body_or_an_empty_structure() {
    let request = made(&SaveRequest::builder().build().unwrap());
    assert!(request.body.is_empty() && request.headers.is_empty());
    let request = made(&ShipRequest::builder().build().unwrap());
    assert_eq!(body(&request), json!({}));
}

#[test]
fn a_content_type_that_is_set_overrides_that_of_the_model() {
    let request = SaveRequest::builder().picture("x").r#type("image/gif");
    let request = made(&request.build().unwrap());
    assert_eq!(header(&request, "content-type"), Some("image/gif"));
    assert_eq!(request.headers.len(), 1);
}

#[test]
fn labels_of_the_host_are_also_in_the_body() {
    let request = HostRequest::builder()
        .account("a-1")
        .name("x")
        .build()
        .unwrap();
    let request = made(&request);
    assert_eq!(request.host_prefix, "a-1.data.");
    assert_eq!(body(&request), json!({"account": "a-1", "name": "x"}));
    for account in ["", "evil.com/", "a.b", "-a"] {
        let request = HostRequest::builder().account(account).build().unwrap();
        assert!(refused(&request).contains("`account`"), "{account}");
    }
}
