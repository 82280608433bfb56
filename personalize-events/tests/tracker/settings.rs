//! What a tracker is built from.

use std::time::Duration;

use personalize_events::events::{EventTracker, WhenFull};

use crate::{client, event, session, started};

#[tokio::test]
async fn all_invalid_settings_are_reported_at_once() {
    let emulator = started().await;
    let error = EventTracker::builder(&client(&emulator), "")
        .max_queue_size(0)
        .max_queue_bytes(0)
        .max_export_batch_size(11)
        .max_concurrent_exports(0)
        .build()
        .unwrap_err();
    assert_eq!(
        error.problems(),
        [
            "`max_queue_size` must be greater than zero",
            "`max_queue_bytes` must be greater than zero",
            "`max_export_batch_size` is 11, but must be from 1 to 10",
            "`max_concurrent_exports` must be greater than zero",
            "trackingId has 0 characters, but at least 1 is required",
        ]
    );
}

#[test]
fn a_tracker_cannot_be_built_outside_of_a_runtime() {
    let config = crate::config("http://127.0.0.1:1").build().unwrap();
    let client = personalize_events::Client::new(config).unwrap();
    let error = EventTracker::builder(&client, crate::TRACKER)
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("no Tokio runtime"), "{error}");
}

#[tokio::test]
async fn debug_shows_settings_and_counts_and_no_ids() {
    let emulator = started().await;
    let builder = crate::builder(&emulator)
        .max_queue_size(7)
        .when_full(WhenFull::DropOldest)
        .scheduled_delay(Duration::from_secs(9));
    let text = format!("{builder:?}");
    assert!(text.contains("max_queue_size: 7"), "{text}");
    assert!(text.contains("DropOldest"), "{text}");
    assert!(text.contains("scheduled_delay: 9s"), "{text}");
    let tracker = builder.build().unwrap();
    tracker.track(event(&session("visit-1"), 4711)).unwrap();
    let text = format!("{text} {tracker:?}");
    assert!(text.contains("tracked: 1"), "{text}");
    for secret in [crate::TRACKER, "visit-1", "4711"] {
        assert!(!text.contains(secret), "{text}");
    }
}
