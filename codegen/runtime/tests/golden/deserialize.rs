//! Requests are deserialized from what they serialize to.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::defaults::{Defaults, Nested};
use crate::enums::{Genre, PutEnumsRequest, Rating};
use crate::lists::{Entry, PutListsRequest};
use crate::maps::{Film, Maps};
use crate::recursion::{Expression, Pair, Tree};
use crate::runtime::{Document, Timestamp};
use crate::scalars::{NeededScalars, PutScalarsRequest, WantedScalars};
use crate::structures::{
    Child, Hollow, Leaf, Parent, PutCousinsRequest, PutNothingRequest, PutParentsRequest,
};

/// Compares a value with what is read from its JSON.
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("JSON");
    let read: T = serde_json::from_str(&text).expect("what was serialized");
    assert_eq!(read, *value, "{text}");
}

fn problems<T: DeserializeOwned>(json: &Value) -> Vec<String> {
    let Err(error) = serde_json::from_value::<T>(json.clone()) else {
        panic!("valid: {json}");
    };
    error.to_string().split("; ").map(str::to_owned).collect()
}

#[test]
fn scalars_survive_being_serialized() {
    let needed = NeededScalars::builder()
        .boolean(true)
        .byte(i8::MIN)
        .short(i16::MAX)
        .integer(i32::MIN)
        .long(i64::MAX)
        .float(f32::MIN_POSITIVE)
        .double(f64::MAX)
        .string("é")
        .timestamp(Timestamp::from_millis(1_515_531_081_251));
    let wanted = WantedScalars::builder()
        .float(f32::INFINITY)
        .double(f64::NEG_INFINITY);
    let request = PutScalarsRequest::builder().needed(needed).wanted(wanted);
    check(&request.build().unwrap());
    let wrong = json!({
        "boolean": "true", "byte": 128, "short": 1.5, "integer": 2_147_483_648_i64, "long": 1e19,
        "float": "1", "double": "inf", "string": 1, "timestamp": "2026-11-26T00:00:00Z",
    });
    assert_eq!(
        problems::<NeededScalars>(&wrong),
        [
            "boolean is a string, but a boolean is required",
            "byte is a number, but a whole number from -128 to 127 is required",
            "short is a number, but a whole number from -32768 to 32767 is required",
            "integer is a number, but a whole number from -2147483648 to 2147483647 is required",
            "long is a number, but a whole number of 64 bits is required",
            "float is a string, but a number from -3.4e38 to 3.4e38 is required",
            "double is a string, but a number is required",
            "string is a number, but a string is required",
            "timestamp is a string, but a number of seconds is required",
        ]
    );
}

#[test]
fn enums_lists_and_maps_survive_being_serialized() {
    let enums = PutEnumsRequest::builder()
        .genre(Genre::ScienceFiction)
        .genres([Genre::Horror, "western".into()])
        .rating(Rating::From18)
        .format("4k");
    check(&enums.build().unwrap());
    let lists = PutListsRequest::builder()
        .strings(["a"])
        .booleans([true, false])
        .entries([Entry::builder().key("k").values(["v", "w"])])
        .grid([[1, 2], [3, 4]])
        .cube([[["a"], ["b"]]])
        .entry_lists([[Entry::builder().key("x")]])
        .timestamps([Timestamp::from_secs(1)]);
    check(&lists.build().unwrap());
    let maps = Maps::builder()
        .plain([("a", "b")])
        .sparse([("x", None), ("y", Some(1))])
        .films([("f", Film::builder().title("t"))])
        .limited([("abc", "x")]);
    check(&maps.build().unwrap());
    let wrong = json!({
        "plain": {"secret": 1}, "sparse": {"x": null, "y": "secret"}, "films": {"secret": {}},
        "limited": {"a": "x", "long": "y", "z": "Z"},
    });
    let found = problems::<Maps>(&wrong);
    let paths = found.iter().filter_map(|problem| problem.split(' ').next());
    assert_eq!(
        paths.collect::<Vec<_>>(),
        [
            "plain[0].value",
            "sparse[1].value",
            "films[0].value.title",
            "limited",
            "limited[1].key",
            "limited[2].value",
        ]
    );
}

#[test]
fn absent_members_have_the_defaults_of_the_model() {
    let defaults = Defaults::builder().nested(Nested::builder().must("m"));
    check(&defaults.open("o").build().unwrap());
    let read: Defaults =
        serde_json::from_value(json!({"nested": {"must": "m"}, "open": "o"})).unwrap();
    let nested = read.nested().unwrap();
    assert_eq!(nested.text(), "hi");
    assert_eq!(nested.blob().as_slice(), b"abc");
    assert_eq!(read.token().map(str::len), Some(36));
    // `null` is a value of documents only.
    let read: Nested =
        serde_json::from_value(json!({"must": "m", "document": null, "text": null})).unwrap();
    assert_eq!((read.document(), read.text()), (&Document::null(), "hi"));
    assert_eq!(
        problems::<Nested>(&json!({"must": "m", "blob": "?"})),
        ["blob is other text, but base64 is required"]
    );
}

#[test]
fn structures_survive_being_serialized() {
    let leaf = || Leaf::builder().name("n").size(1).note("abc");
    let parent = Parent::builder().child(Child::builder().leaf(leaf()));
    check(&PutParentsRequest::builder().parent(parent).build().unwrap());
    let cousins = PutCousinsRequest::builder()
        .leaf(leaf())
        .hollow(Hollow::builder());
    check(&cousins.build().unwrap());
    check(&PutNothingRequest::builder().build().unwrap());
    // A member has its name in JSON; its path has that of the model, as in builders.
    assert_eq!(
        problems::<Leaf>(&json!({"name": "n", "note": "x", "NOTE": 1})),
        [
            "note is a number, but a string is required",
            "note is not a member",
            "the members are name, size, NOTE",
        ]
    );
    assert_eq!(
        problems::<PutNothingRequest>(&json!({"x": 1})),
        ["x is not a member", "the object must be empty"]
    );
}

#[test]
fn unions_survive_being_serialized() {
    let pair = Pair::builder()
        .first(Expression::Value(true))
        .second(Expression::Not(Box::new(Expression::Value(false))));
    let pair = Expression::Pair(Box::new(pair.build().unwrap()));
    let all = Expression::All(vec![pair, Expression::Value(true)]);
    check(&Tree::builder().expression(all).build().unwrap());
    let dressed = json!({ "expression": { "value": true, "not": null } });
    let request: Tree = serde_json::from_value(dressed).unwrap();
    assert_eq!(request.expression(), Some(&Expression::Value(true)));
}

#[test]
fn a_union_has_one_member_that_the_model_has() {
    for (union, problem) in [
        (
            json!(1),
            "expression is a number, but an object is required",
        ),
        (
            json!({}),
            "expression is an object without members, but an object with one member is required",
        ),
        (
            json!({ "value": true, "all": [] }),
            "expression is an object with several members, but an object with one member is required",
        ),
        (
            json!({ "all": [{ "value": true }, { "not": { "value": "hush" } }] }),
            "expression.all[1].not.value is a string, but a boolean is required",
        ),
    ] {
        let found = problems::<Tree>(&json!({ "expression": union }));
        assert_eq!(found, [problem]);
    }
    let found = problems::<Tree>(&json!({ "expression": { "valve": true } }));
    let expected = [
        "expression.valve is not a member",
        "the members are not, all, pair, value",
    ];
    assert_eq!(found, expected);
}
