//! Responses of the golden cases: bodies, headers, payloads and errors.

use std::collections::BTreeMap;

use personalize_events_codegen_runtime::{OperationError, ResponseMetadata, http, json};

use crate::bindings::{Color, TagOutput};
use crate::clashes::BatchGetFilmError;
use crate::defaults::{Everything, Genre, Level};
use crate::equal_names::{FetchResponse, StoreUsersOperationError, StoreUsersResult};
use crate::error_values::{ClosedValue, SellError, SellOutput, SoldOutValueValue};
use crate::outputs::{CountOutput, GetFilmError, GetFilmResponse, TouchResponse};
use crate::runtime::{Blob, Document, Timestamp};
use crate::streams::LoadResponse;
use crate::{formats, maps, recursion, unions};

fn metadata(status: u16, headers: &[(&str, &str)], body: &str) -> ResponseMetadata {
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    ResponseMetadata::from_parts(status, headers.collect(), body.as_bytes().to_vec())
}

fn read<T: http::Output>(headers: &[(&str, &str)], body: &str) -> Result<T, json::Error> {
    T::read(&mut http::Response::of(&metadata(200, headers, body)))
}

fn from_body<T: http::Output>(body: &str) -> T {
    read(&[], body).expect("it can be read")
}

fn at() -> Timestamp {
    Timestamp::from_secs(1_576_540_098)
}

#[test]
fn members_come_from_body_headers_and_status() {
    let film: GetFilmResponse = read(
        &[
            ("etag", "\"1\""),
            ("x-pages", "3"),
            ("x-tags", "a, \"b,c\""),
            ("x-meta-by", "me"),
            ("x-amzn-requestid", "r-1"),
        ],
        r#"{"title":"The End","year":1999,"score":"NaN","director":{"name":"A"},"new":[1],
            "cast":[{"name":"B","born":1576540098},null],"released":"2019-12-16T23:48:18Z"}"#,
    )
    .unwrap();
    assert_eq!((film.title(), film.year()), ("The End", Some(1999)));
    assert!(film.score().is_nan());
    assert_eq!(film.director().name(), "A");
    assert_eq!(film.cast().unwrap().len(), 1);
    assert_eq!(film.cast().unwrap()[0].born(), Some(at()));
    assert_eq!(film.released(), Some(at()));
    assert_eq!((film.etag(), film.pages()), (Some("\"1\""), 3));
    assert_eq!(film.tags().unwrap(), ["a", "b,c"]);
    let meta = BTreeMap::from([("by".to_owned(), "me".to_owned())]);
    assert_eq!(film.meta(), Some(&meta));
    assert_eq!((film.status(), film.request_id()), (Some(200), Some("r-1")));
}

#[test]
fn headers_with_a_prefix_can_be_enums() {
    let tag: TagOutput = read(&[("x-color-wall", "red"), ("x-color-door", "pink")], "").unwrap();
    let colors = [("door", Color::from("pink")), ("wall", Color::Red)];
    let colors = colors.map(|(key, color)| (key.to_owned(), color));
    assert_eq!(tag.colors(), Some(&BTreeMap::from(colors)));
    let tag: TagOutput = read(&[], "").unwrap();
    assert_eq!(tag.colors(), None);
}

#[test]
fn an_error_can_have_members_with_the_names_of_methods() {
    let body = r#"{"message":"m","fmt":"f","source":"s"}"#;
    let error = metadata(400, &[("x-amzn-errortype", "BadException")], body);
    let error = BatchGetFilmError::from_metadata(&error);
    assert_eq!(error.to_string(), "BadException: m");
    let BatchGetFilmError::Bad(bad) = error else {
        panic!("{error:?}");
    };
    assert_eq!((bad.fmt_(), bad.source_()), (Some("f"), Some("s")));
    assert!(std::error::Error::source(&bad).is_none());
}

