//! The bounds of a tracker, and what happens at them.

use std::time::Duration;

use personalize_events::events::{TrackError, WhenFull};
use personalize_events::{Event, ValidationError};
use personalize_events_emulator::Fault;
use tokio::time::timeout;

use crate::{Failures, builder, event, number, numbers, session, started, stored};

#[tokio::test]
async fn an_event_that_has_no_room_is_returned() {
    let emulator = started().await;
    let tracker = builder(&emulator).max_queue_size(3).build().unwrap();
    let visit = session("visit");
    for number in 0..3 {
        tracker.track(event(&visit, number)).unwrap();
    }
    let error = tracker.track(event(&visit, 3)).unwrap_err();
    assert!(matches!(error, TrackError::QueueFull(_)));
    assert!(error.to_string().contains("`max_queue_size`"), "{error}");
    assert_eq!(number(&error.into_event().unwrap()), 3);
    assert_eq!(tracker.flush().await.stored, 3);
    tracker.track(event(&visit, 3)).unwrap();
    let _ = tracker.flush().await;
    assert_eq!(stored(&emulator, "visit"), [0, 1, 2, 3]);
}

#[tokio::test]
async fn events_in_groups_and_calls_occupy_the_queue_until_they_are_settled() {
    let emulator = started().await;
    let slow = Fault::delay(Duration::from_millis(300));
    emulator.inject_fault(slow).unwrap();
    let tracker = builder(&emulator).max_queue_size(12).build().unwrap();
    let visit = session("visit");
    // Ten of them are in a call at once.
    for number in 0..12 {
        tracker.track(event(&visit, number)).unwrap();
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(tracker.summary().pending, 12);
    assert!(tracker.track(event(&visit, 12)).is_err());
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.failed()), (12, 0));
    assert_eq!(tracker.summary().pending, 0);
}

#[tokio::test]
async fn the_bytes_of_the_events_are_bounded() {
    let emulator = started().await;
    let tracker = builder(&emulator).max_queue_bytes(20_000).build().unwrap();
    let large = |number: u64| {
        let properties = format!(r#"{{"seconds":"{}1"}}"#, "0".repeat(900));
        let event = Event::now("view").event_id(number.to_string());
        session("visit").event(event.item_id("film-7").properties(properties))
    };
    let mut count = 0;
    while tracker.track(large(count)).is_ok() {
        count += 1;
    }
    // About 1,000 bytes of text, and some hundred for the members.
    assert!((13..20).contains(&count), "{count}");
    assert_eq!(tracker.flush().await.stored, count);
}

#[tokio::test]
async fn an_event_that_is_larger_than_the_bound_is_tracked_alone() {
    let emulator = started().await;
    let tracker = builder(&emulator).max_queue_bytes(1).build().unwrap();
    tracker.track(event(&session("visit"), 0)).unwrap();
    assert!(tracker.track(event(&session("visit"), 1)).is_err());
    assert_eq!(tracker.flush().await.stored, 1);
}

#[tokio::test]
async fn the_oldest_event_is_dropped_and_reported_if_that_is_set() {
    let emulator = started().await;
    let failures = Failures::default();
    let tracker = builder(&emulator)
        .max_queue_size(10)
        .when_full(WhenFull::DropOldest)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    let visit = session("visit");
    for number in 0..25 {
        tracker.track(event(&visit, number)).unwrap();
    }
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.dropped), (10, 15));
    assert_eq!(report.to_string(), "10 events stored, 15 dropped");
    let dropped = failures.numbers();
    let stored = stored(&emulator, "visit");
    assert_eq!(dropped, numbers(0..15));
    assert_eq!(stored, numbers(15..25));
    assert!(failures.all()[0].1.starts_with("dropped"));
}

#[tokio::test]
async fn an_invalid_event_is_an_error() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let invalid: Result<_, ValidationError> = session("visit").event(Event::now(""));
    let error = tracker.track(invalid).unwrap_err();
    assert_eq!(
        error.to_string(),
        "eventType has 0 characters, but at least 1 is required"
    );
    assert!(error.into_event().is_none());
    assert_eq!(tracker.summary().tracked, 0);
}

#[tokio::test]
async fn track_wait_waits_for_room() {
    let emulator = started().await;
    let tracker = builder(&emulator)
        .max_queue_size(2)
        .scheduled_delay(Duration::ZERO)
        .build()
        .unwrap();
    let visit = session("visit");
    for number in 0..50 {
        tracker.track_wait(event(&visit, number)).await.unwrap();
        assert!(tracker.summary().pending <= 2);
    }
    let _ = tracker.flush().await;
    assert_eq!(stored(&emulator, "visit"), numbers(0..50));
}

#[tokio::test]
async fn an_event_whose_wait_is_cancelled_is_not_tracked_and_blocks_no_other() {
    let emulator = started().await;
    let tracker = builder(&emulator).max_queue_size(1).build().unwrap();
    let visit = session("visit");
    tracker.track(event(&visit, 0)).unwrap();
    let cancelled = tracker.track_wait(event(&visit, 1));
    let cancelled = timeout(Duration::from_millis(20), cancelled).await;
    assert!(cancelled.is_err());
    let waiting = tokio::spawn({
        let (tracker, event) = (tracker.clone(), event(&visit, 2));
        async move { tracker.track_wait(event).await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(tracker.flush().await.stored, 1);
    waiting.await.unwrap().unwrap();
    let _ = tracker.flush().await;
    assert_eq!(stored(&emulator, "visit"), [0, 2]);
}

#[tokio::test]
async fn a_shutdown_ends_the_wait_for_room_and_returns_the_event() {
    let emulator = started().await;
    let delay = Fault::delay(Duration::from_millis(200));
    emulator.inject_fault(delay).unwrap();
    let tracker = builder(&emulator).max_queue_size(1).build().unwrap();
    let visit = session("visit");
    tracker.track(event(&visit, 0)).unwrap();
    let waiting = (1..4).map(|number| {
        let (tracker, event) = (tracker.clone(), event(&visit, number));
        tokio::spawn(async move { tracker.track_wait(event).await })
    });
    let waiting: Vec<_> = waiting.collect();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let report = tracker.shutdown(Duration::from_secs(10)).await;
    assert_eq!(report.stored, 1);
    for task in waiting {
        let error = task.await.unwrap().unwrap_err();
        assert!(matches!(error, TrackError::ShutDown(_)), "{error}");
    }
}
