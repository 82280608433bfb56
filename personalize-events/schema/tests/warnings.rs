//! Warnings about valid schemas.

use personalize_events_schema::{Column, DatasetType, Schema, Type};

fn warnings(text: &str) -> Vec<String> {
    let schema = Schema::parse(text).expect("a valid schema");
    schema.warnings().iter().map(ToString::to_string).collect()
}

/// The warnings about a schema of items with these columns, the first of which is in line 3.
fn of_columns(columns: &str) -> Vec<String> {
    warnings(&format!(
        r#"{{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
"version": "1.0", "fields": [{{"name": "ITEM_ID", "type": "string"}},
{columns}]}}"#
    ))
}

#[test]
fn what_the_developer_guide_describes_has_no_warning() {
    let none: [&str; 0] = [];
    let columns = r#"{"name": "CREATION_TIMESTAMP", "type": "long"},
        {"name": "A", "type": "string", "categorical": true},
        {"name": "B", "type": ["null", "string"], "textual": true},
        {"name": "C", "type": "double"}"#;
    assert_eq!(of_columns(columns), none);
}

#[test]
fn metadata_that_is_not_used_for_training() {
    assert_eq!(
        of_columns(
            r#"{"name": "TITLE", "type": "string", "categorical": false},
               {"name": "ADULT", "type": ["boolean", "null"]}"#
        ),
        [
            "2:29: Items has no metadata column that is a number or a categorical string; add one \
             as the developer guide asks",
            "3:10: `TITLE` is a string that is neither categorical nor textual, so the service \
             stores it but does not train on it; make it categorical if its values are categories",
            "4:25: `ADULT` is boolean, but the service neither trains on booleans nor filters by \
             them; use a string of \"True\" and \"False\" or an int of 0 and 1",
        ]
    );
}

#[test]
fn a_name_that_resembles_a_reserved_column() {
    assert_eq!(
        of_columns(r#"{"name": "CreationTimestamp", "type": "long"}"#),
        [
            "3:10: `CreationTimestamp` is a metadata column; rename it to `CREATION_TIMESTAMP` if \
             you mean the reserved column"
        ]
    );
}

#[test]
fn a_column_that_no_event_can_fill() {
    let of_type = |name: &str, id: &str, more: &str| {
        warnings(&format!(
            r#"{{"type": "record", "name": "{name}", "namespace": "com.amazonaws.personalize.schema",
"version": "1.0", "fields": [{{"name": "USER_ID", "type": "string"}}, {{"name": "{id}", "type": "string"}},
{{"name": "TIMESTAMP", "type": "long"}}, {{"name": "EVENT_TYPE", "type": "string"}},
{more}]}}"#
        ))
    };
    let columns = r#"{"name": "SESSION_ID", "type": "string", "categorical": true},
               {"name": "EVENT_ID", "type": "string", "categorical": true}"#;
    for (name, id) in [
        ("Interactions", "ITEM_ID"),
        ("ActionInteractions", "ACTION_ID"),
    ] {
        assert_eq!(
            of_type(name, id, columns),
            [
                "4:10: `SESSION_ID` is a metadata column, but no call can fill it, because `sessionId` is a member of \
                 the call that is not allowed among properties; remove the column"
            ]
        );
    }
}

#[test]
fn attributes_that_the_developer_guide_does_not_describe() {
    let text = r#"{"type": "record", "name": "Users", "verison": "1.0", "namespace": "org.example",
 "fields": [
  {"name": "USER_ID", "type": "string", "doc": "ours"},
  {"name": "A", "type": "int"},
  {"name": "B", "type": "string", "categorial": true}]}"#;
    assert_eq!(
        warnings(text),
        [
            "1:37: the developer guide does not describe the attribute \"verison\"; did you mean \
             `version`?",
            "1:68: `namespace` is \"org.example\"; use \"com.amazonaws.personalize.schema\" as in \
             all examples of the developer guide",
            "2:12: the record has no `version`; add \"1.0\" as in all examples of the developer \
             guide",
            "3:41: the developer guide does not describe the attribute \"doc\"; remove it unless \
             you know its effect",
            "5:12: `B` is a string that is not categorical, so the service stores it but does not \
             train on it; make it categorical if its values are categories",
            "5:35: the developer guide does not describe the attribute \"categorial\"; did you \
             mean `categorical`?",
        ]
    );
}

#[test]
fn a_schema_built_from_columns_has_warnings_without_positions() {
    let columns = [
        Column::new("USER_ID", Type::String),
        Column::new("AGE", Type::Int),
        Column::new("CITY", Type::String),
    ];
    let schema = Schema::new(DatasetType::Users, columns).unwrap();
    assert_eq!(
        schema
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [
            "`CITY` is a string that is not categorical, so the service stores it but does not \
             train on it; make it categorical if its values are categories"
        ]
    );
}
