//! Problems of models and their messages.

use serde_json::{Value, json};

use super::changed;
use crate::Model;

/// Returns the problems of the model changed by `change`.
fn rejected(change: impl FnOnce(&mut Value)) -> String {
    Model::parse(&changed(change)).unwrap_err().to_string()
}

#[test]
fn invalid_and_unsupported_models_are_rejected() {
    let error = Model::parse("{").unwrap_err().to_string();
    assert!(error.contains("1:1: this is not JSON"), "{error}");
    for (pointer, value, part) in [
        (
            "/a#S",
            json!({ "type": "string" }),
            "exactly one service, but has 0",
        ),
        (
            "/a#S/traits",
            json!({ "aws.auth#sigv4": {} }),
            "`aws.auth#sigv4`",
        ),
        (
            "/a#S/resources",
            json!([{ "target": "a#In" }]),
            "no such resource",
        ),
        (
            "/a#S/operations",
            json!([{ "target": "a#In" }]),
            "no such operation",
        ),
        ("/a#Put/traits", json!({}), "a method and a path"),
        (
            "/a#Put/traits/smithy.api#sparse",
            json!({}),
            "`smithy.api#sparse` is not",
        ),
        (
            "/a#Put/errors",
            json!([{ "target": "a#E" }]),
            "`smithy.api#error`",
        ),
        (
            "/a#E/traits/smithy.api#httpError",
            json!("x"),
            "`smithy.api#httpError`",
        ),
        (
            "/a#E/traits/smithy.api#error",
            json!("both"),
            "`smithy.api#error`",
        ),
        (
            "/a#Put/input",
            json!({ "target": "a#Text" }),
            "a#Put: an input must be a structure",
        ),
        (
            "/a#In/members/x",
            json!({ "target": "a#X" }),
            "no such shape",
        ),
        (
            "/a#In/members/x",
            json!({ "target": "a#S" }),
            "of this type",
        ),
        (
            "/a#Text/type",
            json!("bigDecimal"),
            "the type bigDecimal is not",
        ),
        (
            "/a#Text/type",
            json!("bigInteger"),
            "the type bigInteger is not",
        ),
    ] {
        let error = rejected(|shapes| {
            if pointer.starts_with("/a#E/") {
                shapes["a#Put"]["errors"] = json!([{ "target": "a#E" }]);
            }
            let mut at = shapes;
            for step in pointer.split('/').skip(1) {
                at = &mut at[step];
            }
            *at = value;
        });
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn malformed_unknown_and_misplaced_traits_are_rejected() {
    for (id, value, part) in [
        (
            "smithy.api#streaming",
            json!({}),
            "`smithy.api#streaming` is not",
        ),
        (
            "smithy.api#required",
            json!({}),
            "`smithy.api#required` is not",
        ),
        (
            "smithy.api#jsonName",
            json!("x"),
            "`smithy.api#jsonName` is not",
        ),
        (
            "smithy.api#enumValue",
            json!("x"),
            "`smithy.api#enumValue` is not",
        ),
        (
            "smithy.apis#length",
            json!({}),
            "`smithy.apis#length` is not",
        ),
        (
            "smithy.api#length",
            json!({}),
            "each a non-negative integer",
        ),
        (
            "smithy.api#length",
            json!({ "min": -1 }),
            "each a non-negative integer",
        ),
        ("smithy.api#range", json!({ "max": "1" }), "each a number"),
        ("smithy.api#pattern", json!("("), "invalid or not supported"),
        (
            "smithy.api#timestampFormat",
            json!("iso"),
            "`epoch-seconds`, `date-time` or",
        ),
        ("smithy.api#enum", json!({}), "must be an array of objects"),
        (
            "smithy.api#enum",
            json!([{ "name": "A" }]),
            "must be an array of objects",
        ),
        ("smithy.api#enum", json!([]), "an enum must have values"),
    ] {
        let error = rejected(|shapes| shapes["a#Text"]["traits"] = json!({ id: value }));
        assert!(error.contains(part), "{part}: {error}");
    }
    for (id, value, part) in [
        (
            "smithy.api#uniqueItems",
            json!({}),
            "`smithy.api#uniqueItems` is not",
        ),
        ("smithy.api#sparse", json!({}), "`smithy.api#sparse` is not"),
        ("smithy.api#enum", json!([]), "`smithy.api#enum` is not"),
        ("smithy.api#jsonName", json!(1), "a string is required"),
    ] {
        let error = rejected(|shapes| {
            shapes["a#In"]["members"]["text"]["traits"] = json!({ id: value });
        });
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn an_enum_without_valid_values_is_rejected() {
    let of = |value: Value| {
        json!({ "A": {
            "target": "smithy.api#Unit",
            "traits": { "smithy.api#enumValue": value }
        }})
    };
    for (kind, members, part) in [
        ("enum", json!({}), "an enum must have values"),
        ("enum", of(json!(1)), "must be a string"),
        ("intEnum", json!({}), "an enum must have values"),
        ("intEnum", of(json!("1")), "32-bit integer"),
        ("intEnum", of(json!(2_147_483_648_u32)), "32-bit integer"),
        (
            "intEnum",
            json!({ "A": { "target": "smithy.api#Unit" } }),
            "32-bit integer",
        ),
    ] {
        let shape = json!({ "type": kind, "members": members });
        let error = rejected(|shapes| shapes["a#Text"] = shape);
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn every_problem_of_a_model_is_reported_with_its_position() {
    let text = changed(|shapes| {
        shapes["a#Text"]["traits"] = json!({ "a.b#c": {} });
        shapes["a#In"]["traits"] = json!({ "a.b#d": {} });
    });
    let error = text.parse::<Model>().unwrap_err();
    let problems: Vec<&String> = error.iter().collect();
    assert_eq!(problems.len(), 2, "{error}");
    assert!(
        problems.iter().all(|problem| problem.starts_with("1:")),
        "{error}"
    );
    assert!(problems[0].contains("a#In: the trait `a.b#d`"), "{error}");
    assert_eq!(
        error.to_string(),
        format!("{}; {}", problems[0], problems[1])
    );
    assert_eq!((&error).into_iter().collect::<Vec<_>>(), problems);
    assert_eq!(Model::parse(&text).unwrap_err(), error);
}
