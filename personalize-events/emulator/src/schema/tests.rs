use serde_json::{Value, json};

use super::{Schema, key_of};
use crate::Model;
use crate::dataset::DatasetType;

const SCHEMA: &str = r#"{
    "type": "record",
    "name": "Users",
    "namespace": "com.amazonaws.personalize.schema",
    "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "AGE", "type": ["null", "int"]},
        {"name": "SCORE", "type": "double"},
        {"name": "MEMBER", "type": ["boolean", "null"]},
        {"name": "GENRES", "type": ["null", "string"], "categorical": true},
        {"name": "NICKNAME", "type": ["null", "string"]},
        {"name": "BIOGRAPHY", "type": ["null", "string"], "textual": true}
    ],
    "version": "1.0"
}"#;

fn messages(properties: &Value) -> Vec<String> {
    messages_of_text(&properties.to_string())
}

fn messages_of_text(properties: &str) -> Vec<String> {
    let schema = Schema::parse(DatasetType::Users, SCHEMA).unwrap();
    let operation = Model::embedded().operation("PutUsers").unwrap();
    let records = operation.records.as_ref().unwrap();
    let input = json!({"users": [{"userId": "u", "properties": properties}]});
    let violations = schema.validate(records, &input);
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn values_may_be_strings_or_numbers_and_booleans() {
    for properties in [
        json!({"score": "1.5"}),
        json!({"score": 1.5, "age": 34, "member": true, "genres": "a|b"}),
        json!({"score": "1e3", "age": "34", "member": "false"}),
        json!({"score": 1, "age": null, "member": null, "genres": null}),
        json!({"score": 1, "nickname": "ö".repeat(1000), "biography": "b".repeat(1001)}),
    ] {
        assert_eq!(messages(&properties), Vec::<String>::new(), "{properties}");
    }
}

#[test]
fn violations_are_reported_without_values() {
    let wrong = json!({
        "score": "NaN", "age": "3147483648", "member": "True", "genres": "g".repeat(1001),
        "nickname": "ö".repeat(1001), "years": "34"
    });
    assert_eq!(
        messages(&wrong),
        [
            "users[0].properties.age: does not have the type int of the column AGE",
            "users[0].properties.genres: has 1001 characters, but at most 1000 are allowed in the \
             column GENRES, which is not textual",
            "users[0].properties.member: does not have the type boolean of the column MEMBER",
            "users[0].properties.nickname: has 1001 characters, but at most 1000 are allowed in the \
             column NICKNAME, which is not textual",
            "users[0].properties.score: does not have the type double of the column SCORE",
            "users[0].properties.years: is not the key of a column in the schema",
        ]
    );
    assert_eq!(
        messages(&json!({})),
        ["users[0].properties.score: is missing, but the column SCORE is not nullable"]
    );
    assert_eq!(
        messages(&json!({"score": 1, "userId": "u", "USER_ID": "u"})),
        [
            "users[0].properties.USER_ID: is the id, which must not be among the properties",
            "users[0].properties.userId: is the id, which must not be among the properties",
        ]
    );
    assert_eq!(
        messages(&json!({"score": null, "genres": 1, "age": 1.5, "member": []})).len(),
        4
    );
}

#[test]
fn a_key_occurs_once_and_a_value_that_cannot_be_read_is_no_missing_value() {
    assert_eq!(
        messages_of_text(r#"{"score": 1, "age": 5, "\u0061ge": 6, "age": "x"}"#),
        [
            "users[0].properties.age: does not have the type int of the column AGE",
            "users[0].properties.age: occurs more than once",
            "users[0].properties.age: occurs more than once",
        ]
    );
    let deep = format!(r#"{{"genres": {}{}}}"#, "[".repeat(200), "]".repeat(200));
    for text in [r#"{"score": 1e999}"#, &deep] {
        let messages = messages_of_text(text).join("\n");
        let expected = "users[0].properties: cannot be compared with the schema: ";
        assert!(messages.starts_with(expected), "{messages}");
    }
}

/// A schema of users with these columns besides the ID.
fn of_columns(columns: &[&str]) -> Schema {
    let columns = ["USER_ID"].iter().chain(columns);
    let fields = columns.map(|name| json!({"name": name, "type": ["string"]}));
    let text = json!({"fields": fields.collect::<Vec<_>>()}).to_string();
    Schema::parse(DatasetType::Users, &text).unwrap()
}

#[test]
fn keys_are_column_names_in_any_case() {
    let schema = of_columns(&["HomeTown", "shoeSize", "FAVClub", "TOP_3_GENRES", "_x"]);
    let problems = |keys: &[&str]| {
        let properties = keys.iter().map(|key| ((*key).to_owned(), json!("1")));
        schema.problems(&json!({}), &properties.collect())
    };
    for keys in [
        ["homeTown", "shoeSize", "favClub", "top3Genres", "x"],
        ["HomeTown", "ShoeSize", "FAVClub", "TOP_3_GENRES", "_x"],
        ["home_town", "SHOE_SIZE", "favclub", "top_3genres", "X_"],
    ] {
        assert_eq!(problems(&keys), []);
    }
    let twice = problems(&["homeTown", "home_town", "shoeSize", "favClub", "x"]);
    let twice = twice
        .iter()
        .map(|(key, problem)| format!("{key} {problem}"));
    assert_eq!(
        twice.collect::<Vec<_>>(),
        [
            "home_town is for the same column as `homeTown`, because `_` and case make no difference",
            "top3Genres is missing, but the column TOP_3_GENRES is not nullable",
        ]
    );
}

#[test]
fn missing_columns_are_named_by_their_keys() {
    for (column, key) in [
        ("AGE", "age"),
        ("NUMBER_OF_VIDEOS_WATCHED", "numberOfVideosWatched"),
        ("CATEGORY_L2", "categoryL2"),
        ("ZIP_5_CODE", "zip5Code"),
        ("HomeTown", "homeTown"),
        ("favourite_Club", "favouriteClub"),
    ] {
        assert_eq!(key_of(column), key);
    }
}

#[test]
fn a_flag_may_be_a_word() {
    for (flag, textual) in [
        (json!("True"), Some(true)),
        (json!("false"), Some(false)),
        (json!(null), Some(false)),
        (json!(1), None),
        (json!("yes"), None),
    ] {
        let fields = json!([{"name": "USER_ID", "type": "string", "textual": flag}]);
        let text = json!({"fields": fields}).to_string();
        let schema = Schema::parse(DatasetType::Users, &text);
        let found = schema.ok().map(|schema| schema.columns[0].textual);
        assert_eq!(found, textual, "{flag}");
    }
}

#[test]
fn a_type_may_have_the_long_form_of_avro() {
    for (ty, nullable) in [
        (json!({"type": "int"}), false),
        (json!([{"type": "int", "logicalType": "date"}]), false),
        (json!(["null", {"type": "int"}]), true),
        (json!([{"type": "int"}, {"type": "null"}]), true),
    ] {
        let id = json!({"type": "string", "avro.java.string": "String"});
        let fields = json!([{"name": "USER_ID", "type": id}, {"name": "AGE", "type": ty}]);
        let text = json!({"fields": fields}).to_string();
        let schema = Schema::parse(DatasetType::Users, &text).unwrap();
        let age = &schema.columns[1];
        assert_eq!((age.type_name.as_str(), age.nullable), ("int", nullable));
    }
    for ty in [
        json!({"type": {"type": "int"}}),
        json!({"type": ["int"]}),
        json!({"type": "null"}),
        json!({"type": "map", "values": "int"}),
        json!(["null", {"items": "int"}]),
    ] {
        let fields = json!([{"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": ty}]);
        let text = json!({"fields": fields}).to_string();
        let error = Schema::parse(DatasetType::Users, &text)
            .unwrap_err()
            .join("; ");
        assert!(error.contains("the field `AGE`"), "{error}");
    }
}

#[test]
fn an_invalid_schema_is_rejected() {
    for (text, part) in [
        ("{", "EOF"),
        ("{}", "missing field `fields`"),
        (
            r#"{"fields":[{"name":"A","type":{"type":"array"}}]}"#,
            "the field `A`",
        ),
        (
            r#"{"fields":[{"name":"A","type":["null"]}]}"#,
            "the field `A`",
        ),
        (
            r#"{"fields":[{"name":"A","type":["null","int","null"]}]}"#,
            "the field `A`",
        ),
        (
            r#"{"fields":[{"name":"A_B","type":"int"},{"name":"ab","type":"int"}]}"#,
            "the fields `A_B` and `ab` have the same name",
        ),
    ] {
        let error = Schema::parse(DatasetType::Users, text)
            .unwrap_err()
            .join("; ");
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn every_problem_of_a_schema_is_reported() {
    let fields = json!([
        {"name": "A", "type": "date", "textual": 1},
        {"name": "a_", "type": "int"},
        {"name": "B", "type": "bytes"}
    ]);
    let text = json!({"fields": fields}).to_string();
    let must_be = "must be boolean, int, long, float, double or string, or one of them with null";
    assert_eq!(
        Schema::parse(DatasetType::Users, &text).unwrap_err(),
        [
            &format!("the type of the field `A` {must_be}"),
            "`textual` of the field `A` must be true or false",
            "the fields `A` and `a_` have the same name, because `_` and case make no difference",
            &format!("the type of the field `B` {must_be}"),
            "it lacks fields that a schema of the type USERS must have: USER_ID",
        ]
    );
}

#[test]
fn a_schema_of_another_type_is_rejected() {
    let schema = |name: &str, columns: &[&str]| {
        let fields = columns
            .iter()
            .map(|column| json!({"name": column, "type": "string"}));
        json!({"name": name, "fields": fields.collect::<Vec<_>>()}).to_string()
    };
    for (ty, name, columns, part) in [
        (
            DatasetType::Users,
            "Items",
            &["ITEM_ID", "GENRES"][..],
            "named Items, so that it is for a dataset of type ITEMS, not USERS",
        ),
        (
            DatasetType::Users,
            "interactions",
            &["USER_ID", "ITEM_ID", "TIMESTAMP"],
            "of type INTERACTIONS, not USERS",
        ),
        (
            DatasetType::Interactions,
            "Action_Interactions",
            &["USER_ID", "ACTION_ID", "TIMESTAMP", "EVENT_TYPE"],
            "of type ACTION_INTERACTIONS, not INTERACTIONS",
        ),
        (
            DatasetType::Users,
            "Records",
            &["ITEM_ID", "GENRES"],
            "it lacks fields that a schema of the type USERS must have: USER_ID",
        ),
        (
            DatasetType::Interactions,
            "Interactions",
            &["USER_ID"],
            "ITEM_ID, TIMESTAMP",
        ),
    ] {
        let error = Schema::parse(ty, &schema(name, columns))
            .unwrap_err()
            .join("; ");
        assert!(error.contains(part), "{error}");
    }
    for (ty, name, columns) in [
        (DatasetType::Users, "users", &["USER_ID"][..]),
        (DatasetType::Users, "User", &["user_id"]),
        (DatasetType::Actions, "Actions", &["ACTION_ID", "TYPE"]),
    ] {
        assert!(Schema::parse(ty, &schema(name, columns)).is_ok(), "{name}");
    }
}

#[test]
fn a_column_for_which_an_event_has_a_member_need_not_be_among_the_properties() {
    let schema = json!({"name": "Interactions", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
        {"name": "EVENT_VALUE", "type": "float"}, {"name": "SPEAKER", "type": "string"},
        {"name": "EVENT_ATTRIBUTION_SOURCE", "type": "string"}
    ]});
    let schema = Schema::parse(DatasetType::Interactions, &schema.to_string()).unwrap();
    let operation = Model::embedded().operation("PutEvents").unwrap();
    let messages = |event: &Value, properties: Value| -> Vec<String> {
        let mut event = event.clone();
        event["properties"] = json!(properties.to_string());
        let input = json!({"eventList": [event]});
        let violations = schema.validate(operation.records.as_ref().unwrap(), &input);
        violations.iter().map(ToString::to_string).collect()
    };
    let members = json!({"eventType": "play", "eventValue": 0,
        "metricAttribution": {"eventAttributionSource": "mail"}});
    let none = json!({"eventType": "play", "eventValue": null});
    for (event, valid) in [
        (&members, json!({"speaker": "left"})),
        (
            &members,
            json!({"speaker": "left", "itemId": "i", "eventValue": 1.5}),
        ),
        (
            &none,
            json!({"speaker": "", "eventValue": "2", "eventAttributionSource": "app"}),
        ),
    ] {
        assert_eq!(messages(event, valid), Vec::<String>::new());
    }
    let path = "eventList[0].properties";
    assert_eq!(
        messages(&members, json!({"speekar": "left", "eventValue": "much"})),
        [
            format!("{path}.eventValue: does not have the type float of the column EVENT_VALUE"),
            format!("{path}.speekar: is not the key of a column in the schema"),
            format!("{path}.speaker: is missing, but the column SPEAKER is not nullable"),
        ]
    );
    let missing =
        |key, column| format!("{path}.{key}: is missing, but the column {column} is not nullable");
    assert_eq!(
        messages(&none, json!({})),
        [
            missing("eventValue", "EVENT_VALUE"),
            missing("speaker", "SPEAKER"),
            missing("eventAttributionSource", "EVENT_ATTRIBUTION_SOURCE"),
        ]
    );
}

/// The columns that every schema of interactions has, and others.
fn interactions(columns: &[Value]) -> Schema {
    let required = [
        json!({"name": "USER_ID", "type": "string"}),
        json!({"name": "ITEM_ID", "type": "string"}),
        json!({"name": "TIMESTAMP", "type": "long"}),
    ];
    let fields: Vec<&Value> = required.iter().chain(columns).collect();
    let text = json!({"name": "Interactions", "fields": fields}).to_string();
    Schema::parse(DatasetType::Interactions, &text).unwrap()
}

fn event_messages(schema: &Schema, event: &Value) -> Vec<String> {
    let operation = Model::embedded().operation("PutEvents").unwrap();
    let input = json!({"sessionId": "s", "eventList": [event]});
    let violations = schema.validate(operation.records.as_ref().unwrap(), &input);
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn an_event_value_requires_its_column_as_a_member_only() {
    let without = interactions(&[]);
    let expected =
        "eventList[0].eventValue: requires the column EVENT_VALUE, which the schema lacks";
    assert_eq!(
        event_messages(&without, &json!({"eventValue": 2})),
        [expected]
    );
    for valid in [
        json!({"eventValue": null}),
        json!({"properties": "{\"eventValue\":2,\"itemId\":\"i\"}"}),
        json!({"recommendationId": "r", "impression": ["i"], "eventType": "play",
               "metricAttribution": {"eventAttributionSource": "mail"}}),
    ] {
        assert_eq!(
            event_messages(&without, &valid),
            Vec::<String>::new(),
            "{valid}"
        );
    }
}

#[test]
fn an_event_value_is_in_the_range_of_its_column() {
    let of_type = |ty: Value| interactions(&[json!({"name": "EventValue", "type": ty})]);
    let float = of_type(json!(["float", "null"]));
    assert_eq!(
        event_messages(&float, &json!({"eventValue": 0.25})),
        Vec::<String>::new()
    );
    assert_eq!(
        event_messages(&float, &json!({"eventValue": 1e39})),
        ["eventList[0].eventValue: does not have the type float of the column EventValue"]
    );
    let int = of_type(json!("int"));
    assert_eq!(
        event_messages(&int, &json!({"eventValue": 1.5})),
        [
            "eventList[0].eventValue: does not have the type int of the column EventValue, because it has a fraction"
        ]
    );
    // AWS documents a float; nothing is known of another type.
    let string = of_type(json!("string"));
    assert_eq!(
        event_messages(&string, &json!({"eventValue": 1.5})),
        Vec::<String>::new()
    );
}

#[test]
fn a_column_that_the_properties_cannot_have_is_missing_as_a_member() {
    let column = |name| json!({"name": name, "type": "string"});
    let schema = interactions(&[
        column("IMPRESSION"),
        column("RECOMMENDATION_ID"),
        column("SESSION_ID"),
    ]);
    assert_eq!(
        event_messages(&schema, &json!({"impression": ["i"]})),
        [
            "eventList[0].recommendationId: is missing, but the column RECOMMENDATION_ID is not nullable"
        ]
    );
    let event = json!({"impression": ["i"], "recommendationId": "r"});
    assert_eq!(event_messages(&schema, &event), Vec::<String>::new());
}

#[test]
fn the_dataset_of_a_schema_is_recognized_by_its_name_or_the_action() {
    let schema = |name: Value, columns: &[&str]| {
        let fields = columns
            .iter()
            .map(|column| json!({"name": column, "type": "string"}));
        json!({"name": name, "fields": fields.collect::<Vec<_>>()}).to_string()
    };
    let events = ["USER_ID", "ITEM_ID", "TIMESTAMP"];
    let actions = ["USER_ID", "ACTION_ID", "TIMESTAMP", "EVENT_TYPE"];
    for (name, columns, ty) in [
        (
            json!("interactions"),
            &events[..],
            DatasetType::Interactions,
        ),
        (json!("Clicks"), &events, DatasetType::Interactions),
        (json!(null), &events, DatasetType::Interactions),
        (
            json!("Action_Interactions"),
            &actions,
            DatasetType::ActionInteractions,
        ),
        (json!("Clicks"), &actions, DatasetType::ActionInteractions),
    ] {
        let schema = Schema::parse_of_tracker(&schema(name, columns)).unwrap();
        assert_eq!(schema.dataset_type(), ty);
    }
    for (name, columns, part) in [
        (
            json!("Users"),
            &["USER_ID"][..],
            "named Users, so that it is for a dataset of type USERS; a tracker has schemas of",
        ),
        (
            json!("Interactions"),
            &actions,
            "a schema of the type INTERACTIONS must have: ITEM_ID",
        ),
        (json!("x"), &["USER_ID"], "the type INTERACTIONS must have"),
    ] {
        let error = Schema::parse_of_tracker(&schema(name, columns)).unwrap_err();
        assert!(error.join("; ").contains(part), "{error:?}");
    }
}
