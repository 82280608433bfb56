//! The values that each format writes and reads, and formats of members.

use std::collections::BTreeMap;

use personalize_events::__private::{Fields, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::format::{self, ReadFormat, WriteFormat};
use crate::json::{self, Object};

fn read_value(value: &Value) -> json::Value {
    json::parse(value.to_string().as_bytes()).unwrap().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_secs(seconds)
}

/// A structure as the generator writes it.
#[derive(Debug, PartialEq)]
struct Times {
    when: Option<Timestamp>,
    sent: Timestamp,
    sparse: Option<Vec<Option<Timestamp>>>,
    numbers: BTreeMap<String, Vec<f32>>,
    plain: Vec<String>,
    seconds: Timestamp,
}

impl Serialize for Times {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let are_set = [
            self.when.is_some(),
            true,
            self.sparse.is_some(),
            true,
            true,
            true,
        ];
        let mut fields = Fields::new(serializer, "Times", &are_set)?;
        fields.optional_as(
            "when",
            self.when
                .as_ref()
                .map(format::As::<format::DateTime, _>::new),
        )?;
        fields.required("sent", &format::As::<format::HttpDate, _>::new(&self.sent))?;
        fields.optional_as(
            "sparse",
            self.sparse
                .as_ref()
                .map(format::As::<format::ListOf<format::OptionOf<format::DateTime>>, _>::new),
        )?;
        fields.required(
            "numbers",
            &format::As::<format::ListOf<format::ListOf<format::Number>>, _>::new(&self.numbers),
        )?;
        fields.required(
            "plain",
            &format::As::<format::ListOf<format::Plain>, _>::new(&self.plain),
        )?;
        fields.required(
            "seconds",
            &format::As::<format::EpochSeconds, _>::new(&self.seconds),
        )?;
        fields.end()
    }
}

#[test]
fn values_written_in_a_format_are_read_again() {
    let times = Times {
        when: Some(at(1_576_540_098)),
        sent: at(1_576_540_098),
        sparse: Some(vec![None, Some(at(0))]),
        numbers: BTreeMap::from([("a".to_owned(), vec![0.5, f32::NEG_INFINITY])]),
        plain: vec!["p".into()],
        seconds: Timestamp::from_millis(1500),
    };
    let written = serde_json::to_value(&times).unwrap();
    let expected = json!({
        "when": "2019-12-16T23:48:18Z",
        "sent": "Mon, 16 Dec 2019 23:48:18 GMT",
        "sparse": [null, "1970-01-01T00:00:00Z"],
        "numbers": { "a": [0.5, "-Infinity"] },
        "plain": ["p"],
        "seconds": 1.5,
    });
    assert_eq!(written, expected);
    let mut object = Object::of(read_value(&written)).unwrap();
    let read = Times {
        when: object.optional_as::<format::DateTime, _>("when").unwrap(),
        sent: object.required_as::<format::HttpDate, _>("sent").unwrap(),
        sparse: object
            .optional_as::<format::ListOf<format::OptionOf<format::DateTime>>, _>("sparse")
            .unwrap(),
        numbers: object
            .required_as::<format::ListOf<format::ListOf<format::Number>>, _>("numbers")
            .unwrap(),
        plain: object
            .required_as::<format::ListOf<format::Plain>, _>("plain")
            .unwrap(),
        seconds: object
            .required_as::<format::EpochSeconds, _>("seconds")
            .unwrap(),
    };
    assert_eq!(read, times);
}

fn date_time(value: &Value) -> Option<i64> {
    let read: Option<Timestamp> = format::DateTime::read(read_value(value)).ok();
    read.map(Timestamp::as_millis)
}

fn http_date(value: &Value) -> Option<i64> {
    let read: Option<Timestamp> = format::HttpDate::read(read_value(value)).ok();
    read.map(Timestamp::as_millis)
}

#[test]
fn a_date_time_is_read_with_any_offset_and_fraction() {
    for (text, millis) in [
        ("2019-12-16T23:48:18Z", 1_576_540_098_000),
        ("2019-12-16T22:48:18-01:00", 1_576_540_098_000),
        ("2019-12-17T00:48:18+01:00", 1_576_540_098_000),
        ("2000-01-02T20:34:56.123Z", 946_845_296_123),
        ("2000-01-02T20:34:56.123999Z", 946_845_296_123),
        ("2000-01-02T20:34:56.1Z", 946_845_296_100),
        ("1969-12-31T23:59:59.999Z", -1),
    ] {
        assert_eq!(date_time(&json!(text)), Some(millis), "{text}");
    }
    for text in [
        "",
        "2019-12-16",
        "2019-12-16T23:48:18",
        "2019-13-16T23:48:18Z",
        "x",
    ] {
        assert_eq!(date_time(&json!(text)), None, "{text}");
    }
    assert_eq!(date_time(&json!(1)), None);
}

