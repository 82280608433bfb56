//! Validation of lists, maps and unions.

use serde_json::{Value, json};

use super::check;
use crate::validate::tests::model;

#[test]
fn entries_of_a_map_are_numbered_in_the_order_of_their_keys() {
    let map = |traits: Value| {
        json!({
            "type": "map",
            "key": { "target": "a#Short" },
            "value": {
                "target": "smithy.api#Integer",
                "traits": { "smithy.api#range": { "max": 9 } }
            },
            "traits": traits
        })
    };
    let whole = "an integer from -2147483648 to 2147483647 is required";
    check(
        &map(json!({ "smithy.api#length": { "min": 1, "max": 3 } })),
        &[
            (json!({ "a": 1, "b": 9 }), &[]),
            (
                json!({}),
                &["[length] m: has 0 entries, but at least 1 is required"],
            ),
            (
                json!({ "d": 1, "c": 1, "b": 1, "a": 1 }),
                &["[length] m: has 4 entries, but at most 3 are allowed"],
            ),
            (
                json!({ "zzz": 10, "b": 10, "a": 1 }),
                &[
                    "[range] m[1].value: is too large: at most 9 is allowed",
                    "[length] m[2].key: has 3 characters, but at most 2 are allowed",
                    "[range] m[2].value: is too large: at most 9 is allowed",
                ],
            ),
            (
                json!({ "a": null, "b": "1" }),
                &[
                    &format!("[type] m[0].value: is null, but {whole}"),
                    &format!("[type] m[1].value: is a string, but {whole}"),
                ],
            ),
            (
                json!([]),
                &["[type] m: is an array, but an object is required"],
            ),
        ],
    );
    check(
        &map(json!({ "smithy.api#sparse": {} })),
        &[
            (json!({ "a": null, "b": 1 }), &[]),
            (
                json!({ "a": 10 }),
                &["[range] m[0].value: is too large: at most 9 is allowed"],
            ),
        ],
    );
}

#[test]
fn a_sparse_list_accepts_null_elements() {
    check(
        &json!({
            "type": "list",
            "member": { "target": "a#Short" },
            "traits": { "smithy.api#sparse": {} }
        }),
        &[
            (json!([null, "a", null]), &[]),
            (
                json!([null, ""]),
                &["[length] m[1]: has 0 characters, but at least 1 is required"],
            ),
        ],
    );
}

#[test]
fn a_union_has_exactly_one_member_and_the_model_has_it() {
    let shape = json!({ "type": "union", "members": {
        "text": { "target": "a#Short" },
        "number": { "target": "smithy.api#Integer" },
        "none": { "target": "smithy.api#Unit" },
        "more": { "target": "a#M" }
    }});
    check(
        &shape,
        &[
            (json!({ "text": "a" }), &[]),
            (json!({ "none": {} }), &[]),
            (json!({ "text": "a", "number": null, "other": null }), &[]),
            (json!({ "text": "a", "__type": "a#M" }), &[]),
            (
                json!({}),
                &["[type] m: has 0 members, but exactly 1 is required"],
            ),
            (
                json!({ "text": null }),
                &["[type] m: has 0 members, but exactly 1 is required"],
            ),
            (
                json!({ "__type": "a#M" }),
                &["[type] m: has 0 members, but exactly 1 is required"],
            ),
            (
                json!({ "other": 1 }),
                &["[type] m: has a member that is not in the union"],
            ),
            (
                json!({ "text": "a", "other": 1 }),
                &["[type] m: has 2 members, but exactly 1 is required"],
            ),
            (
                json!({ "text": "", "number": 1 }),
                &[
                    "[type] m: has 2 members, but exactly 1 is required",
                    "[length] m.text: has 0 characters, but at least 1 is required",
                ],
            ),
            (
                json!({ "more": { "more": { "text": "" } } }),
                &["[length] m.more.more.text: has 0 characters, but at least 1 is required"],
            ),
            (
                json!({ "none": 1 }),
                &["[type] m.none: is a number, but an object is required"],
            ),
            (
                json!("text"),
                &["[type] m: is a string, but an object is required"],
            ),
        ],
    );
    let named = json!({ "target": "a#Short", "traits": { "smithy.api#jsonName": "__type" } });
    check(
        &json!({ "type": "union", "members": { "text": named } }),
        &[
            (json!({ "__type": "a" }), &[]),
            (
                json!({ "text": "a" }),
                &["[type] m: has a member that is not in the union"],
            ),
        ],
    );
}

#[test]
fn values_may_nest_as_deeply_as_the_json_parser_allows() {
    let shapes = json!({
        "a#M": {
            "type": "list",
            "member": { "target": "a#Map" },
            "traits": { "smithy.api#uniqueItems": {} }
        },
        "a#Map": {
            "type": "map",
            "key": { "target": "smithy.api#String" },
            "value": { "target": "a#Union" }
        },
        "a#Union": { "type": "union", "members": {
            "list": { "target": "a#M" },
            "number": { "target": "smithy.api#Integer" }
        }}
    });
    let model = model(&shapes, "a#M", &json!({}));
    let nested = |depth: usize, inner: &str| {
        let open = r#"[{"k":{"list":"#.repeat(depth);
        let text = format!("{{\"m\":{open}{inner}{}}}", "}}]".repeat(depth));
        serde_json::from_str::<Value>(&text)
    };
    assert!(nested(43, "[]").is_err());
    let violations = model.validate("Put", &nested(42, "1").unwrap()).unwrap();
    let [violation] = &violations[..] else {
        panic!("{violations:?}");
    };
    assert!(violation.path().ends_with("[0].value.list"));
}
