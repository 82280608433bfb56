//! The tracker of the blocking client.

use std::time::Duration;

use personalize_events::blocking::{Client, EventTracker};
use personalize_events::events::TrackError;
use personalize_events_emulator::{Emulator, Fault};

use crate::{Failures, HOUR, TRACKER, config, emulator, event, numbers, session, stored};

/// Starts an emulator with a thread of its own.
fn started() -> Emulator {
    let builder = emulator();
    let started = std::thread::spawn(|| builder.start_blocking()).join();
    started.expect("it does not panic").expect("a port is free")
}

fn client(emulator: &Emulator) -> Client {
    Client::new(config(emulator.url()).build().expect("valid")).expect("a client")
}

#[test]
fn events_are_sent_by_the_thread_of_the_client() {
    let emulator = started();
    let client = client(&emulator);
    let tracker = EventTracker::builder(&client, TRACKER)
        .scheduled_delay(HOUR)
        .build()
        .unwrap();
    drop(client);
    let visit = session("visit");
    for number in 0..3 {
        tracker.track(event(&visit, number)).unwrap();
    }
    assert_eq!(tracker.flush().stored, 3);
    tracker.track(event(&visit, 3)).unwrap();
    assert_eq!(tracker.shutdown(HOUR).to_string(), "1 event stored");
    assert_eq!(stored(&emulator, "visit"), [0, 1, 2, 3]);
    let error = tracker.track_wait(event(&visit, 4)).unwrap_err();
    assert!(matches!(error, TrackError::ShutDown(_)));
    assert_eq!(tracker.summary().stored, 4);
}

#[test]
fn track_wait_blocks_while_the_queue_is_full() {
    let emulator = started();
    let tracker = EventTracker::builder(&client(&emulator), TRACKER)
        .scheduled_delay(Duration::ZERO)
        .max_queue_size(2)
        .build()
        .unwrap();
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            let tracker = tracker.clone();
            std::thread::spawn(move || {
                let visit = session(&format!("visit-{thread}"));
                for number in 0..20 {
                    tracker
                        .track_wait(event(&visit, thread * 100 + number))
                        .unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let _ = tracker.flush();
    for thread in 0..4 {
        let expected = numbers(thread * 100..thread * 100 + 20);
        assert_eq!(stored(&emulator, &format!("visit-{thread}")), expected);
    }
}

#[test]
fn settings_are_validated() {
    let emulator = started();
    let builder = EventTracker::builder(&client(&emulator), "").max_queue_size(0);
    assert_eq!(builder.build().unwrap_err().problems().len(), 2);
}

#[test]
fn events_are_reported_if_tracker_and_client_are_dropped() {
    let emulator = started();
    let slow = Fault::delay(Duration::from_secs(5)).times(100);
    emulator.inject_fault(slow).unwrap();
    let failures = Failures::default();
    let tracker = EventTracker::builder(&client(&emulator), TRACKER)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    tracker.track(event(&session("visit"), 0)).unwrap();
    drop(tracker);
    for _ in 0..1_000 {
        if failures.numbers() == [0] {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the event is not reported");
}
