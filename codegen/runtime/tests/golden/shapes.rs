//! Validation and serialization of each kind of shape.

use serde_json::json;

use crate::defaults::{Defaults, Nested};
use crate::formats::Formats;
use crate::lists::{Entry, PutListsRequest};
use crate::maps::{Film, Genre, Maps};
use crate::names::PutNamedRequest;
use crate::recursion::{Expression, Node, Pair, Tree};
use crate::renames::{Both, NestedFilm};
use crate::runtime::{Blob, Document, Timestamp};
use crate::uncheckable::Patterns;
use crate::unions::{self, Inner, Price, Unions};
use crate::{written, wrong};

fn at() -> Timestamp {
    Timestamp::from_secs(1_576_540_098)
}

#[test]
fn maps_are_written_as_objects_and_validated_by_entry() {
    let maps = Maps::builder()
        .plain([("a", "b")])
        .sparse([("x", None), ("y", Some(1))])
        .films([("f", Film::builder().title("t"))])
        .genres([(Genre::Action, 1)])
        .limited([("abc", "x")])
        .build()
        .unwrap();
    assert_eq!(
        written(&maps),
        json!({
            "plain": {"a": "b"}, "sparse": {"x": null, "y": 1}, "films": {"f": {"title": "t"}},
            "genres": {"Action": 1}, "limited": {"abc": "x"},
        })
    );
    let wrong = wrong(
        Maps::builder()
            .films([("f", Film::builder())])
            .limited([("a", "x"), ("long", "y"), ("z", "Z")])
            .build(),
    );
    // Entries are identified by number, since their keys are user data.
    assert_eq!(
        wrong,
        [
            "films[0].value.title",
            "limited",
            "limited[1].key",
            "limited[2].value"
        ]
    );
}

#[test]
fn setters_of_lists_and_maps_extend_them() {
    let lists = PutListsRequest::builder()
        .strings(["a"])
        .strings(["b", "c"])
        .booleans([true])
        .entries([Entry::builder().key("k")])
        .entries([Entry::builder().key("l").build()])
        .grid([[1, 2]])
        .grid([[3, 4]]);
    assert_eq!(
        written(&lists.build().unwrap()),
        json!({
            "strings": ["a", "b", "c"], "booleans": [true], "entries": [{ "key": "k" }, { "key": "l" }],
            "grid": [[1, 2], [3, 4]],
        })
    );
    let maps = Maps::builder()
        .plain([("a", "1"), ("b", "2")])
        .plain([("b", "3"), ("c", "4")])
        .limited([("abc", "x")])
        .sparse([("x", None)])
        .sparse([("y", Some(1))]);
    assert_eq!(
        written(&maps.build().unwrap()),
        json!({
            "plain": {"a": "1", "b": "3", "c": "4"}, "limited": {"abc": "x"},
            "sparse": {"x": null, "y": 1},
        })
    );
}

#[test]
fn optional_members_have_setters_that_accept_options() {
    let maps = |plain: Option<[(&'static str, &'static str); 1]>| {
        let maps = Maps::builder().limited([("abc", "x")]);
        let maps = maps.plain([("a", "1")]).maybe_plain(plain);
        written(&maps.build().unwrap())["plain"].take()
    };
    assert_eq!(maps(None), json!({"a": "1"}));
    assert_eq!(maps(Some([("b", "2")])), json!({"a": "1", "b": "2"}));
    // A member with the name of such a setter takes precedence over it.
    let named = PutNamedRequest::builder()
        .maybe_id("member")
        .maybe_id_(Some("setter"))
        .maybe_maybe_id(None::<String>);
    assert_eq!(
        written(&named.build().unwrap()),
        json!({ "ID": "setter", "maybeID": "member" })
    );
}

#[test]
fn unions_are_written_as_their_member_and_validated() {
    let film = unions::Film::builder().title("t").build().unwrap();
    let inner = Inner::Names(vec!["n".to_owned()]);
    let unions = Unions::builder()
        .price(Price::Text("abc".to_owned()))
        .prices([
            Price::Free,
            Price::Cents(1),
            Price::Rate(f32::NAN),
            Price::Day(at()),
            Price::Film(film),
            Price::Inner(Box::new(inner)),
        ])
        .build()
        .unwrap();
    assert_eq!(
        written(&unions),
        json!({
            "price": {"TEXT": "abc"},
            "prices": [
                {"free": {}}, {"cents": 1}, {"rate": "NaN"},
                {"day": "Mon, 16 Dec 2019 23:48:18 GMT"}, {"film": {"title": "t"}},
                {"inner": {"names": ["n"]}},
            ],
        })
    );
    let deep = Price::Inner(Box::new(Inner::Price(Box::new(Price::Cents(0)))));
    let wrong = wrong(
        Unions::builder()
            .price(Price::Text("long".to_owned()))
            .prices([Price::Free, deep])
            .build(),
    );
    assert_eq!(wrong, ["price.text", "prices[1].inner.price.cents"]);
}

