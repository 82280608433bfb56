//! How often a request is sent, and what all attempts share.

use std::time::Duration;

use personalize_events::{Event, PutEventsRequest, Timestamp};
use personalize_events_emulator::{Emulator, Fault, RecordedRequest, Reset};

use crate::clock::TestClock;
use crate::{USERS, client, client_with, emulator, users};

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn header<'a>(request: &'a RecordedRequest, name: &str) -> &'a str {
    request.header(name).expect("it is sent")
}

#[tokio::test]
async fn two_throttles_and_then_a_success_are_a_success() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded").times(2);
    emulator.inject_fault(fault).unwrap();
    client(emulator.url(), &clock)
        .put_users(&users())
        .await
        .unwrap();
    assert_eq!(clock.waits(), [ms(1_000), ms(2_000)]);
    assert_eq!(emulator.users(USERS).len(), 1);
}

#[tokio::test]
async fn the_error_of_the_last_attempt_has_the_number_of_attempts() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let client = client(emulator.url(), &clock);
    emulator.inject_fault(Fault::status(503).times(2)).unwrap();
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(fault).unwrap();
    let error = client.put_users(&users()).await.unwrap_err();
    assert_eq!(clock.waits(), [ms(50), ms(100)]);
    assert_eq!(error.attempts(), 3);
    assert!(error.is_throttling() && error.is_retryable());
    let id = error.request_id().unwrap();
    assert_eq!(
        error.to_string(),
        format!("ThrottlingException: Rate exceeded (HTTP 400, request id {id}, 3 attempts)")
    );
}

#[tokio::test]
async fn permanent_failures_are_not_retried() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let client = client(emulator.url(), &clock);
    for fault in [
        Fault::status(429),
        Fault::status(408),
        Fault::status(501),
        Fault::status(307).header("location", "/elsewhere"),
        Fault::error(429, "TooManyCooks", "no"),
        Fault::error(400, "InvalidInputException", "no"),
        Fault::error(403, "AccessDeniedException", "no"),
        Fault::error(403, "ExpiredTokenException", "no"),
        Fault::error(404, "ResourceNotFoundException", "no"),
        Fault::error(409, "ResourceInUseException", "no"),
        Fault::error(413, "RequestEntityTooLargeException", "no"),
    ] {
        emulator.inject_fault(fault.clone()).unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!((error.attempts(), clock.waits()), (1, vec![]), "{fault:?}");
    }
}

#[tokio::test]
async fn every_status_of_success_is_a_success() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let client = client(emulator.url(), &clock);
    for status in [200, 201, 202, 204] {
        emulator.inject_fault(Fault::status(status)).unwrap();
        client.put_users(&users()).await.unwrap();
        assert_eq!((emulator.pending_faults(), clock.waits()), (0, vec![]));
    }
}

#[tokio::test]
async fn each_transient_failure_is_retried_after_its_delay() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let client = client(emulator.url(), &clock);
    for (fault, wait) in [
        (Fault::status(500), 50),
        (Fault::status(502), 50),
        (Fault::status(503).body("<html>"), 50),
        (Fault::status(504), 50),
        (Fault::error(400, "RequestTimeout", "late"), 50),
        (Fault::error(408, "RequestTimeoutException", "late"), 50),
        (Fault::error(503, "SlowDown", "slower"), 1_000),
        (Fault::error(429, "TooManyRequestsException", "no"), 1_000),
        (Fault::error(403, "LimitExceededException", "no"), 1_000),
        (Fault::reset(Reset::BeforeStore), 50),
        (Fault::reset(Reset::AfterStore), 50),
        (Fault::status(500).header("x-amz-retry-after", "777"), 777),
        (Fault::status(500).header("x-amz-retry-after", "10"), 50),
        (
            Fault::status(500).header("x-amz-retry-after", "9999"),
            5_050,
        ),
        (Fault::status(500).header("x-amz-retry-after", "soon"), 50),
    ] {
        emulator.inject_fault(fault.clone()).unwrap();
        client.put_users(&users()).await.unwrap();
        assert_eq!(clock.waits(), [ms(wait)], "{fault:?}");
    }
}

#[tokio::test]
async fn the_number_of_attempts_can_be_set() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    for attempts in [1, 2, 9] {
        let client = client_with(emulator.url(), &clock, |c| c.max_attempts(attempts));
        emulator
            .inject_fault(Fault::status(500).times(attempts))
            .unwrap();
        let error = client.put_users(&users()).await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(clock.waits().len(), attempts as usize - 1);
    }
}

