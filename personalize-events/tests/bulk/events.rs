//! Events and action interactions, in the order of their sessions.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use personalize_events::bulk::{Bulk, RateLimiter, RecordOutcome};
use personalize_events::events::{Session, SessionEvent};
use personalize_events::{ActionInteraction, Client, Event, Violation};
use personalize_events_emulator::{Emulator, EmulatorBuilder, Fault, Reset};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::{TestClock, all, client, client_with, letters};

pub(crate) const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// The column `SECONDS` has to be an integer. Only the service rejects other values.
const SCHEMA: &str = r#"{"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",
    "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
    {"name":"TIMESTAMP","type":"long"},{"name":"SECONDS","type":["null","int"]}],"version":"1.0"}"#;

pub(crate) fn emulator() -> EmulatorBuilder {
    Emulator::builder()
        .credentials("id", "secret")
        .tracker_schema(TRACKER, SCHEMA)
}

/// Unlimited, and with a retry timeout that the test clock does not reach.
pub(crate) fn bulk(client: &Client) -> Bulk<SessionEvent> {
    Bulk::events(client, TRACKER)
        .rate_limiter(RateLimiter::unlimited())
        .retry_timeout(Duration::from_secs(100_000_000))
}

/// An event whose id and item are a number.
pub(crate) fn event(session: &Session, number: u64, seconds: &str) -> SessionEvent {
    let event = Event::builder()
        .event_id(number.to_string())
        .event_type("view")
        .item_id(number.to_string())
        .properties(format!(r#"{{"seconds":"{seconds}"}}"#))
        .sent_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + number));
    session.event(event).expect("valid")
}

pub(crate) fn session(id: &str, user: Option<&str>) -> Session {
    Session::from_ids(id, user).expect("valid")
}

/// The numbers of the stored events of a session, in the order of their arrival.
fn stored(emulator: &Emulator, session: &str) -> Vec<u64> {
    let events = emulator.session_events(TRACKER, session);
    let ids = events.iter().map(|event| event.event_id().expect("set"));
    ids.map(|id| id.parse().expect("a number")).collect()
}

/// The bodies of all requests for an operation. A connection that is reset before its request is stored has none.
fn bodies(emulator: &Emulator, operation: &str) -> Vec<Value> {
    let requests = emulator.requests();
    let bodies = requests
        .iter()
        .filter(|request| request.operation() == Some(operation) && !request.body().is_empty());
    bodies
        .map(|request| request.json().expect("JSON"))
        .collect()
}

fn number(value: &Value) -> u64 {
    value.as_str().expect("text").parse().expect("a number")
}

/// The event ids of each request, with the session and the user.
fn calls(emulator: &Emulator) -> Vec<(String, Option<String>, Vec<u64>)> {
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let bodies = bodies(emulator, "PutEvents");
    let calls = bodies.iter().map(|body| {
        let events = body["eventList"].as_array().expect("a list");
        let ids = events.iter().map(|event| number(&event["eventId"]));
        let session = text(&body["sessionId"]).expect("set");
        (session, text(&body["userId"]), ids.collect())
    });
    calls.collect()
}

#[tokio::test]
async fn a_call_has_up_to_ten_events_of_one_session() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..75).map(|n| (n, event(&session(&format!("s{}", n % 3), None), n, "1")));
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(75));
    let mut sizes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (session, user, ids) in calls(&emulator) {
        assert_eq!(user, None);
        sizes.entry(session).or_default().push(ids.len());
    }
    for n in 0..3 {
        let id = format!("s{n}");
        assert_eq!(sizes[&id], [10, 10, 5]);
        assert_eq!(
            stored(&emulator, &id),
            (0..25).map(|i| i * 3 + n).collect::<Vec<_>>()
        );
    }
    let report = run.into_report();
    assert_eq!((report.checkpoint, report.summary.extra_calls), (75, 0));
    assert_eq!(report.summary.superseded, 0);
    report.into_result().unwrap();
}

#[tokio::test]
async fn a_call_has_one_user_and_the_users_of_a_session_follow_each_other() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let users = [None, None, Some("a"), Some("a"), None, Some("b")];
    let records = (0..).zip(users);
    let records = records.map(|(n, user)| (n, event(&session("s", user), n, "1")));
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "ssssss");
    let calls = calls(&emulator);
    let expected: [(Option<&str>, &[u64]); 4] = [
        (None, &[0, 1]),
        (Some("a"), &[2, 3]),
        (None, &[4]),
        (Some("b"), &[5]),
    ];
    let expected = expected.map(|(user, ids)| ("s".to_owned(), user.map(Into::into), ids.to_vec()));
    assert_eq!(calls, expected);
}

