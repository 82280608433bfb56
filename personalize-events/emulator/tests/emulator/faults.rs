//! Injected faults.

use std::error::Error;
use std::io;
use std::time::{Duration, Instant};

use personalize_events_emulator::{Emulator, Fault, MAX_PENDING_FAULTS, RecordedRequest, Reset};
use serde_json::json;

use crate::client::{ARN, TEST, http, inject, send, user};

#[tokio::test]
async fn an_error_is_returned_as_often_as_injected() {
    let emulator = Emulator::start().await.unwrap();
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded")
        .header("x-amz-retry-after", "50")
        .times(2);
    emulator.inject_fault(fault).unwrap();
    for _ in 0..2 {
        let response = TEST.post(&emulator, "/users", &user("u")).await;
        assert_eq!(
            (response.status, response.code()),
            (400, "ThrottlingException")
        );
        assert_eq!(response.message(), "Rate exceeded");
        assert_eq!(response.header("x-amz-retry-after"), "50");
        assert_eq!(response.header("x-amzn-requestid").len(), 36);
        assert!(emulator.users(ARN).is_empty());
    }
    assert_eq!(emulator.pending_faults(), 0);
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
    let requests = emulator.requests();
    let statuses: Vec<_> = requests.iter().map(RecordedRequest::status).collect();
    assert_eq!(statuses, [Some(400), Some(400), Some(200)]);
}

#[tokio::test]
async fn a_fault_applies_to_one_operation_or_to_all() {
    let emulator = Emulator::start().await.unwrap();
    emulator
        .inject_fault(Fault::status(503).for_operation("PutItems"))
        .unwrap();
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
    assert_eq!(TEST.post(&emulator, "/items", &json!({})).await.status, 503);
    assert_eq!(TEST.post(&emulator, "/items", &json!({})).await.status, 400);
}

#[tokio::test]
async fn an_injected_response_may_have_any_body() {
    let emulator = Emulator::start().await.unwrap();
    let fault = Fault::status(502)
        .body("<html>")
        .header("content-type", "text/html");
    emulator.inject_fault(fault).unwrap();
    let response = TEST.post(&emulator, "/users", &user("u")).await;
    assert_eq!((response.status, response.body.as_str()), (502, "<html>"));
    assert_eq!(response.header("content-type"), "text/html");
    assert_eq!(response.code(), "");
}

#[tokio::test]
async fn a_response_can_be_delayed_until_a_client_times_out() {
    let emulator = Emulator::start().await.unwrap();
    let delay = Duration::from_secs(60);
    emulator.inject_fault(Fault::delay(delay)).unwrap();
    let request = TEST.request(&emulator, "/users", user("u").to_string());
    let error = send(request.timeout(Duration::from_millis(200)))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    // The record was stored, which a client cannot know.
    assert_eq!(emulator.users(ARN).len(), 1);
    assert_eq!(emulator.requests()[0].status(), Some(200));
}

