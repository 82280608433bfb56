//! Requests and records are deserialized from what they serialize to, with the checks of their builders.

use std::collections::HashMap;

use personalize_events::{
    Action, ActionInteraction, Event, Item, MetricAttribution, PutEventsRequest, PutUsersRequest,
    Timestamp, User,
};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::json;

fn error<T: DeserializeOwned>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(_) => panic!("valid: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_request_is_read_from_the_json_of_the_api() {
    let request: PutUsersRequest = serde_json::from_str(
        r#"{
            "datasetArn": "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
            "users": [
                { "userId": "user-1", "properties": "{\"age\":\"34\"}" },
                { "userId": "user-2", "properties": { "favourite_genres": "a|b", "score": 0.5, "n": null } },
                { "userId": "user-3", "properties": null }
            ]
        }"#,
    )
    .unwrap();
    let properties = request.users().iter().map(|user| {
        let text = user.properties().map(|json| json.as_str().to_owned());
        (user.user_id(), text)
    });
    assert_eq!(
        properties.collect::<Vec<_>>(),
        [
            ("user-1", Some(r#"{"age":"34"}"#.to_owned())),
            (
                "user-2",
                Some(r#"{"favourite_genres":"a|b","n":null,"score":0.5}"#.to_owned())
            ),
            ("user-3", None),
        ]
    );
}

#[test]
fn every_violation_is_reported_with_its_path_and_without_values() {
    let text = r#"{
        "trackingId": 4711,
        "sessionId": "null",
        "user_id": "alice@example.com",
        "eventList": [
            { "eventType": "", "sentAt": "2026-11-26", "itemId": ["secret"], "eventValue": 1e40 },
            { "eventType": "watch", "sentAt": 1700000000000, "impression": ["a", null, "null"] },
            "secret",
            {
                "sentAt": 1,
                "eventType": "watch",
                "properties": [1],
                "metricAttribution": { "source": "secret" },
                "eventvalue": 3
            }
        ]
    }"#;
    let event = "the members are eventId, eventType, eventValue, itemId, properties, sentAt, \
                 recommendationId, impression, metricAttribution";
    let expected = [
        // What cannot be read is first.
        "trackingId is a number, but a string is required",
        "eventList[0].eventValue is a number, but a number from -3.4e38 to 3.4e38 is required",
        "eventList[0].itemId is a list, but a string is required",
        "eventList[0].sentAt is a string, but a number of seconds is required",
        "eventList[1].impression[1] is null, but a string is required",
        "eventList[2] is a string, but an object is required",
        "eventList[3].properties is a list, but a string or an object is required",
        "eventList[3].metricAttribution.source is not a member; the members are \
         eventAttributionSource",
        &format!("eventList[3].eventvalue is not a member; {event}"),
        "user_id is not a member; the members are trackingId, userId, sessionId, eventList",
        "sessionId is the text `null`, and the service has dropped a record with such an id without an \
         error; set the intended id, or allow it with `allow_null_text`",
        "eventList[0].eventType has 0 characters, but at least 1 is required",
        "eventList[1].sentAt is no timestamp in seconds, because it would be outside of the years \
         1 to 9999; if it is in milliseconds, divide it by 1000",
        "eventList[3].metricAttribution.eventAttributionSource is required but missing",
    ];
    let found = error::<PutEventsRequest>(text);
    assert_eq!(found, expected.join("; "));
    for value in ["4711", "alice", "secret", "2026"] {
        assert!(!found.contains(value), "{found}");
    }
}

#[test]
fn input_that_is_no_object_is_an_error() {
    assert_eq!(
        error::<User>(r#""secret""#),
        "found a string, but expected an object"
    );
    assert_eq!(error::<User>("null"), "found null, but expected an object");
    assert_eq!(error::<User>("{}"), "userId is required but missing");
    assert_eq!(
        error::<User>(r#"{"userId":"#),
        "EOF while parsing a value at line 1 column 10"
    );
}

#[test]
fn no_value_is_dropped_silently() {
    assert_eq!(
        error::<User>(r#"{"userId":"a","userId":"b"}"#),
        "duplicate key `userId` at line 1 column 22"
    );
    assert_eq!(
        error::<User>(r#"{"userId":"a","properties":{"age":1,"age":2}}"#),
        "duplicate key `age` at line 1 column 41"
    );
    assert_eq!(
        error::<User>(r#"{"userId":"a","age":1}"#),
        "age is not a member; the members are userId, properties"
    );
}

#[test]
fn properties_in_an_object_are_checked_like_text() {
    let event = |properties: &str| {
        error::<Event>(&format!(
            r#"{{"eventType":"watch","sentAt":1,"properties":{properties}}}"#
        ))
    };
    assert!(event(r#"{"userId":"a"}"#).starts_with("properties.userId is not allowed"));
    let item = error::<Item>(r#"{"itemId":"a","properties":{"creationTimestamp":1700000000000}}"#);
    assert!(
        item.starts_with("properties.creationTimestamp is no timestamp in seconds"),
        "{item}"
    );
    let long = format!(r#"{{"a":"{}"}}"#, "x".repeat(1024));
    assert!(event(&long).starts_with("properties has 1032 characters"));
}

/// What applications store: requests and records in structures of their own.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stored {
    request: PutUsersRequest,
    events: Vec<Event>,
    attribution: Option<MetricAttribution>,
}

#[test]
fn a_number_in_properties_that_would_be_rounded_is_a_violation() {
    for number in [
        "12345678901234567.891",
        "123456789012345678901234567890",
        "-18446744073709551616",
        "1e300",
        "[0, {\"a\": 9007199254740992.5}]",
    ] {
        let text = format!(r#"{{"userId":"u","properties":{{"age":1,"price":{number}}}}}"#);
        assert_eq!(
            error::<User>(&text),
            "properties.price is a number of more than 15 digits, which would be rounded, but a string is required",
            "{number}"
        );
    }
    for number in [
        "18446744073709551615",
        "-9223372036854775808",
        "0.8414709848078965",
        "-19.9",
    ] {
        let properties = format!(r#"{{"price":{number}}}"#);
        let text = format!(r#"{{"userId":"u","properties":{properties}}}"#);
        let user: User = serde_json::from_str(&text).unwrap();
        assert_eq!(user.properties().unwrap().as_str(), properties);
    }
}

#[test]
fn control_characters_in_keys_are_escaped_in_messages() {
    assert!(
        error::<User>(r#"{"userId":"u","a\n\u001b":1}"#).starts_with(r"a\n\u{1b} is not a member;")
    );
    assert!(
        error::<User>(r#"{"userId":"u","properties":{"a\n":1,"a\n":1}}"#)
            .starts_with(r"duplicate key `a\n` at ")
    );
}

#[test]
fn keys_and_numbers_of_other_formats_are_not_in_messages() {
    type Numbers<K, V> = MapDeserializer<'static, std::vec::IntoIter<(K, V)>, ValueError>;
    fn message<'de>(input: impl serde::Deserializer<'de, Error = ValueError>) -> String {
        User::deserialize(input).unwrap_err().to_string()
    }
    let wide: Numbers<&str, i128> = MapDeserializer::new(vec![("userId", 4711)].into_iter());
    assert_eq!(message(wide), "a whole number has more than 64 bits");
    let wide: Numbers<&str, u128> = MapDeserializer::new(vec![("userId", 4711)].into_iter());
    assert_eq!(message(wide), "a whole number has more than 64 bits");
    let key: Numbers<u64, u64> = MapDeserializer::new(vec![(4711, 4711)].into_iter());
    assert_eq!(message(key), "a key is not a string");
    assert!(
        error::<User>(r#"{"userId":{"$serde_json::private::Number":4711}}"#)
            .starts_with("invalid number at ")
    );
}

#[test]
fn records_are_parts_of_other_structures() {
    let json = json!({
        "request": {
            "datasetArn": "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS",
            "users": [{ "userId": "user-1" }],
        },
        "events": [{ "eventId": "event-1", "eventType": "watch", "sentAt": 1.5 }],
        "attribution": { "eventAttributionSource": "partner" },
    });
    let stored: Stored = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(serde_json::to_value(&stored).unwrap(), json);
    let invalid = json.to_string().replace("event-1", "");
    let found = error::<Stored>(&invalid);
    assert!(found.starts_with("eventId has 0 characters, but at least 1 is required at line 1"));
}

#[test]
fn an_event_without_an_id_gets_a_random_one() {
    let read = || serde_json::from_str::<Event>(r#"{"eventType":"watch","sentAt":1}"#).unwrap();
    let (first, second) = (read(), read());
    assert_eq!(first.event_id().map(str::len), Some(36));
    assert_ne!(first.event_id(), second.event_id());
}

#[test]
fn other_formats_than_json_are_read_too() {
    let entries = HashMap::from([("userId", "user-1")]);
    let deserializer = MapDeserializer::<_, ValueError>::new(entries.into_iter());
    let user = User::deserialize(deserializer).unwrap();
    assert_eq!(user, User::builder().user_id("user-1").build().unwrap());
}

/// Whether a record equals what is read from its text, and from its tree.
fn survives<T: Serialize + DeserializeOwned + PartialEq>(
    record: &T,
) -> Result<bool, serde_json::Error> {
    let from_text: T = serde_json::from_str(&serde_json::to_string(record)?)?;
    let from_tree: T = serde_json::from_value(serde_json::to_value(record)?)?;
    Ok(from_text == *record && from_tree == *record)
}

proptest! {
    #[test]
    fn records_survive_being_serialized(
        id in "\\PC{1,40}",
        millis in -62_135_596_800_000..253_402_300_800_000_i64,
        value in proptest::option::of(any::<f32>().prop_filter("a number", |value| !value.is_nan())),
        properties in proptest::option::of("\\PC{0,40}".prop_map(|text| json!({ "a": text }).to_string())),
        impression in proptest::option::of(proptest::collection::vec("\\PC{1,9}", 1..4)),
    ) {
        let at = Timestamp::from_millis(millis);
        let user = User::builder().user_id(&id).maybe_properties(properties.clone());
        prop_assert!(survives(&user.build().unwrap()).unwrap());
        let item = Item::builder().item_id(&id).maybe_properties(properties.clone());
        prop_assert!(survives(&item.build().unwrap()).unwrap());
        let action = Action::builder().action_id(&id).maybe_properties(properties.clone());
        prop_assert!(survives(&action.build().unwrap()).unwrap());
        let event = Event::builder()
            .event_type(&id)
            .sent_at(at)
            .maybe_event_value(value)
            .maybe_impression(impression.clone())
            .maybe_properties(properties.clone());
        prop_assert!(survives(&event.build().unwrap()).unwrap());
        let interaction = ActionInteraction::builder()
            .action_id(&id)
            .session_id(&id)
            .event_type("viewed")
            .timestamp(at)
            .maybe_impression(impression)
            .maybe_properties(properties);
        prop_assert!(survives(&interaction.build().unwrap()).unwrap());
    }
}
