//! How a tracker ends: shutdown, drop, and the end of the runtime.

use std::time::{Duration, Instant};

use personalize_events::events::{FlushReport, TrackError};
use personalize_events_emulator::Fault;
use tokio::runtime::Runtime;

use crate::{
    Failures, HOUR, builder, emulator, event, eventually, number, numbers, session, started, stored,
};

#[tokio::test]
async fn a_shutdown_sends_everything_and_returns_later_events() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let visit = session("visit");
    for number in 0..25 {
        tracker.track(event(&visit, number)).unwrap();
    }
    let report = tracker.shutdown(HOUR).await;
    assert_eq!(report.to_string(), "25 events stored");
    assert_eq!(stored(&emulator, "visit"), numbers(0..25));
    let error = tracker.clone().track(event(&visit, 25)).unwrap_err();
    assert!(matches!(error, TrackError::ShutDown(_)));
    assert_eq!(error.to_string(), "the event tracker was shut down");
    assert_eq!(number(&error.into_event().unwrap()), 25);
    let error = tracker.track_wait(event(&visit, 26)).await.unwrap_err();
    assert_eq!(number(&error.into_event().unwrap()), 26);
    assert_eq!(tracker.shutdown(HOUR).await, FlushReport::default());
    assert_eq!(tracker.flush().await, FlushReport::default());
}

#[tokio::test]
async fn what_is_pending_at_the_timeout_of_a_shutdown_fails_and_is_reported() {
    let emulator = started().await;
    let unavailable = Fault::status(503).times(1_000_000);
    emulator.inject_fault(unavailable).unwrap();
    let failures = Failures::default();
    let tracker = builder(&emulator)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    for number in 0..100 {
        let visit = session(&format!("visit-{}", number % 7));
        tracker.track(event(&visit, number)).unwrap();
    }
    let start = Instant::now();
    let report = tracker.shutdown(Duration::from_secs(2)).await;
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!((report.stored, report.not_delivered), (0, 100));
    assert_eq!(failures.numbers(), numbers(0..100));
    let reason = &failures.all()[0].1;
    let (before, error) = reason.split_once("; the last call failed: ").unwrap();
    assert!(
        before.ends_with("before the timeout of the shutdown"),
        "{reason}"
    );
    assert!(error.contains("503"), "{reason}");
    assert_eq!(tracker.summary().pending, 0);
}

#[tokio::test]
async fn a_shutdown_that_is_cancelled_rejects_events_and_sends_the_others() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let visit = session("visit");
    tracker.track(event(&visit, 0)).unwrap();
    let mut shutdown = Box::pin(tracker.shutdown(HOUR));
    tokio::select! {
        biased;
        _ = &mut shutdown => panic!("it waits for the call"),
        () = std::future::ready(()) => {}
    }
    drop(shutdown);
    assert!(tracker.track(event(&visit, 1)).is_err());
    eventually(|| stored(&emulator, "visit") == [0]).await;
}

#[tokio::test]
async fn what_is_pending_when_the_last_clone_is_dropped_is_sent() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let clone = tracker.clone();
    tracker.track(event(&session("visit"), 0)).unwrap();
    drop(tracker);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(stored(&emulator, "visit").is_empty());
    clone.track(event(&session("visit"), 1)).unwrap();
    drop(clone);
    eventually(|| stored(&emulator, "visit") == [0, 1]).await;
}

/// Tracks events in a runtime that is shut down, and returns which are stored and which have failed.
fn shut_down_runtime(fault: Fault, before: Duration) -> (Vec<u64>, Vec<u64>) {
    let of_emulator = Runtime::new().expect("threads");
    let emulator = of_emulator
        .block_on(emulator().start())
        .expect("a port is free");
    emulator.inject_fault(fault).expect("it makes sense");
    let failures = Failures::default();
    let runtime = Runtime::new().expect("threads");
    let tracker = runtime.block_on(async {
        let builder = builder(&emulator).on_failure(failures.callback());
        let tracker = builder.build().expect("valid");
        for number in 0..25 {
            tracker
                .track(event(&session("visit"), number))
                .expect("room");
        }
        tokio::time::sleep(before).await;
        tracker
    });
    drop(runtime);
    let error = tracker
        .track(event(&session("visit"), 25))
        .expect_err("it is shut down");
    assert!(matches!(error, TrackError::ShutDown(_)));
    assert_eq!(tracker.summary().pending, 0);
    // Neither waits forever.
    let other = Runtime::new().expect("threads");
    let _ = other.block_on(tracker.flush());
    let _ = other.block_on(tracker.shutdown(HOUR));
    (stored(&emulator, "visit"), failures.numbers())
}

#[test]
fn events_are_reported_if_the_runtime_is_shut_down() {
    let slow = || Fault::delay(Duration::from_secs(5)).times(1_000);
    for before in [0, 100] {
        let (_, failed) = shut_down_runtime(slow(), Duration::from_millis(before));
        assert_eq!(failed, numbers(0..25));
    }
    let fast = Fault::delay(Duration::ZERO);
    let (stored, failed) = shut_down_runtime(fast, Duration::from_millis(500));
    assert_eq!(stored, numbers(0..20));
    assert_eq!(failed, numbers(20..25));
}
