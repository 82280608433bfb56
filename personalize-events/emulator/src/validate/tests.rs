//! Validation of values, shape by shape.

use serde_json::{Value, json};

use crate::{Model, Violation};

/// Returns a model with one operation, whose input has the member `m` with this target and these traits, and with more
/// shapes.
fn model(shapes: &Value, target: &str, traits: &Value) -> Model {
    let mut all = json!({
        "a#S": { "type": "service", "version": "1", "operations": [{ "target": "a#Put" }] },
        "a#Put": {
            "type": "operation",
            "input": { "target": "a#In" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/put" } }
        },
        "a#In": {
            "type": "structure",
            "members": { "m": { "target": target, "traits": traits } }
        },
        "a#Short": {
            "type": "string",
            "traits": { "smithy.api#length": { "min": 1, "max": 2 } }
        }
    });
    let more = shapes.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    Model::parse(&json!({ "smithy": "2.0", "shapes": all }).to_string()).unwrap()
}

fn validate(target: &str, traits: &Value, value: &Value) -> Vec<String> {
    let shapes = json!({
        "a#Shorts": { "type": "list", "member": { "target": "a#Short" } },
        "a#Strict": {
            "type": "structure",
            "members": {
                "a": { "target": "a#Short", "traits": { "smithy.api#required": {} } },
                "b": { "target": "a#Short", "traits": { "smithy.api#required": {} } }
            }
        }
    });
    let violations = model(&shapes, target, traits).validate("Put", &json!({ "m": value }));
    violations.unwrap().iter().map(row).collect()
}

fn row(violation: &Violation) -> String {
    format!("[{}] {violation}", violation.constraint())
}

fn smithy(name: &str) -> String {
    format!("smithy.api#{name}")
}

#[test]
fn each_simple_type_accepts_only_its_json_form() {
    let values = json!([true, 1, 1.5, "x", "NaN", "Infinity", "-Infinity", [], {}]);
    for (target, taken) in [
        ("Boolean", json!([true])),
        ("Integer", json!([1])),
        ("Float", json!([1, 1.5, "NaN", "Infinity", "-Infinity"])),
        ("Double", json!([1, 1.5, "NaN", "Infinity", "-Infinity"])),
        ("String", json!(["x", "NaN", "Infinity", "-Infinity"])),
        ("Timestamp", json!([1, 1.5])),
    ] {
        for value in values.as_array().unwrap() {
            let found = validate(&smithy(target), &json!({}), value);
            if taken.as_array().unwrap().contains(value) {
                assert_eq!(found, [""; 0], "{target} {value}");
            } else {
                assert_eq!(found.len(), 1, "{target} {value}");
                assert!(found[0].starts_with("[type] m: is a"), "{}", found[0]);
                assert!(found[0].ends_with("is required"), "{}", found[0]);
            }
        }
    }
}

#[test]
fn integers_are_within_the_range_of_their_size() {
    for (target, least, most) in [
        ("Byte", -128, 127),
        ("Short", -32_768, 32_767),
        ("Integer", -2_147_483_648_i64, 2_147_483_647_i64),
    ] {
        for (value, good) in [
            (json!(least), true),
            (json!(most), true),
            (json!(least - 1), false),
            (json!(most + 1), false),
        ] {
            let found = validate(&smithy(target), &json!({}), &value);
            assert_eq!(found.is_empty(), good, "{target} {value}");
        }
    }
    let long = |value| validate("smithy.api#Long", &json!({}), &value).len();
    assert_eq!(long(json!(i64::MIN)), 0);
    assert_eq!(long(json!(i64::MAX)), 0);
    assert_eq!(long(json!(i64::MAX.unsigned_abs() + 1)), 1);
}

#[test]
fn a_length_counts_unicode_scalar_values_or_elements() {
    let two_to_three = json!({ "smithy.api#length": { "min": 2, "max": 3 } });
    for (value, message) in [
        (
            json!("😀"),
            Some("has 1 character, but at least 2 are required"),
        ),
        (json!("😀😀"), None),
        (json!("e\u{301}e"), None),
        (
            json!("abcd"),
            Some("has 4 characters, but at most 3 are allowed"),
        ),
    ] {
        let expected: Vec<String> = message
            .map(|m| format!("[length] m: {m}"))
            .into_iter()
            .collect();
        assert_eq!(
            validate("smithy.api#String", &two_to_three, &value),
            expected
        );
    }
    assert_eq!(
        validate("a#Shorts", &two_to_three, &json!(["a"])),
        ["[length] m: has 1 element, but at least 2 are required"]
    );
    let one = json!({ "smithy.api#length": { "min": 1, "max": 1 } });
    assert_eq!(
        validate("a#Shorts", &one, &json!([])),
        ["[length] m: has 0 elements, but at least 1 is required"]
    );
    assert_eq!(
        validate("a#Shorts", &one, &json!(["a", "b"])),
        ["[length] m: has 2 elements, but at most 1 is allowed"]
    );
}

#[test]
fn the_constraints_of_a_member_take_precedence_over_those_of_its_shape() {
    let longer = json!({ "smithy.api#length": { "max": 5 } });
    assert_eq!(validate("a#Short", &longer, &json!("12345")), [""; 0]);
    assert_eq!(validate("a#Short", &longer, &json!("")), [""; 0]);
    assert_eq!(validate("a#Short", &json!({}), &json!("123")).len(), 1);
}

#[test]
fn a_range_accepts_numbers_but_not_nan() {
    let range = json!({ "smithy.api#range": { "min": -1, "max": 2.5 } });
    for (value, found) in [
        (json!(-1), ""),
        (json!(2.5), ""),
        (
            json!(-1.01),
            "[range] m: is too small: at least -1 is required",
        ),
        (
            json!(2.51),
            "[range] m: is too large: at most 2.5 is allowed",
        ),
        (
            json!("NaN"),
            "[range] m: is NaN, which is outside of every range",
        ),
        (
            json!("Infinity"),
            "[range] m: is too large: at most 2.5 is allowed",
        ),
        (
            json!("-Infinity"),
            "[range] m: is too small: at least -1 is required",
        ),
    ] {
        assert_eq!(
            validate("smithy.api#Double", &range, &value).join(""),
            found
        );
    }
    let found = validate("smithy.api#Integer", &range, &json!(3));
    assert_eq!(found, ["[range] m: is too large: at most 2.5 is allowed"]);
}

#[test]
fn json_text_must_be_an_object() {
    let media_type = json!({ "smithy.api#mediaType": "application/json" });
    for (text, found) in [
        ("{}", ""),
        (" \n{ \"a\": [1, null] }", ""),
        ("", "is not valid JSON, but a JSON object is required"),
        (
            "{'a': 1}",
            "is not valid JSON, but a JSON object is required",
        ),
        ("{} {}", "is not valid JSON, but a JSON object is required"),
        (
            "\"{}\"",
            "is a JSON string (was the object encoded twice?), but a JSON object is required",
        ),
        ("[]", "is a JSON array, but a JSON object is required"),
        ("true", "is a JSON boolean, but a JSON object is required"),
        ("null", "is JSON null, but a JSON object is required"),
        ("-1", "is a JSON number, but a JSON object is required"),
    ] {
        let expected = match found {
            "" => String::new(),
            _ => format!("[mediaType] m: {found}"),
        };
        let found = validate("smithy.api#String", &media_type, &text.into());
        assert_eq!(found.join(""), expected, "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(
        validate("smithy.api#String", &media_type, &deep.into()).len(),
        1
    );
    let other = json!({ "smithy.api#mediaType": "text/plain" });
    assert_eq!(validate("smithy.api#String", &other, &"{".into()), [""; 0]);
}

#[test]
fn every_violation_is_reported_in_the_order_of_the_model() {
    let users: Vec<Value> = (0..11)
        .map(|index| match index {
            3 => json!({ "userId": "x".repeat(257), "properties": "no" }),
            5 => json!({ "userId": null }),
            7 => json!([]),
            _ => json!({ "userId": "u", "unknown": 1 }),
        })
        .collect();
    let input = json!({ "users": users, "datasetArn": "arn:aws:s3:::x" });
    let violations = Model::embedded().validate("PutUsers", &input).unwrap();
    let rows: Vec<String> = violations.iter().map(row).collect();
    assert_eq!(
        rows,
        [
            r"[pattern] datasetArn: does not match the pattern ^arn:([a-z\d-]+):personalize:.*:.*:.+$",
            "[length] users: has 11 elements, but at most 10 are allowed",
            "[length] users[3].userId: has 257 characters, but at most 256 are allowed",
            "[mediaType] users[3].properties: is not valid JSON, but a JSON object is required",
            "[required] users[5].userId: is required",
            "[type] users[7]: is an array, but an object is required",
        ]
    );
}

#[test]
fn null_is_an_absent_member_but_an_invalid_element() {
    assert_eq!(validate("a#Strict", &json!({}), &Value::Null), [""; 0]);
    assert_eq!(
        validate("a#Strict", &json!({}), &json!({ "a": null })),
        ["[required] m.a: is required", "[required] m.b: is required"]
    );
    assert_eq!(
        validate("a#Shorts", &json!({}), &json!([null])),
        ["[type] m[0]: is null, but a string is required"]
    );
}

#[test]
fn an_input_that_is_not_an_object_is_one_violation() {
    let violations = Model::embedded().validate("PutUsers", &json!([])).unwrap();
    let rows: Vec<String> = violations.iter().map(row).collect();
    assert_eq!(
        rows,
        ["[type] the input: is an array, but an object is required"]
    );
    assert_eq!(violations[0].path(), "");
}

#[test]
fn no_message_contains_a_value() {
    let input = json!({
        "trackingId": "s3cret".repeat(50),
        "sessionId": ["s3cret"],
        "userId": "s3cret".repeat(50),
        "eventList": [{
            "eventType": "",
            "sentAt": "s3cret",
            "eventValue": "s3cret",
            "properties": "s3cret",
            "metricAttribution": { "eventAttributionSource": "s3cret\n" }
        }]
    });
    let violations = Model::embedded().validate("PutEvents", &input).unwrap();
    assert_eq!(violations.len(), 8, "{violations:?}");
    assert!(!format!("{violations:?}").contains("s3cret"));
}

mod shapes;
