//! How names of models become names of Rust.

use personalize_events_ast::ShapeId;

use super::{constant, enum_variant, field, file, method, module, type_name};

fn id(name: &str) -> ShapeId {
    ShapeId::parse(&format!("a#{name}")).unwrap()
}

#[test]
fn types_are_camel_case_and_never_what_emitted_code_means_by_a_name() {
    for (name, expected) in [
        ("PutUsersRequest", "PutUsersRequest"),
        ("HTTPThing_v2", "HttpThingV2"),
        ("userId", "UserId"),
        ("String", "StringShape"),
        ("self", "SelfShape"),
        ("JSON", "JsonShape"),
        ("_1", "Shape1"),
        ("__a", "A"),
        ("UserIDs", "UserIds"),
    ] {
        assert_eq!(type_name(&id(name)), expected);
    }
}

#[test]
fn members_are_snake_case_and_never_keywords_or_methods_of_all_structures() {
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
fn operations_never_hide_what_the_client_can_do_anyway() {
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
fn files_are_named_after_types_and_can_be_written_anywhere() {
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
fn variants_with_a_meaning_get_a_word_more_and_stay_apart_from_others() {
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