#[test]
fn generated_getters_and_members_with_the_same_names_are_both_usable() {
    let headers = [("x-amzn-requestid", "r-1")];
    let users: StoreUsersResult = read(&headers, r#"{"requestId":"m"}"#).unwrap();
    assert_eq!(users.request_id(), Some("m"));
    assert_eq!(users.aws_request_id(), Some("r-1"));
    let body = r#"{"requestId":"m","aws_request_id":"n"}"#;
    let fetched: FetchResponse = read(&headers, body).unwrap();
    assert_eq!(fetched.aws_request_id(), Some("n"));
    assert_eq!(fetched.aws_request_id_(), Some("r-1"));
    let error = [("x-amzn-errortype", "BusyException")];
    let error = metadata(400, &error, r#"{"message":7,"toString":"s"}"#);
    let StoreUsersOperationError::BusyException(busy) =
        StoreUsersOperationError::from_metadata(&error)
    else {
        panic!("another error");
    };
    assert_eq!((busy.message(), busy.message_()), (None, Some(7)));
    assert_eq!(busy.to_string_(), Some("s"));
}

#[test]
fn an_error_of_the_service_can_contain_itself() {
    let body = r#"{"message":"m","because":{"message":"n","because":null}}"#;
    let error = metadata(400, &[("x-amzn-errortype", "Closed")], body);
    let SellError::Closed(closed) = SellError::from_metadata(&error) else {
        panic!("another error");
    };
    let because: &ClosedValue = closed.because().unwrap();
    assert_eq!(
        (closed.message(), because.message()),
        (Some("m"), Some("n"))
    );
    assert!(because.because().is_none());
}

#[test]
fn the_keys_of_maps_are_strings_whatever_they_contain() {
    let maps: maps::MapsOutput = from_body(r#"{"keyed":{"[1]":1,"no JSON":2}}"#);
    let keys: Vec<&String> = maps.keyed().unwrap().keys().collect();
    assert_eq!(keys, ["[1]", "no JSON"]);
}

#[test]
fn absent_members_are_none_or_have_a_default() {
    let film: GetFilmResponse = from_body("");
    assert_eq!(
        (film.title(), film.pages(), film.director().name()),
        ("", 0, "")
    );
    assert!(film.score() == 0.0 && film.meta().is_none() && film.tags().is_none());
    assert_eq!(film.request_id(), None);
    let film: GetFilmResponse = from_body(r#"{"title":null,"year":null}"#);
    assert_eq!((film.title(), film.year()), ("", None));
}

#[test]
fn a_value_of_another_type_is_reported_with_its_path_only() {
    let message = |headers: &[(&str, &str)], body: &str| {
        read::<GetFilmResponse>(headers, body)
            .unwrap_err()
            .to_string()
    };
    let error = message(&[], r#"{"cast":[{"name":{"secret":1}}]}"#);
    assert!(
        error.contains("cast[0].name") && !error.contains("secret"),
        "{error}"
    );
    let error = message(&[("x-pages", "secret")], "");
    assert!(
        error.contains("X-Pages") && !error.contains("secret"),
        "{error}"
    );
    let error = message(&[], r#"{"released":"yesterday"}"#);
    assert!(
        error.contains("released") && !error.contains("yesterday"),
        "{error}"
    );
    assert!(message(&[], "[]").contains("is a list"));
    assert!(!message(&[], "{secret").contains("secret"));
}

#[test]
fn nothing_sensitive_in_a_response_is_printed() {
    let film: GetFilmResponse = from_body(r#"{"title":"t","secret":"hidden"}"#);
    assert_eq!(film.secret(), Some("hidden"));
    let printed = format!("{film:?}");
    assert!(
        !printed.contains("hidden") && printed.contains("request_id"),
        "{printed}"
    );
}

#[test]
fn an_operation_has_its_own_types_for_shared_shapes() {
    let touched: TouchResponse = from_body(r#"{"name":"x"}"#);
    assert_eq!(touched.name(), Some("x"));
    // A member of this name takes the place of the id of the request.
    let count: CountOutput = read(&[("x-amzn-requestid", "r")], r#"{"requestId":"mine"}"#).unwrap();
    assert_eq!(count.request_id(), Some("mine"));
}

#[test]
fn errors_have_the_members_of_the_model() {
    let body = r#"{"message":"no more","since":1576540098,"person":{"name":"A"}}"#;
    let headers = [("x-amzn-errortype", "Gone"), ("retry-after", "5")];
    let GetFilmError::Gone(gone) = GetFilmError::from_metadata(&metadata(410, &headers, body))
    else {
        panic!("it is known");
    };
    assert_eq!(gone.message(), Some("no more"));
    assert_eq!((gone.since(), gone.retry_after()), (Some(at()), Some(5)));
    assert_eq!(gone.person().unwrap().name(), "A");
    assert_eq!(gone.to_string(), "Gone: no more");
}

#[test]
fn an_error_is_a_structure_where_it_is_the_value_of_a_member() {
    let body = r#"{"failures":[{"message":"none","until":1576540098}],"warning":{"reason":"few"}}"#;
    let output: SellOutput = from_body(body);
    let failure: &SoldOutValueValue = &output.failures().unwrap()[0];
    assert_eq!(failure.message(), Some("none"));
    // Of messages only, members are bound to headers.
    assert_eq!(failure.until(), Some(at()));
    assert_eq!(output.warning().unwrap().reason(), Some("few"));

    let headers = [
        ("x-amzn-errortype", "SoldOut"),
        ("x-until", "Mon, 16 Dec 2019 23:48:18 GMT"),
    ];
    let metadata = metadata(409, &headers, r#"{"message":"none"}"#);
    let SellError::SoldOut(error) = SellError::from_metadata(&metadata) else {
        panic!("it is known");
    };
    assert_eq!((error.message(), error.until()), (Some("none"), Some(at())));
}

#[test]
fn an_error_that_cannot_be_read_is_reported_by_code() {
    let headers = [("x-amzn-errortype", "Gone"), ("retry-after", "soon")];
    let error = GetFilmError::from_metadata(&metadata(410, &headers, r#"{"message":"no"}"#));
    assert!(matches!(error, GetFilmError::Unhandled(_)));
    assert_eq!(error.to_string(), "Gone: no");
}

#[test]
fn a_message_that_is_sensitive_is_not_shown() {
    let body = r#"{"__type":"Secret","Message":"hidden"}"#;
    let error = GetFilmError::from_metadata(&metadata(500, &[], body));
    assert_eq!(error.to_string(), "Secret");
    assert!(!format!("{error:?}").contains("hidden"));
    let GetFilmError::Secret(secret) = error else {
        panic!("it is known");
    };
    assert_eq!(secret.message(), Some("hidden"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_stream_is_read_in_chunks() {
    let mut load: LoadResponse = read(&[("content-type", "a/b")], "bytes").unwrap();
    assert_eq!(load.r#type(), Some("a/b"));
    assert_eq!(load.body().collect().await.unwrap(), b"bytes");
    assert!(load.body().next().await.is_none());
}

#[test]
fn absent_members_have_the_defaults_of_the_model() {
    let all: Everything = from_body("{}");
    assert_eq!((all.text(), all.header()), ("hi", 7));
    assert_eq!(all.level(), &Level::from(0));
    let nested = all.nested();
    assert_eq!(
        (nested.text(), nested.empty(), nested.yes()),
        ("hi", "", true)
    );
    assert_eq!(
        (nested.long(), nested.at()),
        (-10_000, Timestamp::from_secs(0))
    );
    assert!((nested.points() - 1.5).abs() < f32::EPSILON);
    assert_eq!(nested.millis(), Timestamp::from_millis(1500));
    assert_eq!(
        (nested.blob(), nested.none()),
        (&Blob::from("abc"), &Blob::default())
    );
    assert!(nested.list().is_empty() && nested.map().is_empty());
    assert_eq!(
        (nested.genre(), nested.level()),
        (&Genre::Action, &Level::High)
    );
    assert_eq!(nested.unknown().as_str(), "Other");
    assert_eq!(nested.document().to_json(), r#"{"a":[1,"b",null]}"#);
    assert_eq!(
        (nested.cancelled(), nested.open(), nested.must()),
        (None, None, None)
    );
}

#[test]
fn formats_of_members_take_precedence_in_responses() {
    let read: formats::FormatsOutput = from_body(
        r#"{"plain":1576540098,"seconds":1576540098,"day":"2019-12-16T23:48:18Z",
            "date":"Mon, 16 Dec 2019 23:48:18 GMT","days":["2019-12-16T23:48:18Z",null],
            "byName":{"a":["2019-12-16T23:48:18Z"]},"sparse":[null,"2019-12-16T23:48:18Z"],
            "numbers":[1.5,"-Infinity"],"BLOB":"YWJj","document":{"a":1},"documents":[null,2],
            "json":"{}","daysByGenre":{"drama":"2019-12-16T23:48:18Z","other":null}}"#,
    );
    for found in [read.plain(), read.seconds(), Some(read.day()), read.date()] {
        assert_eq!(found, Some(at()));
    }
    assert_eq!(read.days(), Some(&[at()][..]));
    assert_eq!(read.by_name().unwrap()["a"], [at()]);
    assert_eq!(read.sparse(), Some(&[None, Some(at())][..]));
    assert_eq!(read.numbers(), Some(&[1.5, f64::NEG_INFINITY][..]));
    assert_eq!(read.blob(), Some(&Blob::from("abc")));
    assert_eq!(read.document().unwrap().get("a").unwrap().as_i64(), Some(1));
    assert_eq!(
        read.documents(),
        Some(&[Document::null(), Document::from(2_i64)][..])
    );
    assert_eq!(read.json().unwrap().as_str(), "{}");
    // The enum is only received, and cannot be serialized.
    let days = read.days_by_genre().unwrap();
    assert_eq!(days.len(), 1);
    assert_eq!(days[&formats::Genre::Drama], at());
}

#[test]
fn maps_are_read_without_null_values() {
    let read: maps::MapsOutput = from_body(
        r#"{"plain":{"a":"b","c":null},"sparse":{"x":null,"y":1},"nested":{"n":[{"a":"b"}]},
            "films":{"f":{"title":"t"}},"genres":{"Action":1,"Other":2}}"#,
    );
    assert_eq!(read.plain().unwrap().len(), 1);
    assert_eq!(read.sparse().unwrap()["x"], None);
    assert_eq!(read.nested().unwrap()["n"][0]["a"], "b");
    assert_eq!(read.films().unwrap()["f"].title(), "t");
    assert_eq!(read.genres().unwrap()[&maps::Genre::Action], 1);
    assert_eq!(read.genres().unwrap()[&maps::Genre::from("Other")], 2);
}

#[test]
fn known_and_unknown_members_of_unions_are_read() {
    use unions::{Inner, Price};
    let read = |body: &str| {
        let output: unions::UnionsOutput = from_body(&format!(r#"{{"price":{body}}}"#));
        output.price().cloned()
    };
    assert_eq!(read(r#"{"free":{}}"#), Some(Price::Free));
    assert_eq!(read(r#"{"cents":5}"#), Some(Price::Cents(5)));
    assert_eq!(read(r#"{"TEXT":"a"}"#), Some(Price::Text("a".to_owned())));
    assert_eq!(
        read(r#"{"rate":"Infinity"}"#),
        Some(Price::Rate(f32::INFINITY))
    );
    let day = r#"{"day":"Mon, 16 Dec 2019 23:48:18 GMT"}"#;
    assert_eq!(read(day), Some(Price::Day(at())));
    let inner = Box::new(Inner::Price(Box::new(Price::Free)));
    let nested = r#"{"inner":{"price":{"free":{},"cents":null},"__type":"a#B"}}"#;
    assert_eq!(read(nested), Some(Price::Inner(inner)));
    assert_eq!(read(r#"{"crypto":7}"#), Some(Price::Unknown));
    assert_eq!(read("null"), None);
    for wrong in ["{}", r#"{"cents":1,"free":{}}"#, "[]", r#"{"cents":"1"}"#] {
        let body = format!(r#"{{"price":{wrong}}}"#);
        assert!(
            self::read::<unions::UnionsOutput>(&[], &body).is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn recursive_shapes_are_read_at_any_depth() {
    let read: recursion::TreeOutput = from_body(
        r#"{"root":{"left":{"children":[{"value":"deep"}]},"named":{"a":{}}},
            "expression":{"not":{"pair":{"first":{"value":true}}}}}"#,
    );
    let left = read.root().unwrap().left().unwrap();
    assert_eq!(left.children().unwrap()[0].value(), Some("deep"));
    let deep = format!(
        "{}{}",
        r#"{"root":{"left":"#.repeat(200),
        "{}".to_owned() + &"}}".repeat(200)
    );
    assert!(self::read::<recursion::TreeOutput>(&[], &deep).is_err());
}
