//! How events are sent.

use std::time::Duration;

use personalize_events::Event;
use personalize_events::events::FlushReport;
use personalize_events_emulator::Fault;
use serde_json::Value;

use crate::{HOUR, builder, event, eventually, numbers, session, started, stored};

#[tokio::test]
async fn a_flush_sends_what_waits_for_more_events_in_calls_of_a_session() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let (first, second) = (session("first"), session("second"));
    for number in 0..15 {
        tracker.track(event(&first, number)).unwrap();
        tracker.track(event(&second, 100 + number)).unwrap();
    }
    let report = tracker.flush().await;
    assert_eq!((report.stored, report.failed()), (30, 0));
    assert_eq!(stored(&emulator, "first"), numbers(0..15));
    assert_eq!(stored(&emulator, "second"), numbers(100..115));
    assert_eq!(emulator.call_counts()["PutEvents"], 4);
    // Nothing is pending.
    assert_eq!(tracker.flush().await, FlushReport::default());
}

#[tokio::test]
async fn events_are_sent_after_the_scheduled_delay_or_when_a_call_is_full() {
    let emulator = started().await;
    let delay = Duration::from_millis(50);
    let tracker = builder(&emulator).scheduled_delay(delay).build().unwrap();
    let visit = session("visit");
    for number in 0..3 {
        tracker.track(event(&visit, number)).unwrap();
    }
    eventually(|| stored(&emulator, "visit").len() == 3).await;
    assert_eq!(emulator.call_counts()["PutEvents"], 1);

    let tracker = builder(&emulator).max_export_batch_size(4).build().unwrap();
    let visit = session("four");
    for number in 3..8 {
        tracker.track(event(&visit, number)).unwrap();
    }
    eventually(|| stored(&emulator, "four").len() == 4).await;
    assert_eq!(tracker.summary().pending, 1);
}

#[tokio::test]
async fn a_flush_does_not_wait_for_later_events() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let visit = session("visit");
    tracker.track(event(&visit, 0)).unwrap();
    let mut flush = std::pin::pin!(tracker.flush());
    tokio::select! {
        biased;
        _ = &mut flush => panic!("it waits for the call"),
        () = std::future::ready(()) => {}
    }
    tracker.track(event(&session("other"), 1)).unwrap();
    assert_eq!(flush.await.stored, 1);
    let _ = tracker.flush().await;
    assert_eq!(stored(&emulator, "other"), [1]);
}

#[tokio::test]
async fn the_id_and_the_time_of_an_event_are_those_of_its_first_attempt() {
    let emulator = started().await;
    emulator.inject_fault(Fault::status(500).times(2)).unwrap();
    let tracker = builder(&emulator).build().unwrap();
    let visit = session("visit");
    tracker
        .track(visit.event(Event::now("view").item_id("film-7")))
        .unwrap();
    assert_eq!(tracker.flush().await.stored, 1);
    let requests = emulator.requests();
    let members = |name: &str| -> Vec<Value> {
        let bodies = requests.iter().map(|it| it.json::<Value>().expect("JSON"));
        bodies.map(|it| it["eventList"][0][name].clone()).collect()
    };
    for name in ["eventId", "sentAt"] {
        let values = members(name);
        assert!(values.len() >= 2, "{values:?}");
        assert!(values.iter().all(|it| it == &values[0]), "{values:?}");
    }
}

#[tokio::test]
async fn the_session_of_a_known_user_is_sent_with_the_user() {
    let emulator = started().await;
    let tracker = builder(&emulator).build().unwrap();
    let mut visit = session("visit");
    tracker.track(event(&visit, 0)).unwrap();
    visit.identify("user-1").unwrap();
    tracker.track(event(&visit, 1)).unwrap();
    let _ = tracker.shutdown(HOUR).await;
    let events = emulator.session_events(crate::TRACKER, "visit");
    let users: Vec<_> = events.iter().map(|event| event.user_id()).collect();
    assert_eq!(users, [None, Some("user-1")]);
}
