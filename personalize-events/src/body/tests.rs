//! Compared with `serde_json`.

use std::collections::BTreeMap;
use std::fmt;

use personalize_events_schema::record_kind::RecordKind;
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::write_json;
use crate::properties::{PropertiesWriter, write_properties};
use crate::types::JsonString;

fn written(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    write_json(&mut out, value).unwrap();
    String::from_utf8(out).unwrap()
}

#[derive(Serialize)]
enum Variant {
    Unit,
    Newtype(Option<bool>),
    Tuple(i8, char),
    Struct { a: f32, b: Value },
}

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Newtype(u128);

#[derive(Serialize)]
struct Pair(i128, ());

/// Has a different alternate `Display`.
struct Shown;

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if f.alternate() { "wrong" } else { "\"right\"" })
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[derive(Serialize)]
struct NewtypeShown(Shown);

#[derive(Serialize)]
struct All {
    variants: Vec<Variant>,
    unit: Unit,
    newtype: Newtype,
    pair: Pair,
    shown: NewtypeShown,
    tuple: (u8, i16, u16, i32, u32, i64, u64),
    #[serde(rename = "a \"name\"")]
    named: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u8>,
    none: Option<u8>,
    map: BTreeMap<String, [f64; 2]>,
    empty: (Vec<u8>, BTreeMap<String, u8>),
}

#[test]
fn every_type_of_value_is_written_as_by_serde_json() {
    let all = All {
        variants: vec![
            Variant::Unit,
            Variant::Newtype(Some(true)),
            Variant::Tuple(-1, '"'),
            Variant::Struct {
                a: 1.5,
                b: Value::Null,
            },
        ],
        unit: Unit,
        newtype: Newtype(u128::MAX),
        pair: Pair(i128::MIN, ()),
        shown: NewtypeShown(Shown),
        tuple: (1, -2, 3, -4, 5, -6, 7),
        named: "\n",
        left_out: None,
        none: None,
        map: [("a\\".to_owned(), [f64::NAN, 1e300])].into(),
        empty: Default::default(),
    };
    assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
}

#[test]
fn a_key_that_is_not_a_string_is_an_error() {
    let error = write_json(&mut Vec::new(), &BTreeMap::from([(1, 2)])).unwrap_err();
    assert_eq!(error.to_string(), "a key must be a string");
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..5)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_written_as_by_serde_json(value in value()) {
        prop_assert_eq!(written(&value), value.to_string());
    }

    #[test]
    fn properties_are_written_in_a_body_like_any_text(
        (text, character) in any::<(String, char)>(),
        categories in prop::collection::vec("[^|]{1,3}", 1..4),
    ) {
        let mut write = |properties: &mut PropertiesWriter| {
            properties.property("text", &text);
            properties.property("character", &character);
            properties.property("categories", &categories);
            properties.key("given").display(&text);
        };
        let expected = [
            ("text", text.clone()),
            ("character", character.to_string()),
            ("categories", categories.join("|")),
            ("given", text.clone()),
        ];
        let expected = expected.map(|(key, text)| format!("{}:{}", json!(key), json!(text)));
        let expected = format!("{{{}}}", expected.join(","));
        let properties = write_properties(&RecordKind::USER, "properties", 1000, &mut write).unwrap();
        prop_assert_eq!(written(&[&properties]), json!([expected]).to_string());
        prop_assert_eq!(serde_json::to_value(&properties).unwrap(), json!(expected));
        prop_assert_eq!(properties.as_str(), &expected);
        prop_assert_eq!(properties, JsonString::from(expected));
    }
}