#[test]
fn an_http_date_is_read_with_any_fraction() {
    for (text, millis) in [
        ("Mon, 16 Dec 2019 23:48:18 GMT", 1_576_540_098_000),
        ("Sun, 02 Jan 2000 20:34:56.456 GMT", 946_845_296_456),
        ("Sun, 02 Jan 2000 20:34:56.4 GMT", 946_845_296_400),
        ("Sun, 2 Jan 2000 20:34:56.456789 GMT", 946_845_296_456),
        (
            "Sun, 2 Jan 2000 20:34:56.4567899999999 GMT",
            946_845_296_456,
        ),
        ("Fri, 16 Dec 2019 23:48:18 GMT", 1_576_540_098_000),
    ] {
        assert_eq!(http_date(&json!(text)), Some(millis), "{text}");
    }
    for text in [
        "",
        "Mon, 16 Dec 2019 23:48:18 UTC",
        "Mon, 16 Dec 2019 23:48:18",
        "Mon, 32 Dec 2019 23:48:18 GMT",
        "Mon, 16 Dez 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 24:48:18 GMT",
        "Mon, 16 Dec 2019 +3:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18. GMT",
        "Mon, 16 Dec +2019 23:48:18 GMT",
        "Mon, 16 Dec -019 23:48:18 GMT",
        "Mon, 16 Dec 02019 23:48:18 GMT",
        "Mon, 016 Dec 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 3:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:60 GMT",
        "Mon,  16 Dec 2019 23:48:18 GMT",
        "mon, 16 dec 2019 23:48:18 GMT",
        " Mon, 16 Dec 2019 23:48:18 GMT",
        "Mon, 16 Dec 2019 23:48:18.é GMT",
        "Xyz, 16 Dec 2019 23:48:18 GMT",
        "Monday, 16-Dec-19 23:48:18 GMT",
    ] {
        assert_eq!(http_date(&json!(text)), None, "{text}");
    }
}

#[test]
fn milliseconds_are_written_unless_they_are_zero() {
    let timestamp = Timestamp::from_millis(946_845_296_123);
    let date_time = format::DateTime::write(&timestamp, serde_json::value::Serializer);
    assert_eq!(date_time.unwrap(), "2000-01-02T20:34:56.123Z");
    let http_date = format::HttpDate::write(&timestamp, serde_json::value::Serializer);
    assert_eq!(http_date.unwrap(), "Sun, 02 Jan 2000 20:34:56.123 GMT");
    let timestamp = Timestamp::from_millis(946_845_296_100);
    let date_time = format::DateTime::write(&timestamp, serde_json::value::Serializer);
    assert_eq!(date_time.unwrap(), "2000-01-02T20:34:56.100Z");
}

#[test]
fn a_timestamp_outside_of_the_calendar_is_an_error() {
    for millis in [i64::MIN, i64::MAX, -62_167_219_200_001, 253_402_300_800_000] {
        let timestamp = Timestamp::from_millis(millis);
        assert!(format::DateTime::write(&timestamp, serde_json::value::Serializer).is_err());
        let error = format::HttpDate::write(&timestamp, serde_json::value::Serializer);
        assert_eq!(
            error.unwrap_err().to_string(),
            "a timestamp is not within the years 0 to 9999"
        );
    }
    let first = Timestamp::from_millis(-62_167_219_200_000);
    assert_eq!(
        format::DateTime::write(&first, serde_json::value::Serializer).unwrap(),
        "0000-01-01T00:00:00Z"
    );
}

#[test]
fn seconds_have_the_same_form_in_text_and_json() {
    for (text, millis) in [
        ("1576540098", 1_576_540_098_000),
        ("946845296.123", 946_845_296_123),
        ("0", 0),
        ("-1.5", -1500),
        ("-0.001", -1),
        ("100", 100_000),
    ] {
        let timestamp = Timestamp::from_millis(millis);
        assert_eq!(format::epoch_seconds(timestamp), text);
        assert_eq!(format::from_epoch_seconds(text), Some(timestamp), "{text}");
    }
    assert_eq!(format::from_epoch_seconds("1.5e3"), None);
    assert_eq!(format::from_epoch_seconds("9223372036854775807"), None);
    for text in ["", "-", ".", "1.", ".5", "+1", "--1", "1.é", "NaN"] {
        assert_eq!(format::from_epoch_seconds(text), None, "{text}");
    }
    for millis in [i64::MIN, i64::MAX] {
        let _ = format::epoch_seconds(Timestamp::from_millis(millis));
    }
}

#[test]
fn null_elements_are_skipped_unless_null_is_a_value() {
    let list = || read_value(&json!([null, "1970-01-01T00:00:01Z"]));
    let dense: Vec<Timestamp> = format::ListOf::<format::DateTime>::read(list()).unwrap();
    assert_eq!(dense, [at(1)]);
    let sparse: Vec<Option<_>> =
        format::ListOf::<format::OptionOf<format::DateTime>>::read(list()).unwrap();
    assert_eq!(sparse, [None, Some(at(1))]);
    let plain: Vec<Option<String>> =
        format::ListOf::<format::Plain>::read(read_value(&json!([null]))).unwrap();
    assert_eq!(plain, [None]);
}
