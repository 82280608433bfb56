//! Storing of the records of valid requests.

use personalize_events_emulator::{Emulator, StartError};
use serde_json::json;

use crate::client::{ARN, TEST, arn_of, user};

#[tokio::test]
async fn the_response_to_a_valid_request_has_a_request_id_and_no_body() {
    let emulator = Emulator::start().await.unwrap();
    let response = TEST.post(&emulator, "/users", &user("u")).await;
    assert_eq!((response.status, response.body.as_str()), (200, ""));
    assert_eq!(response.code(), "");
    assert_eq!(response.header("x-amzn-requestid").len(), 36);
}

#[tokio::test]
async fn a_put_replaces_the_record_with_its_id() {
    let emulator = Emulator::start().await.unwrap();
    let first = json!({ "datasetArn": ARN, "users": [
        { "userId": "a", "properties": "{\"age\":\"1\",\"name\":\"x\"}" },
        { "userId": "b" }
    ]});
    let second = json!({ "datasetArn": ARN, "users": [
        { "userId": "a", "properties": "{\"age\":\"2\"}" },
        { "userId": "a", "properties": "{\"age\":\"3\"}" }
    ]});
    for input in [first, second] {
        assert_eq!(TEST.post(&emulator, "/users", &input).await.status, 200);
    }
    assert_eq!(
        emulator.users(ARN),
        [
            json!({ "userId": "a", "properties": "{\"age\":\"3\"}" }),
            json!({ "userId": "b" })
        ]
    );
    assert!(emulator.items(ARN).is_empty());
}

#[tokio::test]
async fn users_items_and_actions_are_stored_separately() {
    let emulator = Emulator::start().await.unwrap();
    for (path, list, id) in [
        ("/users", "users", "userId"),
        ("/items", "items", "itemId"),
        ("/actions", "actions", "actionId"),
    ] {
        let input = json!({ "datasetArn": arn_of(list), list: [{ id: path }] });
        assert_eq!(TEST.post(&emulator, path, &input).await.status, 200);
    }
    let [users, items, actions] = ["users", "items", "actions"].map(arn_of);
    assert_eq!(emulator.users(&users), [json!({ "userId": "/users" })]);
    assert_eq!(emulator.items(&items), [json!({ "itemId": "/items" })]);
    assert_eq!(
        emulator.actions(&actions),
        [json!({ "actionId": "/actions" })]
    );
    assert!(emulator.users(&items).is_empty());
}

#[tokio::test]
async fn events_are_appended_for_any_tracker() {
    let emulator = Emulator::builder().dataset(ARN).start().await.unwrap();
    let event = json!({ "eventType": "click", "sentAt": 1_732_345_327.757, "eventValue": 0.1 });
    let events = json!({
        "trackingId": "t", "sessionId": "s", "eventList": [event, event]
    });
    let interaction = json!({
        "actionId": "a", "sessionId": "s", "timestamp": 1, "eventType": "Viewed"
    });
    let interactions = json!({ "trackingId": "t", "actionInteractions": [interaction] });
    for _ in 0..2 {
        assert_eq!(TEST.post(&emulator, "/events", &events).await.status, 200);
    }
    let response = TEST
        .post(&emulator, "/action-interactions", &interactions)
        .await;
    assert_eq!(response.status, 200);
    let mut stored = event;
    stored["sessionId"] = json!("s");
    assert_eq!(emulator.events("t"), vec![stored; 4]);
    assert_eq!(emulator.action_interactions("t"), [interaction]);
    assert!(emulator.events("other").is_empty());
}

#[tokio::test]
async fn nothing_of_a_rejected_request_is_stored() {
    let emulator = Emulator::start().await.unwrap();
    let input = json!({ "datasetArn": ARN, "users": [{ "userId": "a" }, { "userId": "" }] });
    let response = TEST.post(&emulator, "/users", &input).await;
    assert_eq!(
        (response.status, response.code()),
        (400, "InvalidInputException")
    );
    assert_eq!(
        response.message(),
        "1 violation: users[1].userId: has 0 characters, but at least 1 is required"
    );
    assert!(emulator.users(ARN).is_empty());
}

