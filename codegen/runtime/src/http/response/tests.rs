//! Reads responses as in the official protocol tests of restJson1.

use std::borrow::Cow;
use std::collections::BTreeMap;

use personalize_events::__private::{JsonString, ResponseMetadata, Timestamp};

use super::Response;
use crate::blob::Blob;
use crate::document::Document;
use crate::format;
use crate::http::ToText;

fn metadata(headers: &[(&str, &str)], body: &str) -> ResponseMetadata {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    ResponseMetadata::from_parts(201, headers.iter().map(own).collect(), body.into())
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// An enum of numbers as the generator writes it.
#[derive(Debug, PartialEq)]
struct Number(i32);

impl ToText for Number {
    fn to_text(&self) -> Cow<'_, str> {
        self.0.to_string().into()
    }

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }
}

#[test]
fn headers_are_read_by_type() {
    let at = Timestamp::from_secs(1_576_540_098);
    let date = "Mon, 16 Dec 2019 23:48:18 GMT";
    let metadata = metadata(
        &[
            ("x-string", "Hello"),
            ("x-list", r#""b,c", "\"def\"", a"#),
            ("x-int", "123"),
            ("x-ints", "1, 2,3"),
            ("x-float", "NaN"),
            ("x-double", "1.1"),
            ("x-bools", "true, false"),
            ("x-dates", &format!("{date}, {date}")),
            ("x-date", date),
            ("x-seconds", "1576540098"),
            ("x-when", "2019-12-16T23:48:18Z"),
            ("x-json", "dHJ1ZQ=="),
            ("x-empty", ""),
        ],
        "",
    );
    let response = Response::of(&metadata);
    assert_eq!(response.header("X-String"), Ok(Some("Hello".to_owned())));
    assert_eq!(
        response.header("x-list"),
        Ok(Some(own(&["b,c", "\"def\"", "a"])))
    );
    assert_eq!(response.header("X-Int"), Ok(Some(123_i8)));
    assert_eq!(response.header("X-Ints"), Ok(Some(vec![1, 2, 3])));
    assert_eq!(
        response.header("X-Ints"),
        Ok(Some(vec![Number(1), Number(2), Number(3)]))
    );
    assert!(response.header::<f32>("X-Float").unwrap().unwrap().is_nan());
    assert_eq!(response.header("X-Double"), Ok(Some(1.1)));
    assert_eq!(response.header("X-Bools"), Ok(Some(vec![true, false])));
    assert_eq!(
        response.header_as::<format::HttpDate, _>("X-Dates"),
        Ok(Some(vec![at, at]))
    );
    assert_eq!(
        response.header_as::<format::HttpDate, _>("X-Date"),
        Ok(Some(at))
    );
    assert_eq!(
        response.header_as::<format::EpochSeconds, _>("X-Seconds"),
        Ok(Some(at))
    );
    assert_eq!(
        response.header_as::<format::DateTime, _>("X-When"),
        Ok(Some(at))
    );
    assert_eq!(
        response.header_as::<format::Base64, _>("X-Json"),
        Ok(Some(JsonString::from("true")))
    );
    assert_eq!(response.header("X-Empty"), Ok(Some(Vec::<String>::new())));
    assert_eq!(response.header::<String>("X-Absent"), Ok(None));
}

#[test]
fn a_required_header_that_is_absent_has_the_default_of_its_type() {
    let metadata = metadata(&[], "");
    let response = Response::of(&metadata);
    assert_eq!(response.required_header("X-A"), Ok(String::new()));
    assert_eq!(response.required_header("X-A"), Ok(0));
    assert_eq!(response.required_header("X-A"), Ok(Vec::<bool>::new()));
    let epoch = Timestamp::from_secs(0);
    assert_eq!(
        response.required_header_as::<format::HttpDate, _>("X-A"),
        Ok(epoch)
    );
}

#[test]
fn an_invalid_header_is_reported_without_its_value() {
    let metadata = metadata(&[("x-a", "hush"), ("x-b", "\"hush")], "");
    let response = Response::of(&metadata);
    let problem = |error: crate::json::Error| error.to_string();
    let error = response.header::<i32>("X-A").unwrap_err();
    assert_eq!(problem(error), "the header `X-A` is not an integer");
    let error = response.header::<bool>("X-A").unwrap_err();
    assert_eq!(problem(error), "the header `X-A` is not `true` or `false`");
    let error = response
        .header_as::<format::DateTime, Timestamp>("X-A")
        .unwrap_err();
    assert_eq!(problem(error), "the header `X-A` is not a date-time");
    let error = response.header::<Vec<String>>("X-B").unwrap_err();
    assert_eq!(problem(error), "the header `X-B` is not a list with commas");
}

#[test]
fn a_repeated_header_is_one_list() {
    let metadata = metadata(&[("x-a", "1"), ("x-b", "9"), ("x-a", "2, 3")], "");
    assert_eq!(
        Response::of(&metadata).header("X-A"),
        Ok(Some(vec![1, 2, 3]))
    );
}

#[test]
fn prefixed_headers_are_an_optional_map() {
    let metadata = metadata(
        &[("x-foo", "Foo"), ("x-foo-abc", "Abc"), ("x-foo-def", "")],
        "",
    );
    let response = Response::of(&metadata);
    let map = |entries: &[(&str, &str)]| {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let entries = entries.iter().map(own);
        Ok(Some(entries.collect::<BTreeMap<String, String>>()))
    };
    assert_eq!(
        response.prefix_headers("X-Foo-"),
        map(&[("abc", "Abc"), ("def", "")])
    );
    assert_eq!(
        response.prefix_headers(""),
        map(&[("x-foo", "Foo"), ("x-foo-abc", "Abc"), ("x-foo-def", "")])
    );
    assert_eq!(
        response.prefix_headers::<String, String>("x-bar-"),
        Ok(None)
    );
    let error = response
        .prefix_headers::<String, bool>("x-foo-")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the header `x-foo-` is not `true` or `false`"
    );
}

