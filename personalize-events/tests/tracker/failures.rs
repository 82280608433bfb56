//! Events that are not stored.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use personalize_events::events::{EventTracker, FailureReason};
use personalize_events::{AttemptReport, CallReport, Client, Observer};
use personalize_events_emulator::Fault;

use crate::clock::TestClock;
use crate::{
    Failures, TRACKER, builder, config, event, event_with, eventually, numbers, session, started,
    stored,
};

#[tokio::test]
async fn a_rejected_event_is_reported_alone() {
    let emulator = started().await;
    let failures = Failures::default();
    let tracker = builder(&emulator)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    let visit = session("visit");
    for number in 0..10 {
        let seconds = if number == 4 { "?" } else { "1" };
        tracker.track(event_with(&visit, number, seconds)).unwrap();
    }
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.rejected, report.failed()), (9, 1, 1));
    assert_eq!(stored(&emulator, "visit"), [0, 1, 2, 3, 5, 6, 7, 8, 9]);
    let [(4, reason)] = &failures.all()[..] else {
        panic!("one event is bad");
    };
    assert!(reason.starts_with("rejected: "), "{reason}");
    let summary = tracker.summary();
    assert_eq!(
        (summary.tracked, summary.failed(), summary.pending),
        (10, 1, 0)
    );
}

#[tokio::test]
async fn many_bad_events_in_a_row_do_not_stop_the_others() {
    let emulator = started().await;
    let failures = Failures::default();
    let tracker = builder(&emulator)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    for number in 0..200 {
        let visit = session(&format!("visit-{}", number / 10));
        tracker.track(event_with(&visit, number, "?")).unwrap();
    }
    tracker.track(event(&session("good"), 200)).unwrap();
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.rejected), (1, 200));
    assert_eq!(failures.numbers(), numbers(0..200));
}

#[tokio::test]
async fn a_tracker_without_permissions_fails_its_events_and_tries_again_after_growing_delays() {
    let emulator = started().await;
    let denied = || Fault::error(403, "AccessDeniedException", "not authorized");
    let clock = TestClock::new();
    let config = config(emulator.url()).clock(clock.clone());
    let client = Client::new(config.build().unwrap()).unwrap();
    let failures = Failures::default();
    let tracker = EventTracker::builder(&client, TRACKER)
        .scheduled_delay(Duration::ZERO)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    let seconds = |clock: &TestClock| -> Vec<u64> {
        let waits = clock.waits().into_iter().map(|wait| wait.as_secs());
        waits.filter(|seconds| *seconds > 0).collect()
    };
    emulator.inject_fault(denied().times(3)).unwrap();
    for number in 0..3 {
        tracker.track(event(&session("visit"), number)).unwrap();
        eventually(|| failures.all().len() as u64 == number + 1).await;
        eventually(|| tracker.summary().pending == 0).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let reason = &failures.all()[0].1;
    assert!(reason.starts_with("not delivered: "), "{reason}");
    assert!(reason.contains("AccessDeniedException"), "{reason}");
    assert_eq!(seconds(&clock), [1, 2, 4]);
    // The permission is granted, and withdrawn again.
    tracker.track(event(&session("visit"), 3)).unwrap();
    eventually(|| tracker.summary().stored == 1).await;
    emulator.inject_fault(denied()).unwrap();
    tracker.track(event(&session("visit"), 4)).unwrap();
    eventually(|| tracker.summary().not_delivered == 4).await;
    tracker.track(event(&session("visit"), 5)).unwrap();
    eventually(|| tracker.summary().stored == 2).await;
    assert_eq!(seconds(&clock), [1]);
    assert_eq!(stored(&emulator, "visit"), [3, 5]);
}

#[tokio::test]
async fn few_events_fail_before_a_missing_permission_is_granted() {
    let emulator = started().await;
    let denied = Fault::error(403, "AccessDeniedException", "not authorized");
    emulator.inject_fault(denied.times(2)).unwrap();
    let tracker = builder(&emulator)
        .scheduled_delay(Duration::from_millis(1))
        .build()
        .unwrap();
    tracker.track(event(&session("first"), 0)).unwrap();
    eventually(|| tracker.summary().not_delivered == 1).await;
    // While the tracker waits:
    for number in 1..=100 {
        let visit = session(&format!("visit-{}", number / 20));
        tracker.track(event(&visit, number)).unwrap();
    }
    eventually(|| tracker.summary().pending == 0).await;
    let summary = tracker.summary();
    assert!((2..=11).contains(&summary.not_delivered), "{summary:?}");
    assert_eq!(summary.stored, 101 - summary.not_delivered);
}

#[tokio::test]
async fn a_flush_without_permissions_does_not_wait_for_them() {
    let emulator = started().await;
    let denied = Fault::error(403, "AccessDeniedException", "not authorized");
    emulator.inject_fault(denied.times(1_000)).unwrap();
    let failures = Failures::default();
    let tracker = builder(&emulator)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    for number in 0..100 {
        let visit = session(&format!("visit-{}", number / 5));
        tracker.track(event(&visit, number)).unwrap();
    }
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.not_delivered), (0, 100));
    assert_eq!(failures.numbers(), numbers(0..100));
}

