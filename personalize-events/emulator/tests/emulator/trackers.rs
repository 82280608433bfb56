//! Trackers with schemas of their own, and their events by session.

use personalize_events_emulator::{Emulator, EmulatorBuilder, StartError, StoredEvent};
use serde_json::{Value, json};

use crate::client::{ARN, Response, TEST, get, user};

const GROUP: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop";
const INTERACTIONS: &str = r#"{"type": "record", "name": "Interactions",
    "namespace": "com.amazonaws.personalize.schema", "version": "1.0", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
    {"name": "EVENT_VALUE", "type": ["float", "null"]},
    {"name": "DEVICE", "type": "string", "categorical": true},
    {"name": "POSITION", "type": ["null", "int"]}]}"#;
const ACTION_INTERACTIONS: &str = r#"{"type": "record", "name": "ActionInteractions", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "ACTION_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
    {"name": "PLACE", "type": "string"}]}"#;

/// An event of type `play`, with more members.
fn event(members: &Value) -> Value {
    let mut event = json!({ "eventType": "play", "itemId": "i", "sentAt": 1 });
    let event_members = event.as_object_mut().unwrap();
    event_members.extend(members.as_object().unwrap().clone());
    event
}

async fn put_event(emulator: &Emulator, tracker: &str, members: &Value) -> Response {
    let input = json!({ "trackingId": tracker, "sessionId": "s", "eventList": [event(members)] });
    TEST.post(emulator, "/events", &input).await
}

async fn put_interaction(emulator: &Emulator, tracker: &str, properties: &str) -> Response {
    let interaction = json!({ "actionId": "a", "sessionId": "s", "timestamp": 1,
        "eventType": "Viewed", "properties": properties });
    let input = json!({ "trackingId": tracker, "actionInteractions": [interaction] });
    TEST.post(emulator, "/action-interactions", &input).await
}

