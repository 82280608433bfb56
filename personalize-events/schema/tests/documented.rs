//! Schemas like those of the developer guide, in our words: all are valid and written back unchanged.

use personalize_events_schema::{Column, DatasetType, MAX_SCHEMA_LEN, Schema, Type};

/// The name of a column, its type, and its flag.
type Described = (&'static str, &'static str, &'static str);

/// Returns the text of a schema with these columns, laid out as in the guide.
fn schema(name: &str, columns: &[Described]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|(name, ty, flag)| {
            let flag = match *flag {
                "" => String::new(),
                flag => format!(",\n      \"{flag}\": true"),
            };
            format!("    {{\n      \"name\": \"{name}\",\n      \"type\": {ty}{flag}\n    }}")
        })
        .collect();
    format!(
        "{{\n\n  \"type\": \"record\",\n  \"name\": \"{name}\",\n  \
         \"namespace\": \"com.amazonaws.personalize.schema\",\n  \"fields\": [\n{}\n  ],\n  \
         \"version\": \"1.0\"\n}}\n",
        columns.join(",\n")
    )
}

const STRING: &str = "\"string\"";
const OR_STRING: &str = "[\n        \"null\",\n        \"string\"\n      ]";

#[test]
fn the_examples_of_all_dataset_types_are_valid_without_a_warning() {
    let examples: [(&str, &[Described]); 7] = [
        (
            "Users",
            &[
                ("USER_ID", STRING, ""),
                ("AGE", "\"int\"", ""),
                ("GENDER", OR_STRING, "categorical"),
            ],
        ),
        (
            "Users",
            &[
                ("USER_ID", STRING, ""),
                ("SUBSCRIPTION_MODEL", STRING, "categorical"),
            ],
        ),
        (
            "Items",
            &[
                ("ITEM_ID", STRING, ""),
                ("GENRES", OR_STRING, "categorical"),
                ("CREATION_TIMESTAMP", "\"long\"", ""),
                ("DESCRIPTION", OR_STRING, "textual"),
            ],
        ),
        (
            "Items",
            &[
                ("ITEM_ID", STRING, ""),
                ("PRICE", "\"float\"", ""),
                ("CATEGORY_L1", "[\"string\"  , \"null\"]", "categorical"),
            ],
        ),
        (
            "Interactions",
            &[
                ("USER_ID", STRING, ""),
                ("ITEM_ID", STRING, ""),
                ("EVENT_TYPE", STRING, ""),
                ("EVENT_VALUE", "[\"float\", \"null\"]", ""),
                ("LOCATION", STRING, "categorical"),
                ("DEVICE", "[\"string\", \"null\"]", "categorical"),
                ("TIMESTAMP", "\"long\"", ""),
                ("IMPRESSION", STRING, ""),
            ],
        ),
        (
            "Actions",
            &[
                ("ACTION_ID", STRING, ""),
                ("VALUE", "[\"null\", \"long\"]", ""),
                ("MEMBERSHIP_LEVEL", OR_STRING, "categorical"),
                ("CREATION_TIMESTAMP", "\"long\"", ""),
                ("REPEAT_FREQUENCY", "[\"long\", \"null\"]", ""),
            ],
        ),
        (
            "ActionInteractions",
            &[
                ("USER_ID", STRING, ""),
                ("ACTION_ID", STRING, ""),
                ("EVENT_TYPE", STRING, ""),
                ("TIMESTAMP", "\"long\"", ""),
            ],
        ),
    ];
    for (name, columns) in examples {
        let schema = Schema::parse(&schema(name, columns)).unwrap();
        assert_eq!(schema.name(), name);
        assert_eq!(
            Schema::parse_as(schema.dataset_type(), &schema.to_json()),
            Ok(schema.clone())
        );
        assert_eq!(schema.warnings(), []);
        let names: Vec<&str> = schema.columns().iter().map(Column::name).collect();
        assert!(names.iter().eq(columns.iter().map(|(name, ..)| name)));
    }
}

