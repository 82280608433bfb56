//! The format of values, and that it preserves them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZero, Wrapping};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use personalize_events::{Category, IdValue, PropertyValue, UserProperties};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert_eq, proptest};
use proptest::strategy::Strategy;
use serde_json::Value;

/// One property with any value.
#[derive(UserProperties)]
struct One<T> {
    value: T,
}

fn text<T: PropertyValue>(value: T) -> String {
    let properties = One { value }.to_properties().expect("valid");
    properties.as_str().to_owned()
}

/// The value as a reader of the JSON sees it; `None` when it was left out.
fn read<T: PropertyValue>(value: T) -> Option<String> {
    let Value::Object(mut object) = serde_json::from_str(&text(value)).expect("JSON") else {
        return None;
    };
    match object.remove("value")? {
        Value::String(value) => Some(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some("not a string".to_owned())
        }
    }
}

#[test]
fn text_is_escaped_as_json_asks_and_no_more() {
    assert_eq!(text("a\"b\\c/d"), r#"{"value":"a\"b\\c/d"}"#);
    assert_eq!(text("\u{8}\u{c}\n\r\t"), r#"{"value":"\b\f\n\r\t"}"#);
    assert_eq!(
        text("\0\u{1f}\u{7f}"),
        "{\"value\":\"\\u0000\\u001f\u{7f}\"}"
    );
    assert_eq!(text("für 😀 \u{2028}"), "{\"value\":\"für 😀 \u{2028}\"}");
    assert_eq!(text('"'), r#"{"value":"\""}"#);
    assert_eq!(text(["a\"", "\nb"]), r#"{"value":"a\"|\nb"}"#);
}

#[test]
fn a_single_string_may_hold_the_separator() {
    assert_eq!(text("Horror|Action"), r#"{"value":"Horror|Action"}"#);
}

#[test]
fn numbers_are_formatted_in_full() {
    assert_eq!(text(0_u8), r#"{"value":"0"}"#);
    assert_eq!(text(i64::MIN), r#"{"value":"-9223372036854775808"}"#);
    assert_eq!(
        text(u128::MAX),
        r#"{"value":"340282366920938463463374607431768211455"}"#
    );
    assert_eq!(text(1.0_f64), r#"{"value":"1.0"}"#);
    assert_eq!(text(0.1_f32), r#"{"value":"0.1"}"#);
    assert_eq!(text(-0.5_f64), r#"{"value":"-0.5"}"#);
}

#[test]
fn pointers_are_formatted_like_their_values() {
    let expected = r#"{"value":"x"}"#;
    assert_eq!(text("x".to_owned()), expected);
    assert_eq!(text::<&&str>(&"x"), expected);
    assert_eq!(text::<&mut &str>(&mut "x"), expected);
    assert_eq!(text(Box::<str>::from("x")), expected);
    assert_eq!(text(Rc::<str>::from("x")), expected);
    assert_eq!(text(Arc::<str>::from("x")), expected);
    assert_eq!(text(Cow::Borrowed("x")), expected);
    assert_eq!(text(Cow::<[&str]>::Owned(vec!["x"])), expected);
    assert_eq!(text(Some(Some('x'))), expected);
    assert_eq!(text(Box::<[String]>::from(["x".to_owned()])), expected);
}

#[test]
fn categories_of_any_collection_are_joined() {
    let expected = r#"{"value":"a|b|c"}"#;
    assert_eq!(text(["a", "b", "c"]), expected);
    assert_eq!(text(["a", "b", "c"].as_slice()), expected);
    assert_eq!(
        text(vec![Cow::Borrowed("a"), "b".into(), "c".into()]),
        expected
    );
    assert_eq!(text(BTreeSet::from(["c", "b", "a"])), expected);
    assert_eq!(text(HashSet::from(["b", "c", "a"])), expected);
    assert_eq!(text(Some(vec!["a", "b", "c"])), expected);
}

#[test]
fn durations_are_seconds_with_all_digits() {
    assert_eq!(text(Duration::from_secs(90)), r#"{"value":"90"}"#);
    assert_eq!(text(Duration::from_millis(1500)), r#"{"value":"1.5"}"#);
    assert_eq!(text(Duration::from_nanos(1)), r#"{"value":"0.000000001"}"#);
    assert_eq!(text(Duration::ZERO), r#"{"value":"0"}"#);
    assert_eq!(text(Duration::from_secs(1_000)), r#"{"value":"1000"}"#);
}

#[test]
fn a_duration_that_its_column_would_change_is_a_violation() {
    #[derive(UserProperties)]
    struct Viewer {
        watched: Duration,
        #[personalize(column_type = "int")]
        paused: Duration,
    }
    let columns = Viewer::schema();
    assert!(columns.contains(r#"{"name": "WATCHED", "type": "double"}"#));
    assert!(columns.contains(r#"{"name": "PAUSED", "type": "int"}"#));
    let viewer = |watched, paused| Viewer { watched, paused }.to_properties();
    let minute = Duration::from_secs(60);
    assert_eq!(
        viewer(minute, minute).unwrap().as_str(),
        r#"{"watched":"60","paused":"60"}"#
    );
    // 53 bits of nanoseconds are 104 days.
    let century = Duration::new(3_155_760_000, 1);
    assert_eq!(
        viewer(century, Duration::from_millis(1500))
            .unwrap_err()
            .to_string(),
        "properties.watched has more digits than its column can store, which is double; round it to 15 digits, or send it \
         to a column of strings; properties.paused has a fraction, even if it is `.0`; its column is int, which accepts \
         whole numbers from -2147483648 to 2147483647"
    );
}

#[test]
fn addresses_are_texts() {
    // RFC 5952, 4.2.
    let v6: Ipv6Addr = "2001:0db8:0:0:0:0:2:1".parse().unwrap();
    assert_eq!(text(v6), r#"{"value":"2001:db8::2:1"}"#);
    assert_eq!(text(Some(Ipv4Addr::LOCALHOST)), r#"{"value":"127.0.0.1"}"#);
    assert_eq!(
        text([IpAddr::from(v6), IpAddr::from([10, 0, 0, 1])]),
        r#"{"value":"2001:db8::2:1|10.0.0.1"}"#
    );
}

#[test]
fn wrapped_integers_are_sent_like_the_integer() {
    #[derive(UserProperties)]
    struct Viewer {
        #[personalize(user_id)]
        id: NonZero<u64>,
        devices: NonZero<u8>,
        visits: Option<NonZero<i64>>,
        counter: Wrapping<u32>,
        numbers: [Wrapping<i8>; 2],
    }
    let viewer = Viewer {
        id: NonZero::<u64>::MAX,
        devices: NonZero::<u8>::MIN,
        visits: NonZero::new(-1),
        counter: Wrapping(7),
        numbers: [Wrapping(-1), Wrapping(2)],
    };
    let user = viewer.to_user().unwrap();
    assert_eq!(user.user_id(), "18446744073709551615");
    assert_eq!(
        user.properties().unwrap().as_str(),
        r#"{"devices":"1","visits":"-1","counter":"7","numbers":"-1|2"}"#
    );
    let schema = Viewer::schema();
    for column in [
        r#"{"name": "DEVICES", "type": "int"}"#,
        r#"{"name": "VISITS", "type": ["null", "long"]}"#,
        r#"{"name": "COUNTER", "type": "long"}"#,
        r#"{"name": "NUMBERS", "type": "string", "categorical": true}"#,
    ] {
        assert!(schema.contains(column), "{column}: {schema}");
    }
    assert_eq!(Wrapping(NonZero::<i32>::MIN).to_id(), "-2147483648");
}

#[test]
fn integers_are_categories_in_decimal() {
    #[derive(Category)]
    struct Tag(u16);
    assert_eq!(text(vec![30_u32, 4, 4]), r#"{"value":"30|4|4"}"#);
    assert_eq!(text([i128::MIN]), format!(r#"{{"value":"{}"}}"#, i128::MIN));
    assert_eq!(text([0_u8, 255]), r#"{"value":"0|255"}"#);
    assert_eq!(text(BTreeSet::from([30, -4])), r#"{"value":"-4|30"}"#);
    assert_eq!(text(HashSet::from([30_u64, 4])), r#"{"value":"30|4"}"#);
    assert_eq!(text(vec![NonZero::<u32>::MIN]), r#"{"value":"1"}"#);
    assert_eq!(text([&7_i64]), r#"{"value":"7"}"#);
    assert_eq!(text([Tag(1), Tag(2)]), r#"{"value":"1|2"}"#);
    assert_eq!(text(Tag(3)), r#"{"value":"3"}"#);
    assert_eq!(text(Vec::<u64>::new()), "{}");
    let many = One {
        value: vec![0; 501],
    }
    .to_properties();
    assert_eq!(
        many.unwrap_err().to_string(),
        "properties.value has 1001 characters, but at most 1000 are allowed"
    );
}

#[test]
fn what_is_absent_is_left_out() {
    assert_eq!(text(None::<u8>), "{}");
    assert_eq!(text(Vec::<String>::new()), "{}");
    assert_eq!(text(Some(Vec::<String>::new())), "{}");
    assert_eq!(text(HashSet::<String>::new()), "{}");
    assert_eq!(text(""), r#"{"value":""}"#);
}

#[test]
fn ids_are_strings_and_integers() {
    assert_eq!("a".to_id(), "a");
    assert_eq!(Some("a".to_owned()).as_ref().unwrap().to_id(), "a");
    assert_eq!(Cow::Borrowed("a").to_id(), "a");
    assert_eq!(Arc::new(-7_i32).to_id(), "-7");
    assert_eq!(u64::MAX.to_id(), "18446744073709551615");
}

proptest! {
    #[test]
    fn a_text_reads_back(value: String) {
        prop_assert_eq!(read(value.as_str()), Some(value));
    }

    #[test]
    fn a_character_reads_back(value: char) {
        prop_assert_eq!(read(value), Some(value.to_string()));
    }

    #[test]
    fn integers_read_back(signed: i128, unsigned: u64, small: i8) {
        prop_assert_eq!(read(signed), Some(signed.to_string()));
        prop_assert_eq!(read(unsigned), Some(unsigned.to_string()));
        prop_assert_eq!(read(small), Some(small.to_string()));
    }

    #[test]
    fn finite_floats_read_back_exactly(value in any::<f64>().prop_filter("finite", |v| v.is_finite())) {
        let back: f64 = read(value).unwrap().parse().unwrap();
        prop_assert_eq!(back.to_bits(), value.to_bits());
    }

    #[test]
    fn finite_narrow_floats_read_back_exactly(value in any::<f32>().prop_filter("finite", |v| v.is_finite())) {
        let back: f32 = read(value).unwrap().parse().unwrap();
        prop_assert_eq!(back.to_bits(), value.to_bits());
    }

    #[test]
    fn categories_read_back(value in vec("[^|]+", 1..5)) {
        let back = read(&value).unwrap();
        prop_assert_eq!(back.split('|').collect::<Vec<_>>(), value);
    }

    #[test]
    fn categories_with_a_separator_are_refused_and_never_shown(secret in "[a-z]{6}\\|[a-z]{6}") {
        let invalid = One { value: ["fine", &secret] }.to_properties().unwrap_err();
        prop_assert_eq!(
            invalid.to_string(),
            "properties.value has `|` in category 1; `|` separates categories and cannot be escaped"
        );
    }
}
