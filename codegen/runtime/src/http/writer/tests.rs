//! Writes requests as in the official protocol tests of restJson1.

use std::borrow::Cow;
use std::collections::BTreeMap;

use personalize_events::__private::{JsonString, Request, Timestamp};
use serde::Serialize;

use super::RequestWriter;
use crate::blob::Blob;
use crate::document::Document;
use crate::format;
use crate::http::ToText;

fn written(uri: &'static str, write: impl FnOnce(&mut RequestWriter)) -> Result<Request, String> {
    let mut writer = RequestWriter::new("POST", uri, "");
    write(&mut writer);
    writer.finish().map_err(|error| error.to_string())
}

fn path(uri: &'static str, write: impl FnOnce(&mut RequestWriter)) -> String {
    let request = written(uri, write);
    request.map_or_else(|error| error, |request| request.path.into_owned())
}

fn query(uri: &'static str, write: impl FnOnce(&mut RequestWriter)) -> String {
    written(uri, write).unwrap().query
}

fn headers(write: impl FnOnce(&mut RequestWriter)) -> Vec<(String, String)> {
    let headers = written("/", write).unwrap().headers.into_iter();
    headers
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(own).collect()
}

fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs(entries).into_iter().collect()
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

const AT: i64 = 1_576_540_098;

/// An enum as the generator writes it.
struct Genre(&'static str);

impl ToText for Genre {
    fn to_text(&self) -> Cow<'_, str> {
        self.0.into()
    }

    fn parse(_: &str) -> Option<Self> {
        None
    }
}

#[test]
fn labels_are_encoded_except_for_the_slashes_of_greedy_ones() {
    let written = path("/p/{foo}/baz/{baz+}", |request| {
        request.label("foo", &"hello/escape".to_owned());
        request.label("baz", &"there/guy é".to_owned());
    });
    assert_eq!(
        written,
        "/p/foo/baz/there/guy".replace("foo", "hello%2Fescape") + "%20%C3%A9"
    );
    let written = path("/{a}/{b}/{c}/{d}/{e}/{f}/{g}", |request| {
        request.label("a", &2_i16);
        request.label("b", &4.1_f32);
        request.label("c", &5.1_f64);
        request.label("d", &true);
        request.label_as::<format::DateTime>("e", &Timestamp::from_secs(AT));
        request.label("f", &Some(f64::NEG_INFINITY));
        request.label("g", &Genre("a b"));
    });
    assert_eq!(
        written,
        "/2/4.1/5.1/true/2019-12-16T23%3A48%3A18Z/-Infinity/a%20b"
    );
    let written = path("/{a}/{b}", |request| {
        request.label_as::<format::HttpDate>("a", &Timestamp::from_secs(AT));
        request.label_as::<format::EpochSeconds>("b", &Timestamp::from_secs(AT));
    });
    assert_eq!(
        written,
        "/Mon%2C%2016%20Dec%202019%2023%3A48%3A18%20GMT/1576540098"
    );
}

#[test]
fn a_label_that_would_change_the_path_is_reported_by_name() {
    for (value, problem) in [
        ("", "is empty, but is part of the path"),
        (".", "has a segment of dots, but is part of the path"),
        ("..", "has a segment of dots, but is part of the path"),
    ] {
        let expected = format!("the request could not be built: `film` {problem}");
        let value = value.to_owned();
        assert_eq!(
            path("/{film}", |request| request.label("film", &value)),
            expected
        );
        assert_eq!(
            path("/{film+}", |request| request.label("film", &value)),
            expected
        );
    }
    for dots in ["a/../b", "./a", "a/.."] {
        let written = path("/{film+}", |request| {
            request.label("film", &dots.to_owned());
        });
        assert!(
            written.ends_with("`film` has a segment of dots, but is part of the path"),
            "{written}"
        );
    }
    assert_eq!(
        path("/{film}", |request| request
            .label("film", &"...".to_owned())),
        "/..."
    );
    assert!(path("/{film}", |_| {}).ends_with("`film` is not set, but is part of the path"));
    let written = path("/{film}", |request| request.label("film", &None::<String>));
    assert!(
        written.ends_with("`film` is not set, but is part of the URL"),
        "{written}"
    );
}

#[test]
fn the_host_prefix_accepts_only_labels_of_host_names() {
    let prefix = |value: &str| {
        let mut writer = RequestWriter::new("GET", "/", "foo.{label}.");
        writer.host_label("label", &value.to_owned());
        writer.finish().map(|request| request.host_prefix)
    };
    assert_eq!(prefix("Bar-1").unwrap(), "foo.Bar-1.");
    for value in ["", "-a", "a-", "a.b", "a/b", "é", &"x".repeat(64)] {
        let error = prefix(value).unwrap_err().to_string();
        assert!(
            error.contains("`label` is not a label of a host name"),
            "{error}"
        );
    }
}