#[tokio::test]
async fn the_order_of_a_session_holds_through_every_fault_and_ids_stay_the_same() {
    let faults = [
        Fault::throttling(),
        Fault::status(429),
        Fault::status(500),
        Fault::status(503),
        Fault::reset(Reset::BeforeStore),
        Fault::reset(Reset::AfterStore),
        Fault::error(409, "ResourceInUseException", "busy"),
    ];
    for fault in faults {
        let emulator = emulator().start().await.unwrap();
        let client = client(emulator.url(), &TestClock::new());
        // The first batch fails nine times, beyond the attempts of a call.
        emulator.inject_fault(fault.clone().times(9)).unwrap();
        let user = |n| (n >= 15).then_some("u");
        let records = (0..40).map(|n| (n, event(&session("s", user(n)), n, "1")));
        let mut run = bulk(&client).send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s".repeat(40), "{fault:?}");
        assert_eq!(stored(&emulator, "s"), (0..40).collect::<Vec<_>>());
        let calls = calls(&emulator);
        let mut latest = 0;
        for (_, _, ids) in calls {
            assert!(ids[0] == latest || ids[0] == latest + 10 || ids[0] == latest + 5);
            latest = ids[0];
        }
    }
}

#[tokio::test]
async fn an_event_without_an_id_has_the_same_one_in_every_attempt() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let fault = Fault::reset(Reset::AfterStore).times(5);
    emulator.inject_fault(fault).unwrap();
    let events = (0..10).map(|_| {
        let event = Event::builder().event_type("view").item_id("i");
        Session::from_ids("s", None::<String>)
            .unwrap()
            .event(event.sent_at(SystemTime::now()))
    });
    let mut run = bulk(&client).send_iter(events.enumerate()).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(10));
    let lists: BTreeSet<String> = bodies(&emulator, "PutEvents")
        .iter()
        .map(|body| body["eventList"].to_string())
        .collect();
    assert_eq!(lists.len(), 1);
    assert_eq!(emulator.requests().len(), 6);
    // The others were repeats, which the service ignores.
    assert_eq!(emulator.events(TRACKER).len(), 10);
    assert_eq!(emulator.repeated_events(TRACKER).len(), 50);
}

#[tokio::test]
async fn bad_events_are_isolated_in_the_order_of_the_session() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bad = [3, 4, 9, 17, 29];
    let seconds = |n| if bad.contains(&n) { "?" } else { "1" };
    let records = (0..30).map(|n| (n, event(&session("s", Some("u")), n, seconds(n))));
    let mut run = bulk(&client).send_iter(records).unwrap();
    let letters = letters(&all(&mut run).await);
    assert_eq!(letters, "sssrrssssrsssssssrsssssssssssr");
    let good: Vec<u64> = (0..30).filter(|n| !bad.contains(n)).collect();
    assert_eq!(stored(&emulator, "s"), good);
    // Never is an event sent after a later one of its session.
    let calls = calls(&emulator);
    let mut finished = 0;
    for (_, _, ids) in &calls {
        assert!(ids[0] >= finished, "{calls:?}");
        let is_stored = ids.iter().all(|id| !bad.contains(id));
        if is_stored || ids.len() == 1 {
            finished = ids[ids.len() - 1] + 1;
        }
    }
    assert_eq!(finished, 30);
}

#[tokio::test]
async fn sessions_do_not_wait_for_each_other() {
    let emulator = emulator().start().await.unwrap();
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    let hang = Fault::delay(Duration::from_secs(3));
    emulator.inject_fault(hang).unwrap();
    // The first session fills a batch first, which gets no response for a while.
    let hanging = (0..30).map(|n| event(&session("hanging", None), n, "1"));
    let others = (30..2_000).map(|n| event(&session(&format!("s{}", n % 40), None), n, "1"));
    let mut run = bulk(&client)
        .send_iter(hanging.chain(others).enumerate())
        .unwrap();
    let mut results = Vec::new();
    for _ in 0..1_970 {
        results.push(run.next().await.unwrap());
    }
    assert!(results.iter().all(|result| result.position >= 30));
    results.extend(all(&mut run).await);
    assert_eq!(letters(&results), "s".repeat(2_000));
    assert_eq!(stored(&emulator, "hanging"), (0..30).collect::<Vec<_>>());
}

#[tokio::test]
async fn more_sessions_than_may_wait_are_read_and_the_oldest_are_sent() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    // None of them fills a batch.
    let records = (0..12_000).map(|n| (n, event(&session(&format!("s{n}"), None), n, "1")));
    let mut run = bulk(&client).send_iter(records).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(12_000));
    assert_eq!(emulator.events(TRACKER).len(), 12_000);
}

