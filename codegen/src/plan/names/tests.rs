//! Names of models become names of Rust.

use personalize_events_ast::ShapeId;

use super::{constant, enum_variant, field, file, method, module, plural, type_name};

fn id(name: &str) -> ShapeId {
    ShapeId::parse(&format!("a#{name}")).unwrap()
}

#[test]
fn types_are_camel_case_and_never_reserved() {
    for (name, expected) in [
        ("PutUsersRequest", "PutUsersRequest"),
        ("HTTPThing_v2", "HttpThingV2"),
        ("userId", "UserId"),
        ("String", "StringShape"),
        ("self", "SelfShape"),
        ("JSONString", "JsonStringShape"),
        ("_1", "Shape1"),
        ("__a", "A"),
        ("UserIDs", "UserIds"),
    ] {
        assert_eq!(type_name(&id(name)), expected);
    }
}

#[test]
fn members_are_snake_case_and_never_keywords_or_reserved() {
    for (name, expected) in [
        ("userId", "user_id"),
        ("eventARN", "event_arn"),
        ("userIDs", "user_ids"),
        ("ARNsOfUsers", "arns_of_users"),
        ("URLset", "ur_lset"),
        ("top10Weeks", "top10_weeks"),
        ("type", "r#type"),
        ("self", "self_"),
        ("Self", "self_"),
        ("crate", "crate_"),
        ("build", "build_"),
        ("clone", "clone_"),
        ("new", "new_"),
        ("union", "union"),
        ("_1", "n1"),
    ] {
        assert_eq!(field(name), expected);
    }
}

#[test]
fn operations_never_hide_methods_of_the_client() {
    for (name, expected) in [
        ("PutUsers", "put_users"),
        ("New", "new_"),
        ("Send", "send_"),
        ("Clone", "clone_"),
        ("Match", "r#match"),
        ("Super", "super_"),
    ] {
        assert_eq!(method(&id(name)), expected);
    }
}

#[test]
fn files_are_named_after_types_and_valid_on_all_systems() {
    for (name, expected) in [
        ("PutUsers", "put_users"),
        ("Type", "type"),
        ("Con", "con_shape"),
        ("Patterns", "patterns_shape"),
        ("Mod", "mod_shape"),
        ("Super", "super_shape"),
    ] {
        assert_eq!(file(name), expected);
    }
    assert_eq!(module("type"), "r#type");
    assert_eq!(constant("User$idOf2"), "USER_ID_OF2");
}

#[test]
fn reserved_variants_get_a_suffix_and_stay_distinct() {
    for (name, expected) in [
        ("ACTION", "Action"),
        ("Unknown", "UnknownValue"),
        ("UnknownValue", "UnknownValueValue"),
        ("self", "SelfValue"),
        ("Value", "Value"),
        ("", "Value"),
        ("4k", "Value4k"),
        ("a-b c", "ABC"),
    ] {
        assert_eq!(enum_variant(name), expected, "{name}");
    }
}

#[test]
fn plurals_follow_the_rules_of_english() {
    for (word, expected) in [
        ("user", "users"),
        ("category", "categories"),
        ("display", "displays"),
        ("box", "boxes"),
        ("match", "matches"),
    ] {
        assert_eq!(plural(word), expected);
    }
}