#[tokio::test]
async fn a_delay_does_not_change_the_response() {
    let emulator = Emulator::start().await.unwrap();
    emulator
        .inject_fault(Fault::delay(Duration::from_millis(30)))
        .unwrap();
    let start = Instant::now();
    assert_eq!(TEST.post(&emulator, "/users", &user("u")).await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_connection_is_reset_before_or_after_records_are_stored() {
    let emulator = Emulator::start().await.unwrap();
    for (reset, stored) in [(Reset::BeforeStore, 0), (Reset::AfterStore, 1)] {
        emulator.inject_fault(Fault::reset(reset)).unwrap();
        let request = TEST.request(&emulator, "/users", user("u").to_string());
        let error = send(request).await.unwrap_err();
        assert!(is_reset(&error), "{error:?}");
        assert_eq!(emulator.users(ARN).len(), stored);
    }
    for request in emulator.requests() {
        assert_eq!(request.status(), None);
        assert_eq!(request.operation(), Some("PutUsers"));
    }
}

fn is_reset(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|io| io.kind() == io::ErrorKind::ConnectionReset)
        || error.source().is_some_and(is_reset)
}

#[tokio::test]
async fn faults_are_injected_over_http() {
    let emulator = Emulator::start().await.unwrap();
    let one = json!({
        "operation": "PutUsers", "times": 2, "status": 409,
        "code": "ResourceInUseException", "message": "busy"
    });
    let response = inject(&emulator, &one).await;
    assert_eq!((response.status, response.body.as_str()), (204, ""));
    let more = json!([{ "status": 500 }, { "reset": "before", "delayMs": 1 }]);
    assert_eq!(inject(&emulator, &more).await.status, 204);
    assert_eq!(emulator.pending_faults(), 4);
    let response = TEST.post(&emulator, "/users", &user("u")).await;
    assert_eq!(
        (response.status, response.code()),
        (409, "ResourceInUseException")
    );
}

#[tokio::test]
async fn an_array_with_an_invalid_fault_is_rejected_as_a_whole() {
    let emulator = Emulator::start().await.unwrap();
    for (bad, part) in [
        (json!("throttle"), "The body must be a JSON object"),
        (
            json!([{ "status": 500 }, { "stauts": 500 }]),
            "Fault 2: unknown field `stauts`",
        ),
        (json!({ "status": "500" }), "Fault 1: invalid type"),
        (json!({ "reset": "now" }), "Fault 1: unknown variant `now`"),
        (
            json!({ "times": -1, "status": 500 }),
            "Fault 1: invalid value",
        ),
        (
            json!([{ "status": 500 }, {}]),
            "Fault 2: a fault must have `status`, `delayMs` or `reset`",
        ),
        (
            json!({ "operation": "Put", "status": 500 }),
            "of the service: PutActionInteractions",
        ),
    ] {
        let response = inject(&emulator, &bad).await;
        assert_eq!((response.status, response.code()), (400, "InvalidFault"));
        assert!(response.message().contains(part), "{}", response.message());
    }
    let url = format!("{}/_emulator/faults", emulator.url());
    let response = send(http().post(url).body("{")).await.unwrap();
    assert_eq!(response.status, 400);
    assert!(response.message().starts_with("The body is not JSON: "));
    assert_eq!(emulator.pending_faults(), 0);
    assert!(emulator.inject_fault(Fault::status(1)).is_err());
}

#[tokio::test]
async fn the_queue_of_faults_is_limited() {
    let emulator = Emulator::start().await.unwrap();
    let many = vec![json!({ "status": 500 }); MAX_PENDING_FAULTS];
    assert_eq!(inject(&emulator, &json!(many)).await.status, 204);
    let response = inject(&emulator, &json!({ "status": 501 })).await;
    assert_eq!((response.status, response.code()), (400, "TooManyFaults"));
    assert!(
        response.message().contains("100001 faults"),
        "{}",
        response.message()
    );
    let error = emulator.inject_fault(Fault::status(501)).unwrap_err();
    assert_eq!(error.to_string(), response.message());
    assert_eq!(emulator.pending_faults(), 100_000);
}

#[tokio::test]
async fn events_and_action_interactions_fail_as_users_do() {
    let emulator = Emulator::start().await.unwrap();
    let events = json!({ "trackingId": "t", "sessionId": "s", "eventList": [
        { "eventId": "1", "eventType": "click", "sentAt": 1 }
    ]});
    let interactions = json!({ "trackingId": "t", "actionInteractions": [
        { "eventId": "1", "actionId": "a", "sessionId": "s", "timestamp": 1, "eventType": "Viewed" }
    ]});
    for (operation, path, input) in [
        ("PutEvents", "/events", &events),
        (
            "PutActionInteractions",
            "/action-interactions",
            &interactions,
        ),
    ] {
        let counts = || {
            let (events, repeated) = match operation {
                "PutEvents" => (
                    emulator.events("t").len(),
                    emulator.repeated_events("t").len(),
                ),
                _ => (
                    emulator.action_interactions("t").len(),
                    emulator.repeated_action_interactions("t").len(),
                ),
            };
            events + repeated
        };
        let delay = Duration::from_millis(20);
        for (fault, status, stored) in [
            (Fault::throttling(), Some(400), 0),
            (Fault::status(503), Some(503), 0),
            (Fault::reset(Reset::BeforeStore), None, 0),
            (Fault::reset(Reset::AfterStore), None, 1),
            (Fault::delay(delay), Some(200), 2),
        ] {
            let fault = fault.for_operation(operation);
            emulator.inject_fault(fault).unwrap();
            let request = TEST.request(&emulator, path, input.to_string());
            let found = send(request).await.ok().map(|response| response.status);
            assert_eq!((found, counts()), (status, stored), "{operation}");
        }
    }
    // The first is stored, and the second has its ID.
    assert_eq!(emulator.events("t").len(), 1);
    assert_eq!(emulator.repeated_action_interactions("t").len(), 1);
}

#[tokio::test]
async fn a_fault_may_apply_to_requests_at_random() {
    let emulator = Emulator::start().await.unwrap();
    let fault = json!({ "percent": 50, "times": 1_000_000, "status": 503 });
    assert_eq!(inject(&emulator, &fault).await.status, 204);
    let mut failed = 0;
    for _ in 0..200 {
        let response = TEST.post(&emulator, "/users", &user("u")).await;
        failed += u64::from(response.status == 503);
    }
    // The mean is 100 and the standard deviation 7.
    assert!((50..150).contains(&failed), "{failed}");
    assert_eq!(emulator.pending_faults(), 1_000_000 - failed);
    let response = inject(&emulator, &json!({ "percent": 0, "status": 503 })).await;
    assert!(response.message().contains("`percent` must be"));
}
