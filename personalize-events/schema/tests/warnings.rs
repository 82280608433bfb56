//! What is said about schemas that are taken.

use personalize_events_schema::{Column, DatasetType, Schema, Type};

fn warnings(text: &str) -> Vec<String> {
    let schema = Schema::parse(text).expect("it is taken");
    schema.warnings().iter().map(ToString::to_string).collect()
}

/// The warnings about a schema of items with these columns, the first in line 3.
fn of_columns(columns: &str) -> Vec<String> {
    warnings(&format!(
        r#"{{"type": "record", "name": "Items", "namespace": "com.amazonaws.personalize.schema",
"version": "1.0", "fields": [{{"name": "ITEM_ID", "type": "string"}},
{columns}]}}"#
    ))
}

#[test]
fn nothing_is_said_about_what_the_guide_describes() {
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
            "2:29: the guide asks for one metadata column in Items that is a number or a \
             categorical string",
            "3:10: `TITLE` is a string that is not categorical or textual: the service stores it, \
             but does not train on it",
            "4:25: `ADULT` is boolean, which the service neither trains on nor filters by; a \
             string of \"True\" and \"False\" or an int of 0 and 1 would do",
        ]
    );
}

#[test]
fn a_name_that_resembles_a_keyword() {
    assert_eq!(
        of_columns(r#"{"name": "CreationTimestamp", "type": "long"}"#),
        [
            "3:10: `CreationTimestamp` is read as metadata; if you mean the keyword, write \
             `CREATION_TIMESTAMP`"
        ]
    );
}

#[test]
fn keys_that_the_guide_does_not_describe() {
    let text = r#"{"type": "record", "name": "Users", "verison": "1.0", "namespace": "org.example",
 "fields": [
  {"name": "USER_ID", "type": "string", "doc": "ours"},
  {"name": "A", "type": "int"},
  {"name": "B", "type": "string", "categorial": true}]}"#;
    assert_eq!(
        warnings(text),
        [
            "1:37: the guide does not describe the key \"verison\"; did you mean `version`? What \
             the service does with it is not documented",
            "1:68: `namespace` is \"org.example\"; in all examples of the guide it is \
             \"com.amazonaws.personalize.schema\"",
            "2:12: the record has no `version`; in all examples of the guide it is \"1.0\"",
            "3:41: the guide does not describe the key \"doc\". What the service does with it is \
             not documented",
            "5:12: `B` is a string that is not categorical: the service stores it, but does not \
             train on it",
            "5:35: the guide does not describe the key \"categorial\"; did you mean \
             `categorical`? What the service does with it is not documented",
        ]
    );
}

#[test]
fn a_schema_that_is_made_has_warnings_without_places() {
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
            "`CITY` is a string that is not categorical: the service stores it, but does not train on it"
        ]
    );
}
