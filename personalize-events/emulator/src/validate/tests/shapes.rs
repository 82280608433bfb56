//! Validation of shapes that the embedded model does not have.

use serde_json::{Value, json};

use super::{model, row};
use crate::Model;

/// Checks the violations of each value of a member with this shape.
fn check(shape: &Value, rows: &[(Value, &[&str])]) {
    let model = model(&json!({ "a#M": shape }), "a#M", &json!({}));
    check_all(&model, rows);
}

fn check_all(model: &Model, rows: &[(Value, &[&str])]) {
    for (value, expected) in rows {
        let violations = model.validate("Put", &json!({ "m": value })).unwrap();
        let found: Vec<String> = violations.iter().map(row).collect();
        assert_eq!(found, *expected, "{value}");
    }
}

fn values(values: &[Value]) -> Value {
    let members = values.iter().enumerate().map(|(index, value)| {
        let traits = json!({ "smithy.api#enumValue": value });
        let member = json!({ "target": "smithy.api#Unit", "traits": traits });
        (format!("V{index}"), member)
    });
    Value::Object(members.collect())
}

#[test]
fn a_string_is_a_value_of_its_enum() {
    let members = values(&[json!("a"), json!("b")]);
    let entries = json!([{ "value": "a", "name": "A" }, { "value": "b" }]);
    for shape in [
        json!({ "type": "enum", "members": members }),
        json!({ "type": "string", "traits": { "smithy.api#enum": entries } }),
    ] {
        check(
            &shape,
            &[
                (json!("a"), &[]),
                (json!("b"), &[]),
                (
                    json!("A"),
                    &["[enum] m: is not one of the 2 values of its enum"],
                ),
                (
                    json!(""),
                    &["[enum] m: is not one of the 2 values of its enum"],
                ),
                (
                    json!(1),
                    &["[type] m: is a number, but a string is required"],
                ),
            ],
        );
    }
    check(
        &json!({ "type": "enum", "members": { "ONE": { "target": "smithy.api#Unit" } } }),
        &[
            (json!("ONE"), &[]),
            (
                json!("one"),
                &["[enum] m: is not the only value of its enum"],
            ),
        ],
    );
}

#[test]
fn a_number_is_a_value_of_its_enum() {
    let wrong = "an integer from -2147483648 to 2147483647 is required";
    check(
        &json!({ "type": "intEnum", "members": values(&[json!(1), json!(-2)]) }),
        &[
            (json!(1), &[]),
            (json!(-2), &[]),
            (
                json!(2),
                &["[enum] m: is not one of the 2 values of its enum"],
            ),
            (
                json!("1"),
                &[&format!("[type] m: is a string, but {wrong}")],
            ),
            (
                json!(1.5),
                &[&format!("[type] m: is a number, but {wrong}")],
            ),
            (
                json!(1_u64 << 40),
                &[&format!("[type] m: is a number, but {wrong}")],
            ),
        ],
    );
}

#[test]
fn a_blob_is_base64_and_its_length_counts_bytes() {
    check(
        &json!({ "type": "blob", "traits": { "smithy.api#length": { "min": 1, "max": 2 } } }),
        &[
            (json!("YQ=="), &[]),
            (json!("YWI="), &[]),
            (
                json!("YWJj"),
                &["[length] m: has 3 bytes, but at most 2 are allowed"],
            ),
            (
                json!(""),
                &["[length] m: has 0 bytes, but at least 1 is required"],
            ),
            (
                json!("YQ"),
                &["[type] m: is a string, but a base64 string is required"],
            ),
            (
                json!([97]),
                &["[type] m: is an array, but a base64 string is required"],
            ),
        ],
    );
}

#[test]
fn base64_has_padding_and_no_unused_bits() {
    let shape = |min: usize, max: usize| {
        let length = json!({ "min": min, "max": max });
        json!({ "type": "blob", "traits": { "smithy.api#length": length } })
    };
    for (text, bytes) in [
        ("", 0),
        ("YQ==", 1),
        ("YWI=", 2),
        ("YWJj", 3),
        ("+/+/", 3),
        ("YWJjZA==", 4),
    ] {
        check(&shape(bytes, bytes), &[(json!(text), &[])]);
    }
    for text in [
        "a", "YQ", "YQ=", "Y===", "====", "=", "YQ==YQ==", "xyz", "YmxvYg=", "-_==", "Y Q=",
        "YWJj\n", "YR==", "YWJ=", "ä==",
    ] {
        let expected = "[type] m: is a string, but a base64 string is required";
        check(&shape(0, 100), &[(json!(text), &[expected])]);
    }
}

#[test]
fn a_document_is_any_json_value() {
    let model = model(&json!({}), "smithy.api#Document", &json!({}));
    let rows = [
        json!(null),
        json!(1),
        json!("x"),
        json!([null]),
        json!({ "a": {} }),
    ];
    for value in rows {
        check_all(&model, &[(value, &[])]);
    }
}