#[test]
fn queries_repeat_names_for_lists_and_skip_absent_values() {
    let written = query("/", |request| {
        request.query("String", &Some("Hello there".to_owned()));
        request.query("List", &own(&["a", "b"]));
        request.query("Doubles", &Some(vec![1.1, f64::NAN]));
        request.query("Sparse", &vec![Some(1), None, Some(2)]);
        request.query_as::<format::DateTime>("Times", &vec![Timestamp::from_secs(1)]);
        request.query("Empty", &Some(String::new()));
        request.query("None", &None::<i32>);
        request.query("NoList", &Vec::<String>::new());
        request.query("a b", &true);
    });
    assert_eq!(
        written,
        "String=Hello%20there&List=a&List=b&Doubles=1.1&Doubles=NaN&Sparse=1&Sparse=2\
         &Times=1970-01-01T00%3A00%3A01Z&Empty=&a%20b=true"
    );
    assert_eq!(query("/?foo=bar&hello", |_| {}), "foo=bar&hello");
    let written = query("/?foo=bar", |request| {
        request.query("baz", &"bam".to_owned());
    });
    assert_eq!(written, "foo=bar&baz=bam");
}

#[test]
fn maps_add_only_new_names_to_the_query() {
    let written = query("/?c=d&e", |request| {
        request.query("bar", &"named".to_owned());
        request.query("absent", &None::<String>);
        request.query_params(&Some(map(&[
            ("absent", "3"),
            ("bar", "1"),
            ("c", "2"),
            ("e", "4"),
            ("q x", "5 é"),
        ])));
    });
    assert_eq!(written, "c=d&e&bar=named&absent=3&q%20x=5%20%C3%A9");
    let lists = BTreeMap::from([
        ("baz".to_owned(), own(&["bar", "qux"])),
        ("none".to_owned(), Vec::new()),
    ]);
    assert_eq!(
        query("/", |request| request.query_params(&lists)),
        "baz=bar&baz=qux"
    );
    let none = None::<BTreeMap<String, String>>;
    assert_eq!(query("/", |request| request.query_params(&none)), "");
    let nameless = map(&[("", "a")]);
    assert_eq!(query("/", |request| request.query_params(&nameless)), "=a");
}

