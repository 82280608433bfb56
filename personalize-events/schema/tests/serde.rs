//! Schemas with serde.

use personalize_events_schema::{DatasetType, Schema, Type};
use serde_json::json;

const TEXT: &str = r#"{
    "type": "record", "name": "users", "doc": {"b": [1, 2.5], "a": null}, "fields": [
        {"name": "USER_ID", "type": "string"},
        {"type": ["null", "string"], "categorical": true, "name": "GENRES", "aliases": ["TAGS"]}
    ]
}"#;

#[test]
fn a_schema_is_the_object_of_its_text_and_back() {
    let schema = Schema::parse(TEXT).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&schema.to_json()).unwrap();
    assert_eq!(serde_json::to_value(&schema).unwrap(), expected);
    let text = serde_json::to_string(&schema).unwrap();
    assert!(text.contains(r#""doc":{"b":[1,2.5],"a":null}"#), "{text}");
    let read: Schema = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert_eq!(text.parse::<Schema>(), Ok(read));
}

#[test]
fn the_string_of_a_response_is_a_schema_too() {
    let response = json!({ "schema": TEXT });
    let read: Schema = serde_json::from_value(response["schema"].clone()).unwrap();
    assert_eq!(read, Schema::parse(TEXT).unwrap());
}

#[test]
fn an_invalid_schema_is_an_error_with_every_problem_in_one_line() {
    let error =
        serde_json::from_str::<Schema>(r#"{"type": "record", "type": "map", "name": "User"}"#);
    let message = error.unwrap_err().to_string();
    for part in ["duplicate", "no `fields`", "did you mean `Users`?"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn types_are_their_names() {
    for ty in Type::ALL {
        assert_eq!(serde_json::to_value(ty).unwrap(), ty.name());
        assert_eq!(
            serde_json::from_value::<Type>(json!(ty.name())).unwrap(),
            *ty
        );
    }
    for ty in DatasetType::ALL {
        assert_eq!(
            serde_json::from_value::<DatasetType>(json!(ty)).unwrap(),
            *ty
        );
    }
    let error = serde_json::from_str::<Type>(r#""text""#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "unknown name; it must be one of int, long, float, double, string and boolean"
    );
}