#[tokio::test]
async fn only_registered_datasets_exist_if_any_is_registered() {
    let emulator = Emulator::builder().dataset(ARN).start().await.unwrap();
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
    let other = ARN.replace("shop", "other");
    let input = json!({ "datasetArn": other, "users": [{ "userId": "u" }] });
    let response = TEST.post(&emulator, "/users", &input).await;
    assert_eq!(
        (response.status, response.code()),
        (404, "ResourceNotFoundException")
    );
    assert!(response.message().ends_with(ARN), "{}", response.message());
    assert!(emulator.users(&other).is_empty());
}

#[tokio::test]
async fn an_invalid_arn_is_not_registered() {
    let start = Emulator::builder().dataset("arn:aws:s3:::x").start();
    let error = start.await.unwrap_err();
    assert!(matches!(error, StartError::Dataset { .. }));
    let message = error.to_string();
    assert!(message.starts_with("`arn:aws:s3:::x` is not"), "{message}");
    assert!(
        message.contains("does not match the pattern ^arn:"),
        "{message}"
    );
}

#[tokio::test]
async fn only_loopback_addresses_are_accepted_unless_others_are_allowed() {
    let anywhere = "0.0.0.0:0".parse().unwrap();
    let builder = Emulator::builder().listen(anywhere);
    let error = builder.clone().start().await.unwrap_err();
    assert!(error.to_string().contains("not a loopback address"));
    let emulator = builder.allow_remote().start().await.unwrap();
    assert_ne!(emulator.addr().port(), 0);
}

#[tokio::test]
async fn a_dropped_emulator_stops() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.addr();
    drop(emulator);
    // The task ends when the runtime polls it next.
    let mut free = Emulator::builder().listen(address).start().await;
    for _ in 0..1000 {
        if free.is_ok() {
            break;
        }
        tokio::task::yield_now().await;
        free = Emulator::builder().listen(address).start().await;
    }
    free.unwrap();
}

#[test]
fn a_blocking_start_requires_no_runtime() {
    use std::io::{Read, Write};

    let emulator = Emulator::builder().start_blocking().unwrap();
    let mut stream = std::net::TcpStream::connect(emulator.addr()).unwrap();
    stream
        .write_all(b"POST /users HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 403 "), "{response}");
    assert_eq!(emulator.requests().len(), 1);
}

#[tokio::test]
async fn a_blocking_start_within_a_runtime_is_an_error() {
    let error = Emulator::builder().start_blocking().unwrap_err();
    assert!(matches!(error, StartError::WithinRuntime));
}

#[tokio::test]
async fn records_must_match_the_schema_of_their_dataset() {
    let schema = r#"{"type": "record", "name": "Users", "fields": [
        {"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int"}]}"#;
    let emulator = Emulator::builder()
        .schema(ARN, schema)
        .start()
        .await
        .unwrap();
    let put = |properties: &str| json!({ "datasetArn": ARN, "users": [{ "userId": "u", "properties": properties }]});
    let response = TEST
        .post(&emulator, "/users", &put(r#"{"age":"old"}"#))
        .await;
    assert_eq!(
        (response.status, response.code()),
        (400, "InvalidInputException")
    );
    assert_eq!(
        response.message(),
        "1 violation: users[0].properties.age: does not have the type int of the column AGE"
    );
    assert!(emulator.users(ARN).is_empty());
    let response = TEST
        .post(&emulator, "/users", &put(r#"{"age":"34"}"#))
        .await;
    assert_eq!(response.status, 200);
    let error = Emulator::builder()
        .schema(ARN, "{}")
        .start()
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Schema { .. }), "{error}");
}
