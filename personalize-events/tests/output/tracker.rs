//! Warnings of the tracker, and no text of events.

use std::time::Duration;

use personalize_events::Event;
use personalize_events::events::{EventTracker, Session, SessionEvent};
use personalize_events::{Client, Config};
use personalize_events_emulator::{Emulator, Fault};
use tokio::runtime::{Builder, Runtime};
use tracing::Level;

use crate::{Log, config, subscriber};

const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("it needs no thread")
}

/// An emulator in a runtime of its own.
fn emulator(runtime: &Runtime) -> Emulator {
    let emulator = Emulator::builder().credentials("id", "secret");
    runtime.block_on(emulator.start()).expect("a port is free")
}

fn event() -> SessionEvent {
    let session = Session::from_ids("visit-4711", Some("viewer-4711")).expect("valid");
    let event = Event::now("view").item_id("film-4711");
    session.event(event).expect("valid")
}

fn warnings(log: &Log) -> Vec<String> {
    let text = log.text();
    assert!(!text.contains("4711"), "{text}");
    assert!(!text.contains(TRACKER), "{text}");
    let lines = text.lines().filter(|line| line.contains("WARN"));
    lines.map(ToOwned::to_owned).collect()
}

fn tracker(config: Config) -> EventTracker {
    let client = Client::new(config).expect("a client");
    let tracker = EventTracker::builder(&client, TRACKER);
    tracker.build().expect("valid")
}

#[test]
fn failed_events_and_missing_permissions_are_warnings() {
    let log = Log::default();
    let _subscribed = tracing::subscriber::set_default(subscriber(&log, Level::WARN));
    let of_emulator = Builder::new_multi_thread().enable_all().build().unwrap();
    let emulator = emulator(&of_emulator);
    let denied = Fault::error(403, "AccessDeniedException", "no access for viewer-4711");
    emulator.inject_fault(denied.times(100)).unwrap();
    runtime().block_on(async {
        let tracker = tracker(config(emulator.url()).build().unwrap());
        for _ in 0..20 {
            tracker.track(event()).unwrap();
        }
        assert_eq!(tracker.flush().await.not_delivered, 20);
        // Without a flush, the tracker waits.
        tracker.track(event()).unwrap();
        let report = tracker.shutdown(Duration::from_secs(60)).await;
        assert_eq!(report.not_delivered, 1);
    });
    let warnings = warnings(&log);
    let count = |text: &str| warnings.iter().filter(|line| line.contains(text)).count();
    let failed = "tracked events were not stored; handle them with `on_failure` events=1 \
                  reason=\"not delivered\" code=\"AccessDeniedException\"";
    assert_eq!(count(failed), 1, "{warnings:#?}");
    assert!(count("no event can be stored") > 0, "{warnings:#?}");
    assert!(count("code=\"AccessDeniedException\"") > 1, "{warnings:#?}");
    // Those after the first, within ten seconds.
    let ended = "an event tracker has ended with tracked events that were not stored events=20";
    assert_eq!(count(ended), 1, "{warnings:#?}");
}

#[test]
fn events_that_are_lost_with_the_runtime_are_a_warning() {
    let log = Log::default();
    let _subscribed = tracing::subscriber::set_default(subscriber(&log, Level::WARN));
    let of_emulator = Builder::new_multi_thread().enable_all().build().unwrap();
    let emulator = emulator(&of_emulator);
    let runtime = runtime();
    let _tracker = runtime.block_on(async {
        let tracker = tracker(config(emulator.url()).build().unwrap());
        for _ in 0..7 {
            tracker.track(event()).unwrap();
        }
        tokio::task::yield_now().await;
        tracker
    });
    drop(runtime);
    let warnings = warnings(&log);
    let events = |line: &String| -> u64 {
        let (_, events) = line.split_once(" events=").expect("a count");
        let digits = events.split(|char: char| !char.is_ascii_digit()).next();
        digits.expect("a count").parse().expect("a number")
    };
    assert_eq!(warnings.iter().map(events).sum::<u64>(), 7, "{warnings:#?}");
}
