//! The types of datasets, and the schemas of datasets and of trackers.

use personalize_events_emulator::{Emulator, EmulatorBuilder, StartError};
use serde_json::{Value, json};

use crate::client::{ARN, TEST, arn_of, user};

const GROUP: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/shop";

const USERS: &str = r#"{"name": "Users", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int"}]}"#;
const ITEMS: &str = r#"{"name": "Items", "fields": [
    {"name": "ITEM_ID", "type": "string"}, {"name": "GENRE", "type": "string"}]}"#;
const INTERACTIONS: &str = r#"{"name": "Interactions", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "DEVICE", "type": "string"}]}"#;
const ACTION_INTERACTIONS: &str = r#"{"name": "ActionInteractions", "fields": [
    {"name": "USER_ID", "type": "string"}, {"name": "ACTION_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"}, {"name": "EVENT_TYPE", "type": "string"},
    {"name": "PLACE", "type": "string"}]}"#;

#[tokio::test]
async fn a_put_requires_a_dataset_of_its_type() {
    let emulator = Emulator::start().await.unwrap();
    for (path, list, id) in [
        ("/users", "users", "userId"),
        ("/items", "items", "itemId"),
        ("/actions", "actions", "actionId"),
    ] {
        for resource in [
            "dataset/shop/USERS",
            "dataset/shop/ITEMS",
            "dataset/shop/ACTIONS",
            "dataset/shop/INTERACTIONS",
            "dataset/shop/ACTION_INTERACTIONS",
            "dataset/shop/users",
            "dataset/shop",
            "dataset-group/shop",
            "schema/shop-users",
            "event-tracker/shop",
            "solution/shop",
        ] {
            let required = format!("dataset/shop/{}", list.to_uppercase());
            let arn = ARN.replace("dataset/shop/USERS", resource);
            let input = json!({ "datasetArn": arn, list: [{ id: "1" }] });
            let response = TEST.post(&emulator, path, &input).await;
            if resource == required {
                assert_eq!(response.status, 200);
                continue;
            }
            let found = (response.status, response.code());
            assert_eq!(found, (400, "InvalidInputException"), "{path} {resource}");
            let message = response.message();
            let kind = resource.split('/').next().unwrap();
            let expected = match resource.rsplit('/').next().unwrap() {
                name if name == name.to_uppercase() => format!("a dataset of type {name}"),
                _ if kind == "dataset" => "dataset".to_owned(),
                _ => format!("another kind of resource, {kind}"),
            };
            assert!(message.contains(&expected), "{message}");
            let ending = format!(":dataset/{{dataset group}}/{}`", list.to_uppercase());
            assert!(message.ends_with(&ending), "{message}");
        }
    }
    for (list, records) in [
        ("users", emulator.users(&arn_of("users")).len()),
        ("items", emulator.items(&arn_of("items")).len()),
        ("actions", emulator.actions(&arn_of("actions")).len()),
    ] {
        assert_eq!(records, 1, "{list}");
    }
    assert!(emulator.users(&arn_of("items")).is_empty());
}

#[tokio::test]
async fn another_type_is_reported_together_with_violations_of_the_model() {
    let emulator = Emulator::start().await.unwrap();
    let input = json!({ "datasetArn": arn_of("items"), "users": [{ "userId": "" }] });
    let message = TEST.post(&emulator, "/users", &input).await.message();
    assert!(message.starts_with("2 violations: "), "{message}");
    assert!(message.contains("users[0].userId: "), "{message}");
    assert!(message.contains("datasetArn: "), "{message}");
    let input = json!({ "datasetArn": "dataset/shop/ITEMS", "users": [{ "userId": "u" }] });
    let message = TEST.post(&emulator, "/users", &input).await.message();
    assert!(message.starts_with("1 violation: "), "{message}");
}

