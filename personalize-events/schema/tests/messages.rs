//! What is said about texts that are no schema: every message, with its place.

use personalize_events_schema::{Column, DatasetType, MAX_SCHEMA_LEN, Schema, SchemaError, Type};

/// What is wrong with a text, which something has to be.
fn refusal(result: Result<Schema, SchemaError>) -> String {
    result.expect_err("it is refused").to_string()
}

#[test]
fn texts_that_are_not_json_objects() {
    for (text, expected) in [
        ("", "1:1: this is not JSON: EOF while parsing a value"),
        (
            "{\n  \"ä\": [1 , ],\n}",
            "2:13: this is not JSON: trailing comma before the end of an object or an array; \
             remove it",
        ),
        (
            "{\n  \"ä\": 1,\n}",
            "3:1: this is not JSON: trailing comma before the end of an object or an array; \
             remove it",
        ),
        ("{\"ä\": nul}", "1:10: this is not JSON: expected ident"),
        (
            "\u{feff}{}",
            "1:1: this is not JSON: the text starts with a byte order mark; save it as UTF-8 \
             without one",
        ),
        (
            "\n [1]",
            "2:2: a schema is an object, {\"type\": \"record\", …}; this is an array",
        ),
    ] {
        assert_eq!(refusal(Schema::parse(text)), expected);
    }
}

#[test]
fn keys_of_the_record() {
    for (text, expected) in [
        (
            " {}",
            "1:2: the record has no `type`; add \"type\": \"record\"\n\
             1:2: the record has no `name`; add \"name\": …, which is the kind of dataset\n\
             1:2: the record has no `fields`; add \"fields\": […] with a column in each place",
        ),
        (
            r#"{"type": "enum", "name": "User", "name": "Users", "fields": {}}"#,
            "1:10: the schema of a dataset is of type \"record\", not \"enum\"\n\
             1:26: no kind of dataset is named \"User\"; did you mean `Users`? The names are \
             Users, Items, Interactions, Actions and ActionInteractions\n\
             1:34: duplicate key `name`; remove one\n\
             1:61: `fields` is an array; this is an object",
        ),
        (
            r#"{"type": 1, "name": true, "namespace": null, "version": 1.0, "fields": ""}"#,
            "1:10: `type` is a string; this is a number\n\
             1:21: `name` is a string; this is a boolean\n\
             1:40: `namespace` is a string; this is null\n\
             1:57: `version` is a string; this is a number\n\
             1:72: `fields` is an array; this is a string",
        ),
        (
            r#"{"type": "record", "name": "Posts", "namespace": "a..b", "fields": []}"#,
            "1:28: no kind of dataset is named \"Posts\". The names are Users, Items, \
             Interactions, Actions and ActionInteractions\n\
             1:50: \"a..b\" cannot be a namespace: names with `.` between them can, such as \
             com.amazonaws.personalize.schema",
        ),
        (
            "{\"type\": \"record\", \"name\": \"\\uD800\", \"fields\": []}",
            "1:28: this string has half of a surrogate pair; write both halves",
        ),
    ] {
        assert_eq!(refusal(Schema::parse(text)), expected);
    }
}

#[test]
fn a_schema_of_another_kind_than_wanted() {
    let text = r#"{"type": "record", "name": "Items", "fields": [{"name": "1", "type": "int"}]}"#;
    assert_eq!(
        refusal(Schema::parse_as(DatasetType::Users, text)),
        "1:28: this is the schema of Items, and one of Users is wanted\n\
         1:57: \"1\" cannot be the name of a column: ASCII letters, digits and `_` can, without a \
         digit in front"
    );
    let text = r#"{"type": "record", "name": "User", "fields": [{"name": "AGE", "type": "int"}]}"#;
    assert_eq!(
        refusal(Schema::parse_as(DatasetType::Users, text)),
        "1:28: no kind of dataset is named \"User\"; did you mean `Users`? The names are Users, \
         Items, Interactions, Actions and ActionInteractions\n\
         1:46: the column `USER_ID` is missing: add {\"name\": \"USER_ID\", \"type\": \"string\"}"
    );
}

#[test]
fn a_text_that_is_too_long() {
    let good = |spaces: usize| {
        let spaces = " ".repeat(spaces);
        format!(
            r#"{{"type": "record", "name": "Users", "doc": "ä", "fields": [{{"name": "USER_ID", "type": "string"}}, {{"name": "A", "type": "int"}}]{spaces}}}"#
        )
    };
    let rest = MAX_SCHEMA_LEN - good(0).chars().count();
    assert!(Schema::parse(&good(rest)).is_ok());
    assert_eq!(
        refusal(Schema::parse(&good(rest + 3))),
        "1:20001: a schema may have 20000 characters; this has 20003"
    );
}

#[test]
fn a_schema_that_is_made_is_judged_the_same_way_without_places() {
    let problems = Schema::new(
        DatasetType::Users,
        [
            Column::new("user_id", Type::Long),
            Column::new("AGE", Type::Int).categorical(),
            Column::new("A_GE", Type::Int),
            Column::new("N".repeat(MAX_SCHEMA_LEN), Type::Int),
        ],
    )
    .unwrap_err();
    assert!(problems.iter().all(|problem| problem.position().is_none()));
    assert_eq!(
        problems.to_string(),
        "the column \"A_GE\" differs from \"AGE\" in `_` or case only, which is too little to tell \
         columns apart; rename one\n\
         `AGE` is int and cannot be categorical: only strings can; remove `categorical` or make it \
         a string\n\
         the column `USER_ID` is missing: rename `user_id`\n\
         a schema may have 20000 characters; this has 20240"
    );
}