#[test]
fn reserved_columns_are_those_of_the_guide() {
    let keywords = |dataset_type: DatasetType| {
        let keywords = dataset_type.reserved_columns().iter().map(|keyword| {
            let or_null = if keyword.nullable { "?" } else { "" };
            let required = if keyword.required { "!" } else { "" };
            format!("{}{required} {}{or_null}", keyword.name, keyword.ty)
        });
        keywords.collect::<Vec<_>>().join(", ")
    };
    for (dataset_type, expected) in [
        (DatasetType::Users, "USER_ID! string"),
        (
            DatasetType::Items,
            "ITEM_ID! string, CREATION_TIMESTAMP long",
        ),
        (
            DatasetType::Interactions,
            "USER_ID! string, ITEM_ID! string, TIMESTAMP! long, EVENT_TYPE string, \
             EVENT_VALUE float?, IMPRESSION string?, RECOMMENDATION_ID string?, \
             EVENT_ATTRIBUTION_SOURCE string?",
        ),
        (
            DatasetType::Actions,
            "ACTION_ID! string, CREATION_TIMESTAMP long, VALUE long?, TYPE string?, \
             EXPIRATION_TIMESTAMP long?, ACTION_EXPIRATION_TIMESTAMP long?, REPEAT_FREQUENCY long?",
        ),
        (
            DatasetType::ActionInteractions,
            "USER_ID! string, ACTION_ID! string, EVENT_TYPE! string, TIMESTAMP! long, \
             IMPRESSION string?, RECOMMENDATION_ID string?",
        ),
    ] {
        assert_eq!(keywords(dataset_type), expected);
    }
}

#[test]
fn members_of_columns_are_those_of_the_model() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../models/personalize-events.json"
    );
    let model = std::fs::read_to_string(path).unwrap();
    let model: serde_json::Value = serde_json::from_str(&model).unwrap();
    let is_member = |structure: &str, member: &str| {
        let shape = format!("com.amazonaws.personalizeevents#{structure}");
        model["shapes"][&shape]["members"][member].is_object()
    };
    for (dataset_type, structure, request) in [
        (DatasetType::Users, "User", "PutUsersRequest"),
        (DatasetType::Items, "Item", "PutItemsRequest"),
        (DatasetType::Interactions, "Event", "PutEventsRequest"),
        (DatasetType::Actions, "Action", "PutActionsRequest"),
        (
            DatasetType::ActionInteractions,
            "ActionInteraction",
            "PutActionInteractionsRequest",
        ),
    ] {
        for column in dataset_type.reserved_columns() {
            let Some(member) = column.member else {
                assert!(!column.required, "{dataset_type}: {}", column.name);
                continue;
            };
            let found = match member.split_once('.') {
                Some((_, nested)) => is_member("MetricAttribution", nested),
                None => is_member(structure, member) || is_member(request, member),
            };
            assert!(found, "{dataset_type}: {member}");
        }
    }
}

#[test]
fn event_types_and_optional_columns_of_interactions_are_at_most_ten_together() {
    let required = ["USER_ID", "ITEM_ID"].map(|name| Column::new(name, Type::String));
    let schema = |more: &[Column]| {
        let timestamp = Column::new("TIMESTAMP", Type::Long);
        let columns = required.iter().cloned().chain([timestamp]);
        Schema::new(
            DatasetType::Interactions,
            columns.chain(more.iter().cloned()),
        )
        .unwrap()
    };
    assert_eq!(schema(&[]).max_event_types(), Some(10));
    let mut columns = vec![
        Column::new("EVENT_TYPE", Type::String),
        Column::new("EVENT_VALUE", Type::Float),
        Column::new("IMPRESSION", Type::String),
        Column::new("RECOMMENDATION_ID", Type::String),
        Column::new("EVENT_ATTRIBUTION_SOURCE", Type::String),
    ];
    assert_eq!(schema(&columns).max_event_types(), Some(8));
    columns.extend((0..5).map(|n| Column::new(format!("CONTEXT_{n}"), Type::Int)));
    assert_eq!(schema(&columns).max_event_types(), Some(3));
    let users = [
        Column::new("USER_ID", Type::String),
        Column::new("AGE", Type::Int),
    ];
    let users = Schema::new(DatasetType::Users, users).unwrap();
    assert_eq!(users.max_event_types(), None);
}

