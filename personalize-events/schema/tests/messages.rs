//! Every error about a text that is not a schema, with its position.

use personalize_events_schema::{
    Column, DatasetType, MAX_SCHEMA_LEN, Schema, SchemaError, Severity, Type,
};

/// The errors in an invalid schema.
fn errors(result: Result<Schema, SchemaError>) -> String {
    result.expect_err("an invalid schema").to_string()
}

const EMPTY: &str = "1:1: the schema is empty; save the output of `aws personalize describe-schema --schema-arn ARN \
                     --output json`";

#[test]
fn texts_that_are_not_json_objects() {
    for (text, expected) in [
        ("", EMPTY),
        (" \n", &EMPTY.replace("1:1:", "2:1:")),
        (
            r#"{"schema": {"schema": ""}}"#,
            &EMPTY.replace("1:1:", "1:24:"),
        ),
        ("{", "1:1: this is not JSON: EOF while parsing an object"),
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
            "2:2: a schema must be an object, {\"type\": \"record\", …}, but this is an array",
        ),
    ] {
        assert_eq!(errors(Schema::parse(text)), expected);
    }
}

#[test]
fn attributes_of_the_record() {
    for (text, expected) in [
        (
            " {}",
            "1:2: the record has no `type`; add \"type\": \"record\"; \
             1:2: the record has no `name`; add the type of the dataset, such as \"name\": \
             \"Users\"; \
             1:2: the record has no `fields`; add an array of columns",
        ),
        (
            r#"{"type": "enum", "name": "User", "name": "Users", "fields": {}}"#,
            "1:10: `type` must be \"record\", but this is \"enum\"; \
             1:26: \"User\" is not a dataset type; did you mean `Users`? The types are Users, \
             Items, Interactions, Actions and ActionInteractions; \
             1:34: duplicate key `name`; remove one; \
             1:61: `fields` must be an array, but this is an object",
        ),
        (
            r#"{"type": 1, "name": true, "namespace": null, "version": 1, "fields": ""}"#,
            "1:10: `type` must be a string, but this is a number; \
             1:21: `name` must be a string, but this is a boolean; \
             1:70: `fields` must be an array, but this is a string",
        ),
        (
            r#"{"type": "record", "name": "Posts", "namespace": "a..b", "fields": []}"#,
            "1:28: \"Posts\" is not a dataset type. The types are Users, Items, Interactions, \
             Actions and ActionInteractions",
        ),
        (
            "{\"type\": \"record\", \"name\": \"\\uD800\", \"fields\": []}",
            "1:28: this string has half of a surrogate pair; write both halves",
        ),
    ] {
        assert_eq!(errors(Schema::parse(text)), expected);
    }
}

#[test]
fn a_schema_of_another_type_than_expected() {
    let text = r#"{"type": "record", "name": "Items", "fields": [{"name": "1", "type": "int"}]}"#;
    assert_eq!(
        errors(Schema::parse_as(DatasetType::Users, text)),
        "1:28: the schema is for Items, but one for Users is required; \
         1:57: \"1\" is not a valid column name; use ASCII letters, digits and `_`, without a \
         digit in front"
    );
    let text = r#"{"type": "record", "name": "User", "fields": [{"name": "AGE", "type": "int"}]}"#;
    assert_eq!(
        errors(Schema::parse_as(DatasetType::Users, text)),
        "1:28: \"User\" is not a dataset type; did you mean `Users`? The types are Users, Items, \
         Interactions, Actions and ActionInteractions; \
         1:46: the column `USER_ID` is missing; add {\"name\": \"USER_ID\", \"type\": \"string\"}"
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
    let too_long = "1:20001: the schema has 20003 characters, but at most 20000 are allowed";
    assert_eq!(errors(Schema::parse(&good(rest + 3))), too_long);
    // It is not read at all.
    assert_eq!(errors(Schema::parse(&"[".repeat(20_003))), too_long);
    let long = errors(Schema::parse(&"[".repeat(1_000_000)));
    assert_eq!(long, too_long.replace("20003", "1000000"));
}

#[test]
fn each_of_thousands_of_problems_is_reported() {
    let columns = vec!["[]"; 6000].join(",");
    let text = format!(r#"{{"type": "record", "name": "Users", "fields": [{columns}]}}"#);
    let error = Schema::parse(&text).unwrap_err();
    assert_eq!(error.iter().count(), 6000);
    let last = error.iter().last().unwrap();
    assert_eq!(
        last.to_string(),
        "1:18045: a column must be an object with `name` and `type`, but this is an array"
    );
}

#[test]
fn a_schema_built_from_columns_is_validated_like_a_text_but_without_positions() {
    let error = Schema::new(
        DatasetType::Users,
        [
            Column::new("user_id", Type::Long),
            Column::new("AGE", Type::Int).textual(),
            Column::new("A_GE", Type::Int),
        ],
    )
    .unwrap_err();
    assert!(error.iter().all(|error| error.position().is_none()));
    assert!(
        error
            .iter()
            .all(|error| error.severity() == Severity::Error)
    );
    assert_eq!(
        error.to_string(),
        "the column \"A_GE\" differs from \"AGE\" only in `_` or case; rename one; \
         `AGE` is textual and of type int, but only strings can be textual; remove `textual` or \
         change the type to string; \
         the column `USER_ID` is missing; rename `user_id`; \
         `AGE` is textual, but only Items can have a textual column; remove `textual`"
    );
    let long = Column::new("N".repeat(MAX_SCHEMA_LEN), Type::Int);
    assert_eq!(
        errors(Schema::new(DatasetType::Users, [long.clone(), long])),
        "the schema has 40156 characters, but at most 20000 are allowed"
    );
}