#[test]
fn a_timestamp_has_the_format_of_its_member_or_else_of_its_shape() {
    let shapes = json!({ "a#M": {
        "type": "timestamp",
        "traits": { "smithy.api#timestampFormat": "date-time" }
    }});
    let (epoch, date_time, http_date) = (
        (json!(1.5), "a number of seconds since the Unix epoch"),
        (
            json!("2014-04-29T18:30:38.5Z"),
            "a string such as \"2014-04-29T18:30:38Z\"",
        ),
        (
            json!("Tue, 29 Apr 2014 18:30:38 GMT"),
            "a string such as \"Tue, 29 Apr 2014 18:30:38 GMT\"",
        ),
    );
    let all = [epoch.0.clone(), date_time.0.clone(), http_date.0.clone()];
    for (target, traits, (taken, needed)) in [
        ("smithy.api#Timestamp", json!({}), &epoch),
        ("a#M", json!({}), &date_time),
        (
            "a#M",
            json!({ "smithy.api#timestampFormat": "epoch-seconds" }),
            &epoch,
        ),
        (
            "a#M",
            json!({ "smithy.api#timestampFormat": "http-date" }),
            &http_date,
        ),
    ] {
        let model = model(&shapes, target, &traits);
        for value in &all {
            let kind = if value.is_number() {
                "a number"
            } else {
                "a string"
            };
            let message = format!("[type] m: is {kind}, but {needed} is required");
            let expected: &[&str] = if value == taken { &[] } else { &[&message] };
            check_all(&model, &[(value.clone(), expected)]);
        }
    }
}

#[test]
fn a_member_has_its_json_name_in_json_and_its_model_name_in_paths() {
    let renamed = json!({ "smithy.api#jsonName": "M", "smithy.api#required": {} });
    let model = model(&json!({}), "a#Short", &renamed);
    for (input, expected) in [
        (json!({ "M": "a" }), ""),
        (json!({ "m": "a" }), "[required] m: is required"),
        (
            json!({ "M": "" }),
            "[length] m: has 0 characters, but at least 1 is required",
        ),
    ] {
        let violations = model.validate("Put", &input).unwrap();
        let found: Vec<String> = violations.iter().map(row).collect();
        assert_eq!(found.join(""), expected, "{input}");
    }
}

#[test]
fn a_range_of_longs_is_exact() {
    let (min, max) = (i64::MIN + 1, i64::MAX - 1);
    let traits = json!({ "smithy.api#range": { "min": min, "max": max } });
    let model = model(&json!({}), "smithy.api#Long", &traits);
    let small = format!("[range] m: is too small: at least {min} is required");
    let large = format!("[range] m: is too large: at most {max} is allowed");
    check_all(
        &model,
        &[
            (json!(min), &[]),
            (json!(max), &[]),
            (json!(min - 1), &[&small]),
            (json!(max + 1), &[&large]),
        ],
    );
}

#[test]
fn a_default_does_not_replace_a_required_member() {
    let traits = json!({ "smithy.api#default": "a" });
    let optional = model(&json!({}), "smithy.api#PrimitiveLong", &traits);
    assert_eq!(optional.validate("Put", &json!({})).unwrap(), []);
    let traits = json!({ "smithy.api#default": 0, "smithy.api#required": {} });
    let required = model(&json!({}), "smithy.api#PrimitiveLong", &traits);
    assert_eq!(required.validate("Put", &json!({})).unwrap().len(), 1);
}

#[test]
fn an_adversarial_pattern_takes_linear_time() {
    let traits = json!({ "smithy.api#pattern": "^([0-9]+)+$" });
    let model = model(&json!({}), "smithy.api#String", &traits);
    let text = format!("{}!", "0".repeat(100_000));
    let expected = "[pattern] m: does not match the pattern ^([0-9]+)+$";
    check_all(&model, &[(json!(text), &[expected])]);
}

#[test]
fn no_message_contains_a_value_or_a_key() {
    let shapes = json!({
        "a#M": {
            "type": "map",
            "key": { "target": "a#Short" },
            "value": { "target": "a#Parts" }
        },
        "a#Parts": {
            "type": "structure",
            "members": {
                "enum": { "target": "a#Enum" },
                "blob": { "target": "smithy.api#Blob" },
                "time": { "target": "a#Time" },
                "union": { "target": "a#Union" },
                "list": { "target": "a#List" }
            }
        },
        "a#Enum": { "type": "enum", "members": values(&[json!("a")]) },
        "a#Time": {
            "type": "timestamp",
            "traits": { "smithy.api#timestampFormat": "http-date" }
        },
        "a#Union": { "type": "union", "members": { "a": { "target": "a#Short" } } },
        "a#List": {
            "type": "list",
            "member": { "target": "smithy.api#String" },
            "traits": { "smithy.api#uniqueItems": {} }
        }
    });
    let model = model(&shapes, "a#M", &json!({}));
    let input = json!({ "m": { "s3cret": {
        "enum": "s3cret",
        "blob": "s3cret",
        "time": "s3cret",
        "union": { "s3cret": "s3cret" },
        "list": ["s3cret", "s3cret"]
    }}});
    let violations = model.validate("Put", &input).unwrap();
    assert_eq!(violations.len(), 6, "{violations:?}");
    assert!(!format!("{violations:?}").contains("s3cret"));
}

mod collections;
mod unique;