#[test]
fn a_parsed_schema_has_the_content_of_its_text() {
    let text = schema(
        "Items",
        &[
            ("ITEM_ID", STRING, ""),
            ("GENRES", OR_STRING, "categorical"),
            ("DESCRIPTION", STRING, "textual"),
            ("CREATION_TIMESTAMP", "\"long\"", ""),
        ],
    );
    let schema = Schema::parse(&text).unwrap();
    assert_eq!(schema.dataset_type(), DatasetType::Items);
    assert_eq!(schema.namespace(), Some("com.amazonaws.personalize.schema"));
    assert_eq!(schema.version(), Some("1.0"));
    let made = [
        Column::new("ITEM_ID", Type::String),
        Column::new("GENRES", Type::String)
            .with_nullable(true)
            .categorical(),
        Column::new("DESCRIPTION", Type::String).textual(),
        Column::new("CREATION_TIMESTAMP", Type::Long),
    ];
    assert_eq!(schema.columns(), made);
    assert_eq!(Schema::new(DatasetType::Items, made), Ok(schema.clone()));
    let position = schema.columns()[1].position().unwrap();
    assert_eq!((position.line, position.column), (12, 15));
    let metadata: Vec<&str> = schema.metadata().map(Column::name).collect();
    assert_eq!(metadata, ["GENRES", "DESCRIPTION"]);
    let found = schema.column_for_key("creationTimestamp").map(Column::name);
    assert_eq!(found, Some("CREATION_TIMESTAMP"));
    assert_eq!(schema.column_for_key("genre"), None);
    let meant = schema.did_you_mean("genre").map(Column::name);
    assert_eq!(meant, Some("GENRES"));
}

#[test]
fn unknown_attributes_are_preserved() {
    let text = r#"{"doc": {"de": [ "ä" ]}, "type": "record", "name": "Users", "version": "2\n",
        "fields": [{"name": "USER_ID", "type": "string", "a\"b": 1e999},
                   {"default": null, "name": "AGE", "type": ["int", "null"], "textual": false}]}"#;
    let schema = Schema::parse(text).unwrap();
    assert_eq!(
        schema.unknown_attributes().collect::<Vec<_>>(),
        [("doc", r#"{"de": [ "ä" ]}"#)]
    );
    let extra: Vec<_> = schema.columns()[0].unknown_attributes().collect();
    assert_eq!(extra, [("a\"b", "1e999")]);
    assert_eq!(
        schema.to_json(),
        r#"{
  "type": "record",
  "name": "Users",
  "fields": [
    {"name": "USER_ID", "type": "string", "a\"b": 1e999},
    {"name": "AGE", "type": ["null", "int"], "default": null}
  ],
  "version": "2\n",
  "doc": {"de": [ "ä" ]}
}"#
    );
    assert_eq!(Schema::parse(&schema.to_json()), Ok(schema));
}

#[test]
fn a_schema_that_would_be_too_long_is_written_without_white_space() {
    let columns = |length: usize| {
        let id = Column::new("ITEM_ID", Type::String);
        let metadata = (100..200).map(move |number| {
            Column::new(format!("M{number}{}", "X".repeat(length)), Type::String)
                .with_nullable(true)
                .categorical()
        });
        std::iter::once(id).chain(metadata)
    };
    let short = Schema::new(DatasetType::Items, columns(100))
        .unwrap()
        .to_json();
    assert_eq!(short.lines().count(), 109);
    let long = Schema::new(DatasetType::Items, columns(130)).unwrap();
    let text = long.to_json();
    assert!(text.len() <= MAX_SCHEMA_LEN && !text.contains(char::is_whitespace));
    assert!(text.starts_with(r#"{"type":"record","name":"Items","namespace":"com.ama"#));
    assert!(text.ends_with(r#""type":["null","string"],"categorical":true}],"version":"1.0"}"#));
    assert_eq!(Schema::parse(&text), Ok(long));
}
