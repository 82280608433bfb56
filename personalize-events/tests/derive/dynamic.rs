//! Properties whose keys are known only at run time.

use personalize_events::{
    ActionInteractionProperties, Event, EventProperties, Properties, UserProperties,
};

fn violations(properties: &Properties) -> Vec<String> {
    let invalid = UserProperties::to_properties(properties).expect_err("invalid");
    invalid
        .violations()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn they_become_each_kind_of_record() {
    let mut properties = Properties::new();
    properties
        .insert("age", 34)
        .insert(String::from("tags"), vec!["a", "b"])
        .insert("absent", None::<u8>)
        .insert_json("score", 4.5)
        .insert_json("subscribed", true);
    let text = r#"{"age":"34","tags":"a|b","score":4.5,"subscribed":true}"#;
    let user = properties.to_user("user-1").unwrap();
    assert_eq!(
        (user.user_id(), user.properties().unwrap().as_str()),
        ("user-1", text)
    );
    let item = properties.to_item(7).unwrap();
    assert_eq!(
        (item.item_id(), item.properties().unwrap().as_str()),
        ("7", text)
    );
    let action = properties.to_action("join").unwrap();
    assert_eq!(
        (action.action_id(), action.properties().unwrap().as_str()),
        ("join", text)
    );
    let event = EventProperties::to_properties(&properties).unwrap();
    assert_eq!(event.as_str(), text);
    assert_eq!(
        ActionInteractionProperties::to_properties(&properties).unwrap(),
        event
    );
    drop(Event::builder().properties(event));
    assert_eq!(
        UserProperties::to_properties(&Properties::new())
            .unwrap()
            .as_str(),
        "{}"
    );
}

#[test]
fn the_same_key_is_replaced_and_another_key_of_the_column_is_a_violation() {
    let mut properties = Properties::new();
    properties
        .insert("zipCode", f64::NAN)
        .insert("age", 1)
        .insert("zipCode", 2);
    let text = UserProperties::to_properties(&properties).unwrap();
    assert_eq!(text.as_str(), r#"{"zipCode":"2","age":"1"}"#);
    properties.insert("ZIP_CODE", None::<u8>);
    assert_eq!(
        violations(&properties),
        [
            "properties.ZIP_CODE is for the same column as `zipCode`, because names that differ only in `_` or case are equal; omit one of them"
        ]
    );
}

#[test]
fn keys_and_values_are_checked_all_at_once() {
    let mut properties = Properties::new();
    properties
        .insert("zip code", 1)
        .insert("userID", 1)
        .insert("score", f32::INFINITY)
        .insert("tags", ["a|b", "null"]);
    assert_eq!(
        violations(&properties),
        [
            "properties.zip code is not a valid column name; use ASCII letters, digits and `_`, without a leading digit",
            "properties.userID is not allowed among these properties, because `userId` is a member of the record; omit it",
            "properties.score is infinite or NaN, but only finite numbers can be sent",
            "properties.tags has `|` in category 0; `|` separates categories and cannot be escaped",
            "properties.tags has the text `null` as category 1, which the service may treat as a missing value; omit the category, or allow it with `allow_null_text`",
        ]
    );
}

#[test]
fn what_is_refused_depends_on_the_kind() {
    let mut properties = Properties::new();
    properties.insert("session_id", 1).insert("itemId", 2);
    assert!(UserProperties::to_properties(&properties).is_ok());
    assert_eq!(
        EventProperties::to_properties(&properties)
            .unwrap_err()
            .to_string(),
        "properties.session_id is not allowed among these properties, because `sessionId` is a member of the record; omit it; properties.itemId is not allowed among these properties, because `itemId` is a member of the record; omit it"
    );
    assert_eq!(
        properties.to_item("film").unwrap_err().to_string(),
        "properties.itemId is not allowed among these properties, because `itemId` is a member of the record; omit it"
    );
}

#[test]
fn the_length_is_limited() {
    let mut properties = Properties::new();
    properties.insert("note", "é".repeat(1024));
    assert!(UserProperties::to_properties(&properties).is_ok());
    assert_eq!(
        EventProperties::to_properties(&properties)
            .unwrap_err()
            .to_string(),
        "properties has 1035 characters, but at most 1024 are allowed"
    );
}

#[test]
fn debug_shows_keys_and_no_values() {
    let mut properties = Properties::new();
    properties.insert("diagnosis", "secret").insert("age", 34);
    assert_eq!(
        format!("{properties:?}"),
        r#"Properties {"diagnosis", "age"}"#
    );
}

#[test]
fn timestamp_columns_are_in_seconds_in_the_records_that_have_them() {
    let mut properties = Properties::new();
    properties
        .insert("creation_timestamp", 1_700_000_000_000_i64)
        .insert_json("EXPIRATION_TIMESTAMP", "2023-11-14");
    let paths = |invalid: personalize_events::ValidationError| {
        let violations = invalid.violations().iter();
        let paths = violations.map(|it| it.path().to_owned());
        paths.collect::<Vec<_>>()
    };
    assert!(properties.to_user("u").is_ok());
    assert_eq!(
        paths(properties.to_item("i").unwrap_err()),
        ["properties.creation_timestamp"]
    );
    assert_eq!(
        paths(properties.to_action("a").unwrap_err()),
        [
            "properties.creation_timestamp",
            "properties.EXPIRATION_TIMESTAMP"
        ]
    );
    assert_eq!(
        properties.to_action("a").unwrap_err().violations()[1].to_string(),
        "properties.EXPIRATION_TIMESTAMP has the wrong type; its column is a timestamp, which accepts whole seconds \
         since 1970-01-01 (UTC), such as 1700000000"
    );
    properties
        .insert("creation_timestamp", "1700000000")
        .insert("EXPIRATION_TIMESTAMP", None::<i64>);
    assert!(properties.to_action("a").is_ok());
}
