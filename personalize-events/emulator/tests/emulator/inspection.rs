//! Inspection: records over HTTP, recorded requests in the library.

use personalize_events_emulator::{Emulator, Fault, RecordedRequest};
use serde_json::json;

use crate::client::{ARN, Signer, TEST, get, inject, user};

const ENCODED: &str = "arn%3Aaws%3Apersonalize%3Aeu-west-1%3A123456789012%3Adataset%2Fshop%2FUSERS";

#[tokio::test]
async fn records_are_returned_by_arn_or_tracking_id() {
    let emulator = Emulator::start().await.unwrap();
    TEST.post(&emulator, "/users", &user("ü 1")).await;
    let events = json!({ "trackingId": "a/b c", "sessionId": "s", "eventList": [
        { "eventType": "click", "sentAt": 1 }
    ]});
    TEST.post(&emulator, "/events", &events).await;
    for path in [
        format!("/_emulator/datasets/{ENCODED}/users"),
        format!("/_emulator/datasets/{ARN}/users"),
    ] {
        let response = get(&emulator, &path).await;
        assert_eq!(response.status, 200);
        assert_eq!(response.header("content-type"), "application/json");
        assert_eq!(response.json(), json!([{ "userId": "ü 1" }]));
    }
    let response = get(&emulator, "/_emulator/trackers/a%2Fb%20c/events").await;
    assert_eq!(
        response.json(),
        json!([{ "eventType": "click", "sentAt": 1, "sessionId": "s" }])
    );
    let response = get(
        &emulator,
        "/_emulator/trackers/a%2Fb%20c/action-interactions",
    )
    .await;
    assert_eq!(response.json(), json!([]));
}

#[tokio::test]
async fn an_unused_dataset_or_tracker_is_not_found() {
    let emulator = Emulator::start().await.unwrap();
    for (path, part) in [
        (
            format!("/_emulator/datasets/{ENCODED}/users"),
            "The dataset with this ARN",
        ),
        (
            "/_emulator/trackers/t/events".to_owned(),
            "The tracker with this ID",
        ),
        (
            format!("/_emulator/datasets/{ENCODED}/books"),
            "The emulator has GET",
        ),
        (
            "/_emulator/trackers/t/users".to_owned(),
            "The emulator has GET",
        ),
        ("/_emulator/".to_owned(), "The emulator has GET"),
        ("/_emulator/faults".to_owned(), "The emulator has GET"),
    ] {
        let response = get(&emulator, &path).await;
        assert_eq!(response.status, 404, "{path}");
        assert!(response.message().contains(part), "{}", response.message());
    }
    let registered = Emulator::builder().dataset(ARN).start().await.unwrap();
    let response = get(&registered, &format!("/_emulator/datasets/{ENCODED}/users")).await;
    assert_eq!((response.status, response.json()), (200, json!([])));
}

#[tokio::test]
async fn requests_are_recorded_as_they_arrived() {
    let emulator = Emulator::start().await.unwrap();
    TEST.post(&emulator, "/users", &user("u")).await;
    let wrong = Signer {
        secret: "wrong",
        ..TEST
    };
    wrong.post(&emulator, "/users", &user("u")).await;
    TEST.post(&emulator, "/nowhere", &json!({})).await;
    inject(&emulator, &json!({ "status": 500 })).await;
    let requests = emulator.requests();
    let rows: Vec<_> = requests
        .iter()
        .map(|request| (request.operation(), request.status(), request.code()))
        .collect();
    assert_eq!(
        rows,
        [
            (Some("PutUsers"), Some(200), None),
            (
                Some("PutUsers"),
                Some(403),
                Some("InvalidSignatureException")
            ),
            (None, Some(404), Some("UnknownOperationException")),
        ]
    );
    let first = &requests[0];
    assert_eq!((first.method(), first.path()), ("POST", "/users"));
    assert_eq!(first.body(), user("u").to_string().as_bytes());
    assert_eq!(first.header("Content-Type"), Some("application/json"));
    assert!(first.headers().any(|(name, _)| name == "x-amz-date"));
}

#[tokio::test]
async fn debug_output_contains_no_records_and_no_secrets() {
    let builder = Emulator::builder().session_credentials("s3cret-id", "s3cret", "s3cret-token");
    let before = format!("{builder:?}");
    let emulator = builder.start().await.unwrap();
    let signer = Signer {
        key_id: "s3cret-id",
        secret: "s3cret",
        token: Some("s3cret-token"),
        ..TEST
    };
    let response = signer.post(&emulator, "/users", &user("s3cret-user")).await;
    assert_eq!(response.status, 200);
    let text = format!("{before} {emulator:?} {:?}", emulator.requests());
    assert!(text.contains("PutUsers"));
    assert!(!text.contains("s3cret"), "{text}");
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    use std::io::{Read, Write};

    let emulator = Emulator::start().await.unwrap();
    let address = emulator.addr();
    let responses = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        for connection in ["keep-alive", "keep-alive", "close"] {
            let head =
                format!("GET /x HTTP/1.1\r\nhost: localhost\r\nconnection: {connection}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
        }
        let mut responses = String::new();
        stream.read_to_string(&mut responses).unwrap();
        responses
    });
    assert_eq!(responses.await.unwrap().matches("HTTP/1.1 404").count(), 3);
}

#[tokio::test]
async fn a_test_finds_records_by_id_and_events_by_session() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Properties {
        age: String,
    }

    let emulator = Emulator::start().await.unwrap();
    let users = json!({ "datasetArn": ARN, "users": [
        { "userId": "a", "properties": "{\"age\":\"34\"}" }, { "userId": "b" }
    ]});
    TEST.post(&emulator, "/users", &users).await;
    let found = emulator.user(ARN, "a").expect("stored");
    assert_eq!(found.properties()["age"], "34");
    let age = "34".to_owned();
    assert_eq!(
        found.properties_as::<Properties>().unwrap(),
        Properties { age }
    );
    assert!(emulator.user(ARN, "b").unwrap().properties().is_empty());
    assert_eq!(emulator.user(ARN, "c"), None);
    assert_eq!(emulator.item(ARN, "a"), None);

    for session in ["s-1", "s-2", "s-1"] {
        let events = json!({ "trackingId": "t", "sessionId": session, "eventList": [
            { "eventType": "click", "sentAt": 1 }
        ]});
        TEST.post(&emulator, "/events", &events).await;
    }
    assert_eq!(emulator.session_events("t", "s-1").len(), 2);
    assert!(emulator.session_events("t", "s-3").is_empty());
}

#[tokio::test]
async fn calls_are_counted_whatever_their_response() {
    let emulator = Emulator::start().await.unwrap();
    emulator.inject_fault(Fault::throttling()).unwrap();
    for id in ["a", "b", ""] {
        TEST.post(&emulator, "/users", &user(id)).await;
    }
    let counts = emulator.call_counts();
    assert_eq!((counts["PutUsers"], counts["PutEvents"]), (3, 0));
    assert_eq!(counts.len(), 5);
    let requests = emulator.requests();
    let successes: Vec<bool> = requests.iter().map(RecordedRequest::is_success).collect();
    assert_eq!(successes, [false, true, false]);
    let body: serde_json::Value = requests[1].json().unwrap();
    assert_eq!(body["users"][0]["userId"], "b");
}