/// The events of a channel.
struct Events(mpsc::UnboundedReceiver<SessionEvent>);

impl futures_core::Stream for Events {
    type Item = ((), SessionEvent);

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let event = self.0.poll_recv(context);
        event.map(|event| event.map(|event| ((), event)))
    }
}

#[tokio::test]
async fn events_of_a_stream_wait_for_others_until_the_linger() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let (send, receive) = mpsc::unbounded_channel();
    let mut run = bulk(&client)
        .linger(Duration::from_secs(5))
        .send_stream(Events(receive))
        .unwrap();
    for n in 0..6 {
        send.send(event(&session(&format!("s{}", n % 2), None), n, "1"))
            .unwrap();
    }
    for _ in 0..6 {
        assert!(run.next().await.is_some());
    }
    // Both have waited since then.
    assert_eq!(clock.waits(), [Duration::from_secs(5)]);
    assert_eq!(stored(&emulator, "s0"), [0, 2, 4]);
    assert_eq!(emulator.requests().len(), 2);
    send.send(event(&session("s", None), 6, "1")).unwrap();
    drop(send);
    // The end of the stream sends the batch at once.
    assert!(run.next().await.is_some() && run.next().await.is_none());
    assert!(clock.waits().is_empty());
}

#[tokio::test]
async fn the_default_rate_is_a_thousand_calls_per_second_and_shared_per_tracker_and_operation() {
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let (mut numbers, clone) = (0.., client.clone());
    let mut number = || numbers.next().unwrap();
    for (tracker, milliseconds) in [(TRACKER, 0), (TRACKER, 1), ("other", 0)] {
        let records = [((), event(&session("s", None), number(), "1"))];
        let mut run = Bulk::events(&clone, tracker).send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s");
        let waited: Duration = clock.waits().iter().sum();
        assert_eq!(waited, Duration::from_millis(milliseconds), "{tracker}");
    }
    for milliseconds in [0, 1] {
        let records = [((), interaction("s", number()))];
        let run = Bulk::action_interactions(&client, TRACKER);
        let mut run = run.send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s");
        let waited: Duration = clock.waits().iter().sum();
        assert_eq!(waited, Duration::from_millis(milliseconds));
    }
}

