//! How fast runs are.

use std::time::Duration;

use personalize_events::bulk::{Bulk, Pace};

use crate::{TestClock, USERS, all, client, emulator, letters, user};

#[tokio::test]
async fn ten_calls_a_second_are_made_unless_told_otherwise() {
    let emulator = emulator().start().await.unwrap();
    for (pace, seconds) in [(None, 60), (Some(Pace::per_second(100.0)), 6)] {
        let clock = TestClock::new();
        let client = client(emulator.url(), &clock);
        let mut bulk = Bulk::users(&client, USERS).max_in_flight(1);
        if let Some(pace) = pace {
            bulk = bulk.pace(pace);
        }
        let records = (0..6_000).map(|n| (n, user(&n.to_string(), "1")));
        let mut run = bulk.send_all(records).unwrap();
        assert_eq!(letters(&all(&mut run).await).len(), 6_000);
        // The first of 600 calls waits for nothing.
        let waited: Duration = clock.waits().iter().sum();
        let expected = Duration::from_secs(seconds) * 599 / 600;
        assert!(
            waited.abs_diff(expected) < Duration::from_millis(1),
            "{waited:?}"
        );
    }
}

#[tokio::test]
async fn runs_of_clones_share_the_pace_of_a_dataset_and_others_have_their_own() {
    let emulator = personalize_events_emulator::Emulator::builder()
        .credentials("id", "secret")
        .start()
        .await
        .unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let other = USERS.replace("films", "books");
    for (dataset, seconds) in [(USERS, 0), (USERS, 100), (other.as_str(), 0)] {
        let clone = client.clone();
        let records = [((), user("a", "1"))];
        let mut run = Bulk::users(&clone, dataset).send_all(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "a");
        let waited: Duration = clock.waits().iter().sum();
        assert_eq!(waited, Duration::from_millis(seconds), "{dataset}");
    }
}
