//! The tracker against an emulator: each event is stored once, or it is returned or reported.

#[path = "calls/clock.rs"]
#[expect(dead_code, reason = "shared with the tests of single calls")]
mod clock;

mod tracker {
    #[cfg(feature = "blocking")]
    mod blocking;
    mod delivery;
    mod endings;
    mod failures;
    mod faults;
    mod queue;
    mod settings;
}

use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use personalize_events::events::{
    EventTracker, EventTrackerBuilder, FailedEvent, Session, SessionEvent,
};
use personalize_events::{Client, Config, ConfigBuilder, Credentials, Event};
use personalize_events_emulator::{Emulator, EmulatorBuilder};

const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// Longer than a test.
const HOUR: Duration = Duration::from_secs(3_600);

/// The column `SECONDS` has to be an integer. Only the service rejects other values.
const SCHEMA: &str = r#"{"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema",
    "fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
    {"name":"TIMESTAMP","type":"long"},{"name":"SECONDS","type":["null","int"]}],"version":"1.0"}"#;

fn emulator() -> EmulatorBuilder {
    Emulator::builder()
        .credentials("id", "secret")
        .tracker_schema(TRACKER, SCHEMA)
}

async fn started() -> Emulator {
    emulator().start().await.expect("a port is free")
}

fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url)
}

fn client(emulator: &Emulator) -> Client {
    Client::new(config(emulator.url()).build().expect("valid")).expect("a client")
}

/// A tracker that sends only when it is flushed, or a group is full.
fn builder(emulator: &Emulator) -> EventTrackerBuilder {
    EventTracker::builder(&client(emulator), TRACKER).scheduled_delay(HOUR)
}

fn session(id: &str) -> Session {
    Session::from_ids(id, None::<String>).expect("valid")
}

/// An event whose id and item are a number. `seconds` has to be a number for the service.
fn event_with(session: &Session, number: u64, seconds: &str) -> SessionEvent {
    let event = Event::builder()
        .event_id(number.to_string())
        .event_type("view")
        .item_id(number.to_string())
        .properties(format!(r#"{{"seconds":"{seconds}"}}"#))
        .sent_at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + number));
    session.event(event).expect("valid")
}

fn event(session: &Session, number: u64) -> SessionEvent {
    event_with(session, number, "1")
}

fn number(event: &SessionEvent) -> u64 {
    let id = event.event().event_id().expect("set");
    id.parse().expect("a number")
}

/// The numbers of the stored events of a session, in the order of their arrival.
fn stored(emulator: &Emulator, session: &str) -> Vec<u64> {
    let events = emulator.session_events(TRACKER, session);
    let ids = events.iter().map(|event| event.event_id().expect("set"));
    ids.map(|id| id.parse().expect("a number")).collect()
}

fn numbers(range: Range<u64>) -> Vec<u64> {
    range.collect()
}

/// The events that have failed, with their reasons.
#[derive(Clone, Default)]
struct Failures(Arc<Mutex<Vec<(u64, String)>>>);

impl Failures {
    fn callback(&self) -> impl Fn(FailedEvent) + Send + Sync + 'static {
        let failures = self.clone();
        move |failed| {
            let mut failures = failures.0.lock().expect("no test has panicked");
            failures.push((number(&failed.event), failed.reason.to_string()));
        }
    }

    fn all(&self) -> Vec<(u64, String)> {
        self.0.lock().expect("no test has panicked").clone()
    }

    fn numbers(&self) -> Vec<u64> {
        let mut numbers: Vec<_> = self.all().into_iter().map(|(number, _)| number).collect();
        numbers.sort_unstable();
        numbers
    }
}

/// Waits until a condition is true.
async fn eventually(condition: impl Fn() -> bool) {
    for _ in 0..2_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not within ten seconds");
}