#[tokio::test]
async fn payloads_are_read_and_an_empty_body_is_absent() {
    let empty = metadata(&[], "");
    let mut response = Response::of(&empty);
    assert_eq!(response.text_payload::<String>(), Ok(None));
    assert_eq!(response.blob_payload(), None);
    assert_eq!(response.json_payload::<Document>(), Ok(None));
    assert_eq!(response.required_text_payload(), Ok(String::new()));
    assert_eq!(response.required_json_payload(), Ok(Document::null()));
    assert_eq!(response.object().unwrap().optional::<String>("a"), Ok(None));
    assert_eq!(response.stream().collect().await.unwrap(), b"");
    let text = metadata(&[], "\"hello\"");
    let mut response = Response::of(&text);
    assert_eq!(response.text_payload(), Ok(Some("\"hello\"".to_owned())));
    assert_eq!(response.blob_payload(), Some(Blob::new("\"hello\"")));
    assert_eq!(response.json_payload(), Ok(Some(Document::from("hello"))));
    assert_eq!(response.stream().collect().await.unwrap(), b"\"hello\"");
    let error = response.object().unwrap_err().to_string();
    assert_eq!(error, "the body is a string, but an object was expected");
    let error = response.text_payload::<Number>().unwrap_err().to_string();
    assert_eq!(error, "the body is not an integer");
}

#[test]
fn a_body_that_is_not_json_is_reported_without_its_text() {
    let page = metadata(&[], "<hush>");
    let error = Response::of(&page).object().unwrap_err().to_string();
    assert_eq!(error, "the body is not JSON (line 1, column 1)");
    let deep = metadata(&[], &"[".repeat(100_000));
    assert!(Response::of(&deep).json_payload::<Document>().is_err());
    let bytes = ResponseMetadata::from_parts(200, Vec::new(), vec![0xff]);
    let error = Response::of(&bytes).text_payload::<String>().unwrap_err();
    assert_eq!(error.to_string(), "the body is not UTF-8");
}

#[test]
fn a_response_has_its_status_and_request_id() {
    let metadata = metadata(&[("x-amzn-requestid", "r-1")], "");
    let response = Response::of(&metadata);
    assert_eq!((response.status(), response.status_code()), (201, 201));
    assert_eq!(response.request_id().as_deref(), Some("r-1"));
}