#[tokio::test]
async fn another_type_is_reported_before_the_schema_and_the_registration() {
    let builder = Emulator::builder().schema(arn_of("items"), ITEMS);
    let emulator = builder.start().await.unwrap();
    let input = json!({ "datasetArn": arn_of("items"), "users": [{ "userId": "u" }] });
    let response = TEST.post(&emulator, "/users", &input).await;
    let message = response.message();
    assert_eq!(response.code(), "InvalidInputException");
    assert!(
        message.contains("a dataset of type ITEMS, but PutUsers"),
        "{message}"
    );
    let response = TEST.post(&emulator, "/users", &user("u")).await;
    assert_eq!(response.code(), "ResourceNotFoundException");
}

async fn start_error(builder: EmulatorBuilder) -> StartError {
    builder.start().await.unwrap_err()
}

#[tokio::test]
async fn only_the_arn_of_a_dataset_is_registered() {
    for resource in [
        "dataset-group/shop",
        "dataset/shop",
        "dataset/shop/ANY",
        "schema/x",
    ] {
        let arn = ARN.replace("dataset/shop/USERS", resource);
        for builder in [
            Emulator::builder().dataset(&arn),
            Emulator::builder().schema(&arn, USERS),
        ] {
            let error = start_error(builder).await;
            assert!(matches!(error, StartError::Dataset { .. }), "{error}");
            let message = error.to_string();
            let parts = [
                format!("`{arn}` is not the ARN of a dataset: "),
                "USERS, ITEMS".to_owned(),
            ];
            assert!(parts.iter().all(|part| message.contains(part)), "{message}");
        }
    }
    let registered = Emulator::builder().dataset(arn_of("interactions"));
    assert!(registered.start().await.is_ok());
}

#[tokio::test]
async fn the_schema_of_another_type_is_rejected() {
    for (list, schema, part) in [
        ("users", ITEMS, "named Items"),
        ("items", USERS, "named Users"),
        ("users", INTERACTIONS, "named Interactions"),
        ("actions", ITEMS, "named Items"),
        (
            "interactions",
            ACTION_INTERACTIONS,
            "named ActionInteractions",
        ),
        (
            "users",
            r#"{"fields": [{"name": "AGE", "type": "int"}]}"#,
            "USER_ID",
        ),
    ] {
        let arn = arn_of(list);
        let builder = Emulator::builder().tracker("t", GROUP);
        let error = start_error(builder.schema(&arn, schema)).await;
        assert!(matches!(error, StartError::Schema { .. }), "{error}");
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("the schema of `{arn}` ")),
            "{message}"
        );
        assert!(message.contains(part), "{message}");
    }
    let twice = Emulator::builder().schema(ARN, USERS).schema(ARN, USERS);
    let message = start_error(twice).await.to_string();
    assert!(message.contains("two schemas"), "{message}");
}

#[tokio::test]
async fn a_schema_of_interactions_requires_a_tracker_of_its_group() {
    for (list, schema) in [
        ("interactions", INTERACTIONS),
        ("action_interactions", ACTION_INTERACTIONS),
    ] {
        let builder = Emulator::builder().schema(arn_of(list), schema);
        let other = GROUP.replace("shop", "other");
        for builder in [builder.clone(), builder.tracker("t", other)] {
            let message = start_error(builder).await.to_string();
            assert!(message.contains("events name a tracker"), "{message}");
            assert!(
                message.contains(&format!("`--tracker ID={GROUP}`")),
                "{message}"
            );
        }
    }
}

