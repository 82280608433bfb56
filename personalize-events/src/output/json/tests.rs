//! Values that are read, defaults of missing ones, and errors.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::json;

use super::{Error, Object, Read, ReadFormat, Unit, Value, Variant, parse};
use crate::types::{JsonString, Timestamp};

fn value(json: &serde_json::Value) -> Value {
    parse(json.to_string().as_bytes()).unwrap().unwrap()
}

fn read<T: Read>(json: &serde_json::Value) -> Option<T> {
    T::read(value(json)).ok()
}

fn object(json: &serde_json::Value) -> Object {
    Object::of(value(json)).unwrap()
}

fn problem<T: Read + std::fmt::Debug>(value: &serde_json::Value) -> String {
    object(&json!({ "m": value }))
        .optional::<T>("m")
        .unwrap_err()
        .to_string()
}

#[test]
fn numbers_are_read_within_the_range_of_their_type() {
    assert_eq!(read(&json!(-128)), Some(-128_i8));
    assert_eq!(read::<i8>(&json!(128)), None);
    assert_eq!(read(&json!(32_767)), Some(32_767_i16));
    assert_eq!(read::<i32>(&json!(2_147_483_648_i64)), None);
    assert_eq!(read(&json!(i64::MIN)), Some(i64::MIN));
    assert_eq!(read::<i64>(&json!(u64::MAX)), None);
    assert_eq!(read::<i64>(&json!(9.3e18)), None);
    assert_eq!(read(&json!(1.0)), Some(1_i32));
    assert_eq!(read::<i32>(&json!(1.5)), None);
    assert_eq!(read::<i32>(&json!("1")), None);
    assert_eq!(read(&json!(5.5)), Some(5.5_f32));
    assert_eq!(read(&json!(5)), Some(5.0_f64));
    assert_eq!(read::<f32>(&json!(1e300)), None);
    assert!(read::<f32>(&json!("NaN")).unwrap().is_nan());
    assert_eq!(read(&json!("Infinity")), Some(f64::INFINITY));
    assert_eq!(read(&json!("-Infinity")), Some(f32::NEG_INFINITY));
    assert_eq!(read::<f64>(&json!("1")), None);
    assert_eq!(
        problem::<i16>(&json!(1e9)),
        "`m` is a number, but an integer of 16 bits was expected"
    );
}

#[test]
fn other_simple_values_are_read_as_in_rest_json() {
    assert_eq!(read(&json!("é")), Some("é".to_owned()));
    assert_eq!(read(&json!("{")), Some(JsonString::from("{")));
    assert_eq!(read(&json!(true)), Some(true));
    assert_eq!(read::<bool>(&json!("true")), None);
    assert_eq!(
        read(&json!(1_398_796_238)),
        Some(Timestamp::from_secs(1_398_796_238))
    );
    assert_eq!(
        read(&json!(946_845_296.123)),
        Some(Timestamp::from_millis(946_845_296_123))
    );
    assert_eq!(read(&json!(-1.5)), Some(Timestamp::from_millis(-1500)));
    for value in [json!(i64::MAX), json!(1e300), json!(u64::MAX), json!("0")] {
        assert_eq!(read::<Timestamp>(&value), None);
    }
    assert_eq!(read(&json!("a")), Some(Box::new("a".to_owned())));
}

#[test]
fn null_elements_are_skipped_if_null_is_not_a_value() {
    assert_eq!(read(&json!([null, 1])), Some(vec![1]));
    assert_eq!(read(&json!([null, 1])), Some(vec![None, Some(1)]));
    let map = || json!({ "__type": 1, "b": null });
    assert_eq!(
        read(&map()),
        Some(BTreeMap::from([("__type".to_owned(), 1)]))
    );
    assert_eq!(
        read::<BTreeMap<String, Option<i32>>>(&map()).unwrap().len(),
        2
    );
}

#[test]
fn absent_members_are_none_or_the_default_of_their_type() {
    let object = || object(&json!({ "null": null }));
    for name in ["null", "absent"] {
        assert_eq!(object().optional::<String>(name), Ok(None));
        assert_eq!(object().optional_as::<Days, Timestamp>(name), Ok(None));
        assert_eq!(object().required(name), Ok(String::new()));
        assert_eq!(object().required(name), Ok(0_i8));
        assert_eq!(object().required(name), Ok(0.0_f32));
        assert_eq!(object().required(name), Ok(false));
        assert_eq!(object().required(name), Ok(Vec::<i32>::new()));
        assert_eq!(object().required(name), Ok(BTreeMap::<String, i32>::new()));
        assert_eq!(
            object().required_as::<Days, _>(name),
            Ok(Timestamp::from_secs(0))
        );
        assert_eq!(
            object().required(name),
            Ok(Leaf {
                name: String::new()
            })
        );
        assert_eq!(
            object().required::<Action>(name).unwrap_err().to_string(),
            format!("`{name}` has no member, but exactly one was expected")
        );
    }
}