#[tokio::test]
async fn all_attempts_of_a_call_have_one_invocation_id_and_each_its_number_and_signature() {
    let start = std::time::SystemTime::now();
    let clock = TestClock::at(start);
    let shared = clock.clone();
    let emulator = Emulator::builder()
        .credentials("id", "the-secret")
        .clock(move || personalize_events::Clock::system_time(&shared))
        .start()
        .await
        .unwrap();
    let client = client(emulator.url(), &clock);
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded").times(2);
    emulator.inject_fault(fault).unwrap();
    client.put_users(&users()).await.unwrap();
    client.put_users(&users()).await.unwrap();

    let requests = emulator.requests();
    let all = |name: &str| -> Vec<&str> { requests.iter().map(|r| header(r, name)).collect() };
    let ids = all("amz-sdk-invocation-id");
    assert_eq!(uuid::Uuid::parse_str(ids[0]).unwrap().get_version_num(), 4);
    assert_eq!((ids[0], ids[0]), (ids[1], ids[2]));
    assert_ne!(ids[0], ids[3], "another call has another");
    let numbers: Vec<&str> = all("amz-sdk-request");
    assert_eq!(numbers[0], "attempt=1; max=3");
    assert!(numbers[1].ends_with("Z; attempt=2; max=3"), "{numbers:?}");
    assert!(numbers[2].ends_with("Z; attempt=3; max=3"), "{numbers:?}");
    // The clock went on by a second and by two.
    let (dates, signatures) = (all("x-amz-date"), all("authorization"));
    for earlier in 0..2 {
        assert_ne!(dates[earlier], dates[earlier + 1]);
        assert_ne!(signatures[earlier], signatures[earlier + 1]);
    }
    assert!(!signatures[0].contains("amz-sdk"), "{}", signatures[0]);
}

#[tokio::test]
async fn the_header_amz_sdk_request_contains_the_end_of_the_timeout() {
    let start = std::time::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let clock = TestClock::at(start);
    let emulator = Emulator::builder()
        .credentials("id", "the-secret")
        .clock(move || start)
        .start()
        .await
        .unwrap();
    let client = client_with(emulator.url(), &clock, |config| {
        config.attempt_timeout(Duration::from_secs(7))
    });
    client.put_users(&users()).await.unwrap();
    client.put_users(&users()).await.unwrap();
    let requests = emulator.requests();
    // 1,800,000,000 seconds since 1970 is 2027-01-15, 08:00.
    let expected = ["attempt=1; max=3", "ttl=20270115T080007Z; attempt=1; max=3"];
    let found = requests.iter().map(|r| header(r, "amz-sdk-request"));
    assert!(found.eq(expected));
}

#[tokio::test]
async fn events_without_ids_have_the_same_ids_in_every_attempt() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let request = PutEventsRequest::builder()
        .tracking_id("tracker")
        .session_id("session-1")
        .event_list([Event::builder()
            .event_type("watch")
            .sent_at(Timestamp::now())])
        .build()
        .unwrap();
    emulator
        .inject_fault(Fault::reset(Reset::AfterStore).times(2))
        .unwrap();
    let client = client(emulator.url(), &clock);
    client.put_events(&request).await.unwrap();
    let requests = emulator.requests();
    assert_eq!(requests.len(), 3);
    let id = request.event_list()[0].event_id().unwrap();
    for request in &requests {
        let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(body["eventList"][0]["eventId"], id);
    }
}

#[tokio::test]
async fn while_nearly_all_calls_fail_they_are_not_retried() {
    let (emulator, clock) = (emulator().await, TestClock::new());
    let client = client(emulator.url(), &clock);
    emulator
        .inject_fault(Fault::status(500).times(10_000))
        .unwrap();
    let mut sent = Vec::new();
    for _ in 0..20 {
        let error = client.put_users(&users()).await.unwrap_err();
        sent.push(error.attempts());
    }
    // 500 tokens pay for 35 retries of 14.
    let expected = [vec![3; 17], vec![2], vec![1; 2]].concat();
    assert_eq!(sent, expected);
    // A clone shares them.
    let error = client.clone().put_users(&users()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}