#[tokio::test]
async fn the_events_of_a_tracker_must_match_its_schema() {
    let builder = Emulator::builder().tracker_schema("t", INTERACTIONS);
    let emulator = builder.start().await.unwrap();
    let properties = |text: &str| json!({ "properties": text });
    for valid in [
        properties(r#"{"device":"tv"}"#),
        properties(r#"{"DEVICE":"tv","position":"3","itemId":"i","eventValue":"2.5"}"#),
        json!({ "properties": r#"{"device":"tv","position":null}"#, "eventValue": 0.5,
            "recommendationId": "r", "impression": ["i", "j"],
            "metricAttribution": { "eventAttributionSource": "mail" } }),
    ] {
        let response = put_event(&emulator, "t", &valid).await;
        assert_eq!(response.status, 200, "{valid}: {}", response.body);
    }
    for (invalid, problem) in [
        (
            json!({}),
            "properties.device: is missing, but the column DEVICE",
        ),
        (
            properties(r#"{"device":null}"#),
            "properties.device: is null, but the column DEVICE",
        ),
        (
            properties(r#"{"device":7}"#),
            "properties.device: does not have the type string",
        ),
        (
            json!({ "properties": json!({ "device": "d".repeat(1001) }).to_string() }),
            "properties.device: has 1001 characters",
        ),
        (
            properties(r#"{"device":"tv","position":"3.5"}"#),
            "properties.position: does not have the type int of the column POSITION",
        ),
        (
            properties(r#"{"device":"tv","place":"shop"}"#),
            "properties.place: is not the key of a column",
        ),
        (
            json!({ "properties": r#"{"device":"tv"}"#, "eventValue": 1e39 }),
            "eventValue: does not have the type float of the column EVENT_VALUE",
        ),
    ] {
        let response = put_event(&emulator, "t", &invalid).await;
        let found = (response.status, response.code());
        assert_eq!(found, (400, "InvalidInputException"), "{invalid}");
        let message = response.message();
        let expected = format!("1 violation: eventList[0].{problem}");
        assert!(message.starts_with(&expected), "{message}");
    }
    assert_eq!(emulator.events("t").len(), 3);
    // There is no schema of action interactions.
    let response = put_interaction(&emulator, "t", r#"{"any":"thing"}"#).await;
    assert_eq!(response.status, 200);
}

#[tokio::test]
async fn a_tracker_has_a_schema_for_events_and_one_for_action_interactions() {
    for schemas in [
        [INTERACTIONS, ACTION_INTERACTIONS],
        [ACTION_INTERACTIONS, INTERACTIONS],
    ] {
        let builder = schemas.iter().fold(Emulator::builder(), |builder, schema| {
            builder.tracker_schema("t", *schema)
        });
        let emulator = builder.tracker("other", GROUP).start().await.unwrap();
        let valid = json!({ "properties": r#"{"device":"tv"}"# });
        for (tracker, properties, event, interaction) in [
            ("t", valid.clone(), 200, 400),
            (
                "t",
                json!({ "properties": r#"{"place":"shop"}"# }),
                400,
                200,
            ),
            ("other", valid, 200, 200),
        ] {
            let response = put_event(&emulator, tracker, &properties).await;
            assert_eq!(response.status, event, "{properties}");
            let text = properties["properties"].as_str().unwrap();
            let response = put_interaction(&emulator, tracker, text).await;
            assert_eq!(response.status, interaction, "{properties}");
        }
        // Only events may have these among their properties.
        let response = put_interaction(&emulator, "t", r#"{"place":"shop","eventValue":1}"#).await;
        let message = response.message();
        assert!(
            message.contains("eventValue: is not the key of a column"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn trackers_without_a_registration_are_refused_once_one_has_a_schema() {
    let builder = Emulator::builder().tracker_schema("t", INTERACTIONS);
    let emulator = builder.start().await.unwrap();
    let valid = json!({ "properties": r#"{"device":"tv"}"# });
    let response = put_event(&emulator, "u", &valid).await;
    let found = (response.status, response.code());
    assert_eq!(found, (400, "InvalidInputException"));
    let message = "trackingId: there is no such tracker; the emulator has t";
    assert_eq!(response.message(), message);
    let response = put_interaction(&emulator, "u", "{}").await;
    let found = (response.status, response.code());
    assert_eq!(found, (404, "ResourceNotFoundException"));
    assert_eq!(response.message(), message);
    assert!(emulator.events("u").is_empty());
    // Datasets are registered apart.
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
}

async fn problems(builder: EmulatorBuilder) -> Vec<String> {
    let error = builder.start().await.unwrap_err();
    let StartError::Tracker { problems, .. } = error else {
        panic!("{error}");
    };
    problems
}

#[tokio::test]
async fn a_tracker_is_not_registered_with_schemas_that_cannot_be_used() {
    let users = r#"{"name": "Users", "fields": [{"name": "USER_ID", "type": "string"}]}"#;
    let builder = || Emulator::builder().tracker_schema("t", INTERACTIONS);
    for (builder, expected) in [
        (
            builder().tracker_schema("t", INTERACTIONS),
            "it has two schemas of the type INTERACTIONS",
        ),
        (
            builder().tracker("t", GROUP),
            "it has schemas of its own and a dataset group; give the group's datasets the schemas, or leave out the group",
        ),
        (
            Emulator::builder().tracker_schema("t", users),
            "its schema cannot be used: its record is named Users, so that it is for a dataset of type USERS; a tracker \
             has schemas of INTERACTIONS and ACTION_INTERACTIONS",
        ),
    ] {
        assert_eq!(problems(builder).await, [expected]);
    }
    let all = builder()
        .tracker("t", ARN)
        .tracker_schema("t", r#"{"name": "Interactions", "fields": []}"#)
        .tracker_schema("t", "{");
    let all = problems(all).await;
    assert_eq!(all.len(), 4, "{all:?}");
}

/// Puts events with these ids.
async fn put_ids(emulator: &Emulator, session: &str, user: Option<&str>, ids: &[Option<&str>]) {
    let events: Vec<Value> = ids
        .iter()
        .map(|id| event(&id.map_or_else(|| json!({}), |id| json!({ "eventId": id }))))
        .collect();
    let mut input = json!({ "trackingId": "t", "sessionId": session, "eventList": events });
    if let Some(user) = user {
        input["userId"] = json!(user);
    }
    let response = TEST.post(emulator, "/events", &input).await;
    assert_eq!(response.status, 200, "{}", response.body);
}

fn ids(events: &[StoredEvent]) -> Vec<Option<&str>> {
    events.iter().map(StoredEvent::event_id).collect()
}

#[tokio::test]
async fn an_event_is_stored_once_for_its_id_and_repeats_are_listed_apart() {
    let emulator = Emulator::start().await.unwrap();
    put_ids(&emulator, "s-1", None, &[Some("1"), Some("2"), Some("1")]).await;
    put_ids(&emulator, "s-2", Some("u"), &[Some("2"), None, None]).await;
    assert_eq!(
        ids(&emulator.events("t")),
        [Some("1"), Some("2"), None, None]
    );
    let repeated = emulator.repeated_events("t");
    assert_eq!(ids(&repeated), [Some("1"), Some("2")]);
    assert_eq!(
        (repeated[1].session_id(), repeated[1].user_id()),
        ("s-2", Some("u"))
    );
    assert!(emulator.repeated_events("other").is_empty());
    let response = get(&emulator, "/_emulator/trackers/t/repeated-events").await;
    assert_eq!(response.json().as_array().unwrap().len(), 2);

    let interaction = |id| json!({ "eventId": id, "actionId": "a", "sessionId": "s-1", "timestamp": 1, "eventType": "Viewed" });
    let list = ["1", "3", "3"].map(interaction);
    let input = json!({ "trackingId": "t", "actionInteractions": list });
    let response = TEST.post(&emulator, "/action-interactions", &input).await;
    assert_eq!(response.status, 200);
    assert_eq!(emulator.action_interactions("t").len(), 2);
    assert_eq!(emulator.repeated_action_interactions("t").len(), 1);
    let path = "/_emulator/trackers/t/repeated-action-interactions";
    let found = get(&emulator, path).await.json();
    assert_eq!(found, json!([interaction("3")]));
}

#[tokio::test]
async fn sessions_have_their_users_and_their_events_in_the_order_of_arrival() {
    let emulator = Emulator::start().await.unwrap();
    put_ids(&emulator, "s-2", None, &[Some("1")]).await;
    put_ids(&emulator, "s-1", Some("ü"), &[Some("2"), Some("3")]).await;
    put_ids(&emulator, "s-2", Some("u \"1\""), &[Some("4")]).await;
    put_ids(&emulator, "s-2", Some("v"), &[Some("5")]).await;
    put_ids(&emulator, "s-2", Some("u \"1\""), &[Some("6"), Some("1")]).await;
    let interaction = json!({ "actionId": "a", "sessionId": "s-1", "userId": "w", "timestamp": 1,
        "eventType": "Taken" });
    let alone =
        json!({ "actionId": "a", "sessionId": "s-3", "timestamp": 1, "eventType": "Taken" });
    let input = json!({ "trackingId": "t", "actionInteractions": [interaction, alone] });
    let response = TEST.post(&emulator, "/action-interactions", &input).await;
    assert_eq!(response.status, 200);

    let sessions: Vec<_> = emulator.sessions("t").collect();
    let found: Vec<_> = sessions
        .iter()
        .map(|session| {
            (
                session.session_id(),
                session.user_ids(),
                ids(session.events()),
                session.action_interactions().len(),
            )
        })
        .collect();
    let users =
        |users: &[&str]| -> Vec<String> { users.iter().map(|user| (*user).to_owned()).collect() };
    assert_eq!(
        found,
        [
            (
                "s-2",
                &users(&["u \"1\"", "v"])[..],
                vec![Some("1"), Some("4"), Some("5"), Some("6")],
                0
            ),
            ("s-1", &users(&["ü", "w"]), vec![Some("2"), Some("3")], 1),
            ("s-3", &[], vec![], 1),
        ]
    );
    assert_eq!(emulator.session_events("t", "s-2"), sessions[0].events());
    assert_eq!(emulator.sessions("other").count(), 0);

    let listed = get(&emulator, "/_emulator/trackers/t/sessions")
        .await
        .json();
    let json_of = |events: &[StoredEvent]| -> Vec<Value> {
        events.iter().map(|event| event.json().clone()).collect()
    };
    let expected: Vec<Value> = sessions
        .iter()
        .map(|session| {
            let interactions = session.action_interactions().iter();
            json!({
                "sessionId": session.session_id(),
                "userIds": session.user_ids(),
                "events": json_of(session.events()),
                "actionInteractions": interactions.map(|it| it.json().clone()).collect::<Vec<_>>(),
            })
        })
        .collect();
    assert_eq!(listed, Value::from(expected));
    let response = get(&emulator, "/_emulator/trackers/other/sessions").await;
    assert_eq!(response.status, 404);
}

#[tokio::test]
async fn the_number_and_the_size_of_stored_events_can_be_limited() {
    let full = "EmulatorStorageLimitReached";
    let few = Emulator::builder().max_stored_records(3).start();
    let emulator = few.await.unwrap();
    put_ids(&emulator, "s", None, &[Some("1"), Some("2")]).await;
    let more = json!({ "trackingId": "t", "sessionId": "s", "eventList": [event(&json!({})), event(&json!({}))] });
    let response = TEST.post(&emulator, "/events", &more).await;
    assert_eq!((response.status, response.code()), (400, full));
    assert!(
        response.message().contains("at most 3 records"),
        "{}",
        response.message()
    );
    assert_eq!(emulator.events("t").len(), 2);
    let small = Emulator::builder().max_stored_bytes(20).start();
    let response = put_event(&small.await.unwrap(), "t", &json!({})).await;
    assert_eq!(response.code(), full);
}