/// A format: the days since 1970.
struct Days;

impl ReadFormat<Timestamp> for Days {
    fn read(value: Value) -> Result<Timestamp, Error> {
        i64::read(value).map(|days| Timestamp::from_secs(days * 86_400))
    }
}

#[derive(Debug, PartialEq)]
struct Leaf {
    name: String,
}

impl Read for Leaf {
    fn read(value: Value) -> Result<Self, Error> {
        let mut object = Object::of(value)?;
        let name = object.required("name")?;
        Ok(Self { name })
    }
}

/// A union as the generator writes it.
#[derive(Debug, PartialEq)]
enum Action {
    Quit,
    Text(String),
    When(Timestamp),
    Nested(Box<Action>),
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Quit => serializer.serialize_newtype_variant("Action", 0, "quit", &Unit),
            Self::Text(value) => serializer.serialize_newtype_variant("Action", 1, "text", value),
            Self::When(value) => {
                let days = value.as_millis() / 86_400_000;
                serializer.serialize_newtype_variant("Action", 2, "when", &days)
            }
            Self::Nested(value) => {
                serializer.serialize_newtype_variant("Action", 3, "nested", value)
            }
        }
    }
}

impl Read for Action {
    fn read(value: Value) -> Result<Self, Error> {
        let variant = Variant::of(value)?;
        match variant.name() {
            "quit" => Ok(Self::Quit),
            "text" => variant.read().map(Self::Text),
            "when" => variant.read_as::<Days, _>().map(Self::When),
            "nested" => variant.read().map(Self::Nested),
            _ => Err(Error::new("has a member that is not known")),
        }
    }
}

#[test]
fn a_union_is_an_object_with_one_member() {
    for (action, json) in [
        (Action::Quit, json!({ "quit": {} })),
        (Action::Text("t".into()), json!({ "text": "t" })),
        (
            Action::When(Timestamp::from_secs(172_800)),
            json!({ "when": 2 }),
        ),
        (
            Action::Nested(Box::new(Action::Quit)),
            json!({ "nested": { "quit": {} } }),
        ),
    ] {
        assert_eq!(serde_json::to_value(&action).unwrap(), json);
        assert_eq!(Action::read(value(&json)), Ok(action));
    }
    let dressed = json!({ "__type": "com.example#Action", "text": "t", "when": null });
    assert_eq!(Action::read(value(&dressed)), Ok(Action::Text("t".into())));
}

#[test]
fn errors_have_paths_and_no_values() {
    assert_eq!(
        problem::<String>(&json!(1)),
        "`m` is a number, but a string was expected"
    );
    assert_eq!(
        problem::<Vec<bool>>(&json!([true, "hush"])),
        "`m[1]` is a string, but a boolean was expected"
    );
    assert_eq!(
        problem::<BTreeMap<String, Vec<i32>>>(&json!({ "a": [], "hush": [{}] })),
        "`m[1][0]` is an object, but an integer of 32 bits was expected"
    );
    assert_eq!(
        problem::<Vec<Leaf>>(&json!([{ "name": [] }])),
        "`m[0].name` is a list, but a string was expected"
    );
    assert_eq!(
        problem::<Leaf>(&json!("hush")),
        "`m` is a string, but an object was expected"
    );
    assert_eq!(
        problem::<Action>(&json!({ "when": "hush" })),
        "`m.when` is a string, but an integer of 64 bits was expected"
    );
    assert_eq!(
        problem::<Action>(&json!({ "__type": "x" })),
        "`m` has no member, but exactly one was expected"
    );
    assert_eq!(
        problem::<Action>(&json!({ "quit": {}, "hush": 1, "text": "t" })),
        "`m` has 3 members, but exactly one was expected"
    );
    let error = Object::of(value(&json!([]))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the body is a list, but an object was expected"
    );
    assert_eq!(
        String::read(Value::Null)
            .unwrap_err()
            .in_header("X-A")
            .to_string(),
        "the header `X-A` is null, but a string was expected"
    );
}