#[test]
fn an_unknown_member_of_a_union_cannot_be_sent() {
    let unions = Unions::builder().price(Price::Unknown).build().unwrap();
    assert!(serde_json::to_value(&unions).is_err());
    assert!(!format!("{:?}", Inner::Secret("hidden".to_owned())).contains("hidden"));
}

#[test]
fn formats_of_members_take_precedence_in_requests() {
    let formats = Formats::builder()
        .plain(at())
        .seconds(Timestamp::from_millis(946_845_296_123))
        .day(at())
        .date(at())
        .days([at()])
        .by_name([("a", vec![at()])])
        .sparse([None, Some(at())])
        .numbers([1.5, f64::INFINITY])
        .blob("abc")
        .document(Document::from_json(r#"{"a":[1]}"#).unwrap())
        .documents([Document::null()])
        .json("{}")
        .build()
        .unwrap();
    assert_eq!(
        written(&formats),
        json!({
            "plain": 1_576_540_098, "seconds": 946_845_296.123, "day": "2019-12-16T23:48:18Z",
            "date": "Mon, 16 Dec 2019 23:48:18 GMT", "days": ["2019-12-16T23:48:18Z"],
            "byName": {"a": ["2019-12-16T23:48:18Z"]}, "sparse": [null, "2019-12-16T23:48:18Z"],
            "numbers": [1.5, "Infinity"], "BLOB": "YWJj", "document": {"a": [1]},
            "documents": [null], "json": "{}",
        })
    );
}

#[test]
fn defaults_are_sent_in_nested_structures_only() {
    let defaults = Defaults::builder()
        .nested(Nested::builder().must("m"))
        .open("o");
    let defaults = defaults.build().unwrap();
    let mut found = written(&defaults);
    for token in ["token", "needed"] {
        let token = found.as_object_mut().unwrap().remove(token).unwrap();
        assert_eq!(token.as_str().unwrap().len(), 36);
    }
    assert_eq!(
        found,
        json!({
            "both": 3, "open": "o",
            "nested": {
                "text": "hi", "empty": "", "yes": true, "long": -10_000, "points": 1.5, "at": 0,
                "millis": 1.5, "blob": "YWJj", "none": "", "list": [], "map": {},
                "genre": "Action", "unknown": "Other", "level": 2,
                "document": {"a": [1, "b", null]}, "must": "m",
            },
        })
    );
}

#[test]
fn a_required_member_is_required_even_if_its_type_is_optional() {
    let wrong = wrong(Defaults::builder().nested(Nested::builder()).build());
    assert_eq!(wrong, ["nested.must", "open"]);
}

#[test]
fn a_token_is_generated_once_unless_it_is_set() {
    let request = Defaults::builder().open("o").build().unwrap();
    assert_eq!(request.token(), request.clone().token());
    let other = Defaults::builder().open("o").build().unwrap();
    assert_ne!(request.token(), other.token());
    let set = Defaults::builder().open("o").token("mine").build().unwrap();
    assert_eq!(set.token(), Some("mine"));
}

#[test]
fn recursive_shapes_are_built_and_validated_at_any_depth() {
    let leaf = Node::builder().value("x");
    let root = Node::builder().left(leaf.clone()).children([leaf]);
    let not = Expression::Not(Box::new(Expression::Value(true)));
    let pair = Pair::builder().first(not).build().unwrap();
    let tree = Tree::builder()
        .root(root)
        .expression(Expression::Pair(Box::new(pair)));
    assert_eq!(
        written(&tree.build().unwrap()),
        json!({
            "root": {"left": {"value": "x"}, "children": [{"value": "x"}]},
            "expression": {"pair": {"first": {"not": {"value": true}}}},
        })
    );
    let wrong = wrong(
        Tree::builder()
            .root(
                Node::builder().right(Node::builder().named([("a", Node::builder().value("xx"))])),
            )
            .build(),
    );
    assert_eq!(wrong, ["root.right.named[0].value.value"]);
}

#[test]
fn shapes_of_one_name_are_distinguished_by_renaming() {
    let both = Both::builder()
        .one(crate::renames::Film::builder().title("t"))
        .other(NestedFilm::builder().name("n"))
        .build()
        .unwrap();
    assert_eq!(
        written(&both),
        json!({"one": {"title": "t"}, "other": {"name": "n"}})
    );
}

#[test]
fn a_pattern_that_is_not_enforced_rejects_nothing() {
    let patterns = Patterns::builder().either("neither").twice("c").build();
    assert!(patterns.is_ok());
}

#[test]
fn bytes_are_counted_and_elements_compared() {
    let wrong = wrong(
        Patterns::builder()
            .blob(Blob::from("abcd"))
            .unique(["a", "b", "a"])
            .build(),
    );
    assert_eq!(wrong, ["unique", "blob"]);
    let fine = Patterns::builder().blob("abc").unique(["a", "b"]).build();
    assert!(fine.is_ok());
}