#[tokio::test]
async fn a_run_is_aborted_by_missing_permissions_and_resumed_from_its_checkpoint() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = || (0..200).map(|n| (n, event(&session(&format!("s{}", n / 20), None), n, "1")));
    emulator
        .inject_fault(Fault::delay(Duration::ZERO).times(8))
        .unwrap();
    let denied = Fault::error(403, "AccessDeniedException", "no");
    emulator.inject_fault(denied.times(64)).unwrap();
    let mut run = bulk(&client)
        .max_concurrent_batches(2)
        .send_iter(records())
        .unwrap();
    let results = all(&mut run).await;
    let stored = results.iter().filter(|one| one.outcome.is_stored()).count();
    assert_eq!(stored, 80);
    assert!(results.iter().all(|one| matches!(
        one.outcome,
        RecordOutcome::Stored | RecordOutcome::NotDelivered(_)
    )));
    let report = run.into_report();
    let error = report.abort_error.as_ref().unwrap().error();
    assert_eq!(error.code(), Some("AccessDeniedException"));
    let checkpoint = usize::try_from(report.checkpoint).unwrap();
    assert!((1..=80).contains(&checkpoint), "{checkpoint}");

    while emulator.pending_faults() > 0 {
        let once = bulk(&client).send_iter(records().take(1)).unwrap();
        let _ = once.for_each(|_| std::future::ready(())).await;
    }
    let mut run = bulk(&client).send_iter(records().skip(checkpoint)).unwrap();
    all(&mut run).await;
    run.into_report().into_result().unwrap();
    for n in 0..10 {
        let expected: Vec<u64> = (n * 20..n * 20 + 20).collect();
        assert_eq!(self::stored(&emulator, &format!("s{n}")), expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_is_dropped_anywhere_is_completed_from_its_checkpoint() {
    const COUNT: u64 = 2_000;
    let is_bad = |n: u64| n % 97 == 5;
    let planned = |n: u64| {
        let session = session(&format!("s{}", n * n % 23), None);
        (n, event(&session, n, if is_bad(n) { "?" } else { "1" }))
    };
    for results in [1, 17, 150, 700] {
        let emulator = emulator().start().await.unwrap();
        let client = client(emulator.url(), &TestClock::new());
        for fault in [Fault::throttling(), Fault::reset(Reset::AfterStore)] {
            let fault = fault.percent(5).times(u32::MAX);
            emulator.inject_fault(fault).unwrap();
        }
        let (mut checkpoint, mut runs) = (0, 0);
        while checkpoint < COUNT {
            let records = (checkpoint..COUNT).map(planned);
            let mut run = bulk(&client).send_iter(records).unwrap();
            // Later runs get further, so that one of them reaches the end.
            for _ in 0..results + runs * 50 {
                run.next().await;
            }
            checkpoint += run.checkpoint();
            runs += 1;
        }
        assert!(runs > 1);
        let mut numbers = Vec::new();
        for stored in emulator.sessions(TRACKER) {
            let ids = stored
                .events()
                .iter()
                .map(|event| event.event_id().unwrap());
            let ids: Vec<u64> = ids.map(|id| id.parse().unwrap()).collect();
            assert!(ids.is_sorted(), "{}: {ids:?}", stored.session_id());
            numbers.extend(ids);
        }
        numbers.sort_unstable();
        let good: Vec<u64> = (0..COUNT).filter(|n| !is_bad(*n)).collect();
        assert_eq!(numbers, good);
    }
}

#[tokio::test]
async fn an_event_of_more_than_ten_kilobytes_is_invalid_in_its_session_and_not_sent() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let impression = |chars: usize| {
        // Four bytes each.
        let items = (0..25).map(|n| format!("{n:02}{}", "\u{1F3AC}".repeat(chars)));
        let event = Event::builder()
            .event_type("view")
            .event_id("e")
            .impression(items)
            .sent_at(SystemTime::UNIX_EPOCH);
        event.build().expect("valid")
    };
    let records = [impression(100), impression(101)];
    let sizes = records
        .each_ref()
        .map(|event| serde_json::to_vec(event).unwrap().len());
    assert!(sizes[0] <= 10_240 && sizes[1] > 10_240, "{sizes:?}");
    let session = session("s", None);
    let records = records.map(|event| session.event(event));
    let mut run = bulk(&client)
        .send_iter(records.into_iter().enumerate())
        .unwrap();
    let results = all(&mut run).await;
    assert_eq!(letters(&results), "si");
    let message = format!(
        "invalid: event has {} bytes, but at most 10240 are allowed",
        sizes[1]
    );
    assert_eq!(results[1].outcome.to_string(), message);
    assert_eq!(emulator.events(TRACKER).len(), 1);
    run.into_report().into_result().unwrap();
}

#[tokio::test]
async fn an_empty_tracking_id_is_an_error_before_the_run() {
    let client = client("http://127.0.0.1:1", &TestClock::new());
    let records: [((), SessionEvent); 0] = [];
    let error = Bulk::events(&client, "")
        .max_concurrent_batches(0)
        .send_iter(records)
        .unwrap_err();
    let paths: Vec<&str> = error.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["max_concurrent_batches", "trackingId"]);
}

fn interaction(session: &str, number: u64) -> ActionInteraction {
    ActionInteraction::builder()
        .action_id("offer")
        .session_id(session)
        .event_id(number.to_string())
        .event_type("Viewed")
        .timestamp(SystemTime::UNIX_EPOCH + Duration::from_secs(number))
        .build()
        .expect("valid")
}

#[tokio::test]
async fn a_call_has_action_interactions_of_several_sessions_and_a_session_is_in_one_call_at_a_time()
{
    let emulator = Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let client = client(emulator.url(), &TestClock::new());
    for fault in [Fault::throttling(), Fault::reset(Reset::AfterStore)] {
        emulator.inject_fault(fault.times(7)).unwrap();
    }
    let records = (0..400).map(|n| (n, interaction(&format!("s{}", n % 7), n)));
    let mut run = Bulk::action_interactions(&client, TRACKER)
        .rate_limiter(RateLimiter::unlimited())
        .send_iter(records)
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(400));
    let mut sessions = 0;
    for session in emulator.sessions(TRACKER) {
        let ids = session.action_interactions().iter().map(|it| {
            let id: u64 = it.event_id().unwrap().parse().unwrap();
            id
        });
        let ids: Vec<u64> = ids.collect();
        let n: u64 = session.session_id()[1..].parse().unwrap();
        assert_eq!(ids, (n..400).step_by(7).collect::<Vec<_>>());
        sessions += 1;
    }
    assert_eq!(sessions, 7);
    let calls = bodies(&emulator, "PutActionInteractions");
    let full = calls
        .iter()
        .filter(|body| body["actionInteractions"].as_array().unwrap().len() == 10);
    assert!(full.count() >= 30, "{} calls", calls.len());
}