#[tokio::test]
async fn a_tracker_has_an_id_and_a_dataset_group() {
    for (builder, part) in [
        (Emulator::builder().tracker("", GROUP), "the ID is empty"),
        (
            Emulator::builder().tracker("t", ARN),
            "must be that of a dataset group",
        ),
        (
            Emulator::builder().tracker("t", ""),
            "must be that of a dataset group",
        ),
        (
            Emulator::builder().tracker("t", GROUP).tracker("t", GROUP),
            "registered twice",
        ),
    ] {
        let error = start_error(builder).await;
        assert!(matches!(error, StartError::Tracker { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[tokio::test]
async fn every_problem_of_a_tracker_and_of_a_schema_is_listed() {
    let error = start_error(Emulator::builder().tracker("", ARN)).await;
    let StartError::Tracker { problems, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(problems.len(), 2, "{error}");
    assert_eq!(
        error.to_string(),
        format!(
            "the tracker `` is invalid: {}; {}",
            problems[0], problems[1]
        )
    );

    let arn = arn_of("interactions");
    let error = start_error(Emulator::builder().schema(&arn, r#"{"fields": []}"#)).await;
    let StartError::Schema { problems, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(problems.len(), 2, "{error}");
    assert!(problems[0].starts_with("it lacks fields"), "{error}");
    assert!(problems[1].contains("events name a tracker"), "{error}");
    assert_eq!(
        error.to_string(),
        format!(
            "the schema of `{arn}` cannot be used: {}; {}",
            problems[0], problems[1]
        )
    );
}

fn event(tracker: &str, properties: &str) -> Value {
    json!({ "trackingId": tracker, "sessionId": "s", "eventList": [
        { "eventType": "play", "itemId": "i", "sentAt": 1, "properties": properties }
    ]})
}

#[tokio::test]
async fn events_must_match_the_schema_of_the_group_of_their_tracker() {
    let emulator = Emulator::builder()
        .schema(arn_of("interactions"), INTERACTIONS)
        .schema(arn_of("action_interactions"), ACTION_INTERACTIONS)
        .tracker("t", GROUP)
        .tracker("of-another-group", GROUP.replace("shop", "other"))
        .start()
        .await
        .unwrap();
    for (properties, problem) in [
        (r#"{"device":"tv"}"#, None),
        (r#"{"device":"tv","itemId":"i","eventValue":2}"#, None),
        (
            r#"{"divice":"tv"}"#,
            Some("divice: is not the key of a column"),
        ),
        (
            r#"{"device":7}"#,
            Some("device: does not have the type string"),
        ),
        ("{}", Some("device: is missing")),
    ] {
        let response = TEST
            .post(&emulator, "/events", &event("t", properties))
            .await;
        let Some(problem) = problem else {
            assert_eq!(response.status, 200, "{properties}: {}", response.body);
            continue;
        };
        assert_eq!(
            (response.status, response.code()),
            (400, "InvalidInputException")
        );
        let message = response.message();
        let path = format!("eventList[0].properties.{problem}");
        assert!(message.contains(&path), "{message}");
    }
    assert_eq!(emulator.events("t").len(), 2);
    let other = event("of-another-group", "{}");
    assert_eq!(TEST.post(&emulator, "/events", &other).await.status, 200);
    for (properties, status) in [(r#"{"place":"shop"}"#, 200), (r#"{"device":"tv"}"#, 400)] {
        let interaction = json!({ "actionId": "a", "sessionId": "s", "timestamp": 1,
            "eventType": "Viewed", "properties": properties });
        let input = json!({ "trackingId": "t", "actionInteractions": [interaction] });
        let response = TEST.post(&emulator, "/action-interactions", &input).await;
        assert_eq!(response.status, status, "{properties}");
    }
}

#[tokio::test]
async fn only_registered_trackers_exist_if_any_is_registered() {
    let builder = Emulator::builder().tracker("t", GROUP);
    let emulator = builder.start().await.unwrap();
    assert_eq!(
        TEST.post(&emulator, "/events", &event("t", "{}"))
            .await
            .status,
        200
    );
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
    // The model of `PutEvents` has no `ResourceNotFoundException`.
    let response = TEST.post(&emulator, "/events", &event("u", "{}")).await;
    assert_eq!(
        (response.status, response.code()),
        (400, "InvalidInputException")
    );
    let message = "trackingId: there is no such tracker; the emulator has t";
    assert_eq!(response.message(), message);
    let interaction = json!({ "actionId": "a", "sessionId": "s", "timestamp": 1,
        "eventType": "Viewed" });
    let input = json!({ "trackingId": "u", "actionInteractions": [interaction] });
    let response = TEST.post(&emulator, "/action-interactions", &input).await;
    assert_eq!(
        (response.status, response.code()),
        (404, "ResourceNotFoundException")
    );
    assert_eq!(response.message(), message);
}