#[tokio::test]
async fn a_panic_of_the_callback_does_not_stop_the_tracker() {
    let emulator = started().await;
    let tracker = builder(&emulator)
        .on_failure(|_| panic!("the callback panics (this is the test)"))
        .build()
        .unwrap();
    let visit = session("visit");
    tracker.track(event_with(&visit, 0, "?")).unwrap();
    tracker.track(event(&visit, 1)).unwrap();
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.rejected), (1, 1));
    tracker.track(event(&visit, 2)).unwrap();
    assert_eq!(tracker.flush().await.stored, 1);
}

#[tokio::test]
async fn the_callback_can_track_an_event_again() {
    let emulator = started().await;
    let denied = Fault::error(403, "AccessDeniedException", "not authorized");
    emulator.inject_fault(denied).unwrap();
    let again: Arc<OnceLock<EventTracker>> = Arc::default();
    let tracker = builder(&emulator)
        .max_queue_size(1)
        .on_failure({
            let again = Arc::clone(&again);
            move |failed| {
                assert!(matches!(failed.reason, FailureReason::NotDelivered(_)));
                let tracker = again.get().expect("set");
                tracker.track(failed.event).expect("it has its room again");
            }
        })
        .build()
        .unwrap();
    assert!(again.set(tracker.clone()).is_ok());
    tracker.track(event(&session("visit"), 0)).unwrap();
    assert_eq!(tracker.flush().await.not_delivered, 1);
    assert_eq!(tracker.flush().await.stored, 1);
    assert_eq!(stored(&emulator, "visit"), [0]);
}

#[derive(Debug, Default)]
struct Panics(AtomicBool);

impl Observer for Panics {
    fn attempt(&self, _: &AttemptReport<'_>) {
        assert!(
            self.0.swap(true, Ordering::Relaxed),
            "the observer panics (this is the test)"
        );
    }

    fn call(&self, _: &CallReport<'_>) {}
}

#[tokio::test]
async fn events_whose_call_panics_are_reported_and_later_ones_are_sent() {
    let emulator = started().await;
    let config = config(emulator.url()).observer(Panics::default());
    let client = Client::new(config.build().unwrap()).unwrap();
    let failures = Failures::default();
    let tracker = EventTracker::builder(&client, TRACKER)
        .on_failure(failures.callback())
        .build()
        .unwrap();
    tracker.track(event(&session("visit"), 0)).unwrap();
    assert_eq!(tracker.flush().await.not_delivered, 1);
    assert_eq!(failures.numbers(), [0]);
    tracker.track(event(&session("visit"), 1)).unwrap();
    assert_eq!(tracker.flush().await.stored, 1);
}