#[test]
fn headers_skip_absent_values_and_send_empty_ones() {
    let found = headers(|request| {
        request.header("X-A", &None::<String>);
        request.header("X-B", &Some(String::new()));
        request.header("X-C", &Some(Vec::<String>::new()));
        request.header("X-List", &own(&["b,c", "\"def\"", "a"]));
        request.header("X-Bools", &vec![true, false]);
        request.header("X-Float", &f32::INFINITY);
        request.header("X-Genres", &vec![Genre("a"), Genre("b,c")]);
        request.header_as::<format::Number>("X-Double", &Some(1.1_f64));
        request.header_as::<format::HttpDate>("X-Dates", &vec![Timestamp::from_secs(AT); 2]);
        request.header_as::<format::EpochSeconds>("X-Seconds", &Some(Timestamp::from_secs(AT)));
        request.header_as::<format::Base64>("X-Json", &Some(JsonString::from("true")));
    });
    let expected = [
        ("x-b", ""),
        ("x-c", ""),
        ("x-list", r#""b,c", "\"def\"", a"#),
        ("x-bools", "true, false"),
        ("x-float", "Infinity"),
        ("x-genres", r#"a, "b,c""#),
        ("x-double", "1.1"),
        (
            "x-dates",
            "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT",
        ),
        ("x-seconds", "1576540098"),
        ("x-json", "dHJ1ZQ=="),
    ];
    assert_eq!(found, pairs(&expected));
}

#[test]
fn prefixed_headers_never_replace_others() {
    let found = headers(|request| {
        request.header("hello", &"There".to_owned());
        request.prefix_headers("", &map(&[("X-Foo", "Foo"), ("hello", "Hello")]));
        request.prefix_headers("X-Bar-", &Some(map(&[("abc", "")])));
        request.prefix_headers("x-none-", &None::<BTreeMap<String, String>>);
    });
    assert_eq!(
        found,
        pairs(&[("hello", "There"), ("x-foo", "Foo"), ("x-bar-abc", "")])
    );
}

#[test]
fn invalid_keys_and_values_of_headers_are_not_shown() {
    for (key, value, problem) in [
        (
            "hu sh",
            "",
            "has a key that cannot be part of a header's name",
        ),
        ("é", "", "has a key that cannot be part of a header's name"),
        ("a", "hush\r\n", "has a value with control characters"),
    ] {
        let entries = map(&[(key, value)]);
        let error = written("/", |request| request.prefix_headers("x-foo-", &entries));
        let expected = format!("the request could not be built: `x-foo-` {problem}");
        assert_eq!(error.unwrap_err(), expected);
    }
}

fn body(write: impl FnOnce(&mut RequestWriter)) -> (Option<String>, String) {
    let request = written("/", write).unwrap();
    let mut headers = request.headers.into_iter();
    let content_type = headers.find(|(name, _)| name == "content-type");
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    (content_type.map(|(_, value)| value.into_owned()), body)
}

#[derive(Serialize)]
struct Members {
    a: i32,
}

#[test]
fn each_payload_has_its_content_type_unless_it_is_absent() {
    let json = |body: &str| (Some("application/json".to_owned()), body.to_owned());
    let text = |body: &str| (Some("text/plain".to_owned()), body.to_owned());
    let nothing = || (None, String::new());
    assert_eq!(body(|_| {}), nothing());
    assert_eq!(
        body(|request| request.json(&Members { a: 1 })),
        json(r#"{"a":1}"#)
    );
    let some = Some(Members { a: 1 });
    assert_eq!(
        body(|request| request.structure_payload(&some)),
        json(r#"{"a":1}"#)
    );
    assert_eq!(
        body(|request| request.structure_payload(&None::<Members>)),
        json("{}")
    );
    assert_eq!(
        body(|request| request.json_payload(&some)),
        json(r#"{"a":1}"#)
    );
    assert_eq!(
        body(|request| request.json_payload(&None::<Members>)),
        nothing()
    );
    assert_eq!(
        body(|request| request.json_payload(&Some(Document::from("hello")))),
        json("\"hello\"")
    );
    assert_eq!(
        body(|request| request.text_payload("text/plain", &Some("raw".to_owned()))),
        text("raw")
    );
    assert_eq!(
        body(|request| request.text_payload("text/plain", &Genre("g"))),
        text("g")
    );
    assert_eq!(
        body(|request| request.text_payload("text/plain", &None::<String>)),
        nothing()
    );
    assert_eq!(
        body(|request| request.blob_payload("text/plain", &Blob::new("blobby"))),
        text("blobby")
    );
    assert_eq!(
        body(|request| request.blob_payload("text/plain", &None::<Blob>)),
        nothing()
    );
}

#[test]
fn a_content_type_member_overrides_that_of_the_payload() {
    let written = body(|request| {
        request.header("Content-Type", &Some("image/jpg".to_owned()));
        request.blob_payload("application/octet-stream", &Some(Blob::new("1234")));
    });
    assert_eq!(written, (Some("image/jpg".to_owned()), "1234".to_owned()));
}

#[test]
fn the_first_problem_is_reported_without_values() {
    let error = written("/{b}", |request| {
        request.header_as::<format::DateTime>("X-A", &Timestamp::from_millis(i64::MAX));
        request.label("b", &String::new());
    });
    assert_eq!(
        error.unwrap_err(),
        "the request could not be built: `X-A` is not within the years 0 to 9999"
    );
    let error = written("/", |request| {
        request.json(&BTreeMap::from([(vec!["hush"], 1)]));
    });
    assert_eq!(
        error.unwrap_err(),
        "the request could not be built: the body cannot be serialized: key must be a string"
    );
    let shown = format!("{:?}", RequestWriter::new("GET", "/", ""));
    assert_eq!(shown, r#"RequestWriter { method: "GET", .. }"#);
}

#[test]
fn a_default_header_does_not_replace_that_of_a_member() {
    for (member, value) in [(None, "application/json"), (Some("text/csv"), "text/csv")] {
        let mut request = RequestWriter::new("GET", "/", "");
        request.header("Accept", &member.map(str::to_owned));
        request.default_header("accept", "application/json");
        let found = request.finish().unwrap().headers;
        assert_eq!(found, [("accept".into(), value.into())]);
    }
}

#[test]
fn the_name_of_an_algorithm_is_no_checksum() {
    let found = headers(|request| {
        let sha1 = Some("SHA1".to_owned());
        request.header("X-Amz-Checksum-Algorithm", &sha1);
        request.text_payload("text/plain", &"abc".to_owned());
        request.checksum("algorithm", &sha1, Some("X-Amz-Checksum-Algorithm"));
    });
    // The hash is that of `abc` in FIPS 180.
    let expected = [
        ("x-amz-checksum-algorithm", "SHA1"),
        ("x-amz-checksum-sha1", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("content-type", "text/plain"),
    ];
    assert_eq!(found, pairs(&expected));
}
