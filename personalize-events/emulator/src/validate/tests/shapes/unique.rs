//! Equality of elements in lists with unique items.

use serde_json::{Value, json};

use crate::validate::tests::model;

/// Validates a list whose elements have this target and these traits.
fn validate(target: &str, traits: &Value, values: &Value) -> Vec<String> {
    let shapes = json!({
        "a#M": {
            "type": "list",
            "member": { "target": target, "traits": traits },
            "traits": { "smithy.api#uniqueItems": {} }
        },
        "a#Pair": {
            "type": "structure",
            "members": {
                "a": { "target": "smithy.api#String" },
                "b": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#jsonName": "B" }
                }
            }
        },
        "a#Union": { "type": "union", "members": {
            "a": { "target": "smithy.api#String" },
            "b": { "target": "smithy.api#String" }
        }},
        "a#Map": {
            "type": "map",
            "key": { "target": "smithy.api#String" },
            "value": { "target": "smithy.api#Double" }
        },
        "a#Pairs": { "type": "list", "member": { "target": "a#Pair" } }
    });
    let model = model(&shapes, "a#M", &json!({}));
    let violations = model.validate("Put", &json!({ "m": values })).unwrap();
    let unique = violations
        .iter()
        .filter(|violation| violation.constraint().name() == "uniqueItems");
    unique.map(ToString::to_string).collect()
}

/// Returns whether the two elements of `values` are equal.
fn equal(target: &str, traits: &Value, values: &Value) -> bool {
    let found = validate(target, traits, values);
    let expected = "m: has equal elements at 0 and 1, but all must differ";
    assert!(found.is_empty() || found == [expected], "{found:?}");
    !found.is_empty()
}

#[test]
fn simple_values_with_the_same_meaning_are_equal() {
    for (target, values, expected) in [
        ("String", json!(["a", "a"]), true),
        ("String", json!(["a", "A"]), false),
        ("String", json!(["e\u{301}", "\u{e9}"]), false),
        ("Boolean", json!([true, true]), true),
        ("Long", json!([i64::MAX, i64::MAX]), true),
        ("Long", json!([i64::MAX, i64::MAX - 1]), false),
        ("Double", json!([1, 1.0]), true),
        ("Double", json!([0.0, -0.0]), true),
        ("Double", json!([1, "1"]), false),
        ("Blob", json!(["YQ==", "YQ=="]), true),
        ("Timestamp", json!([1, 1.0]), true),
        ("Timestamp", json!([1, 1.5]), false),
        ("Document", json!([{ "a": 1 }, { "a": 1 }]), true),
        ("Document", json!([{ "a": 1 }, { "b": 1 }]), false),
    ] {
        let target = format!("smithy.api#{target}");
        let found = equal(&target, &json!({}), &values);
        assert_eq!(found, expected, "{target} {values}");
    }
    let date_time = json!({ "smithy.api#timestampFormat": "date-time" });
    let same = json!(["1985-04-12T23:20:50Z", "1985-04-12T23:20:50.0Z"]);
    assert!(equal("smithy.api#Timestamp", &date_time, &same));
}

#[test]
fn only_members_of_the_model_distinguish_elements() {
    for (target, values, expected) in [
        (
            "a#Pair",
            json!([{ "a": "x" }, { "a": "x", "B": null }]),
            true,
        ),
        (
            "a#Pair",
            json!([{ "a": "x" }, { "a": "x", "b": "y" }]),
            true,
        ),
        (
            "a#Pair",
            json!([{ "a": "x" }, { "a": "x", "B": "y" }]),
            false,
        ),
        ("a#Pair", json!([{ "a": "x" }, { "B": "x" }]), false),
        (
            "a#Union",
            json!([{ "a": "x" }, { "a": "x", "b": null }]),
            true,
        ),
        ("a#Union", json!([{ "a": "x" }, { "b": "x" }]), false),
        (
            "a#Map",
            json!([{ "a": 1, "b": 2 }, { "b": 2.0, "a": 1 }]),
            true,
        ),
        ("a#Map", json!([{ "a": 1 }, { "b": 1 }]), false),
        (
            "a#Pairs",
            json!([[{ "a": "x" }], [{ "a": "x", "c": 1 }]]),
            true,
        ),
        ("a#Pairs", json!([[{}, {}], [{}]]), false),
    ] {
        let found = equal(target, &json!({}), &values);
        assert_eq!(found, expected, "{target} {values}");
    }
}

#[test]
fn the_first_duplicate_is_reported() {
    let values = json!(["a", "b", "c", "b", "a", "b"]);
    assert_eq!(
        validate("smithy.api#String", &json!({}), &values),
        ["m: has equal elements at 1 and 3, but all must differ"]
    );
}

#[test]
fn comparing_elements_takes_linear_time() {
    let values: Vec<Value> = (0..200_000).map(Value::from).collect();
    assert_eq!(
        validate("smithy.api#Integer", &json!({}), &values.into()),
        [""; 0]
    );
}
