//! Mistakes in the whole input, which stop a run before it has split many batches.

use personalize_events::User;
use personalize_events::bulk::{AbortError, Bulk};
use personalize_events_emulator::{Emulator, EmulatorBuilder};

use crate::{TestClock, USERS, all, bulk, client, emulator, letters, user};

/// Records of which those with `true` are bad.
fn records(bad: impl IntoIterator<Item = bool>) -> impl Iterator<Item = (usize, User)> {
    let age = |is_bad| if is_bad { "none" } else { "1" };
    let bad = bad.into_iter().enumerate();
    bad.map(move |(n, is_bad)| (n, user(&n.to_string(), age(is_bad))))
}

/// An emulator, a run over records with these bad ones, and its results.
async fn run(
    set: impl FnOnce(Bulk<User>) -> Bulk<User>,
    bad: impl IntoIterator<Item = bool>,
) -> (Emulator, String, Option<String>, u64) {
    let emulator = EmulatorBuilder::start(emulator()).await.expect("a port");
    let client = client(emulator.url(), &TestClock::new());
    let bulk = set(bulk(&client));
    let mut run = bulk.send_iter(records(bad)).expect("valid");
    let results = letters(&all(&mut run).await);
    let error = run.abort_error().map(ToString::to_string);
    let summary = run.summary();
    let count = |letter| results.chars().filter(|it| *it == letter).count() as u64;
    assert_eq!(
        (summary.stored, summary.rejected, summary.not_delivered),
        (count('s'), count('r'), count('n'))
    );
    assert_eq!(
        summary.read,
        results.len() as u64,
        "each record has a result"
    );
    (emulator, results, error, run.checkpoint())
}

#[tokio::test]
async fn a_mistake_in_all_records_stops_the_run_after_few_calls() {
    for concurrency in [1, 4, 20] {
        let all_bad = std::iter::repeat_n(true, 5_000);
        let set = |bulk: Bulk<User>| bulk.max_concurrent_batches(concurrency);
        let (emulator, results, error, checkpoint) = run(set, all_bad).await;
        // Two batches are split, with 18 calls each.
        let calls = emulator.requests().len();
        assert!(calls <= 10 + 2 * 18 + concurrency, "{calls}");
        let error = error.expect("it is aborted");
        assert!(
            error.starts_with(
                "10 batches in a row were rejected (`max_rejected_batches`), the first record with: \
                 InvalidInputException: "
            ) || concurrency > 1,
            "{error}"
        );
        // What was sent on its own is rejected, and nothing else is.
        assert_eq!(results.matches('r').count(), 20, "{results}");
        assert!(
            results.starts_with(&"r".repeat(10)) || concurrency > 1,
            "{results}"
        );
        assert!(!results.contains('s'));
        assert_eq!(checkpoint, results.find('n').unwrap() as u64);
        assert!(emulator.users(USERS).is_empty());
    }
}

#[tokio::test]
async fn the_number_of_batches_can_be_set_and_the_limit_disabled() {
    for (max, calls) in [(1, 19), (2, 38), (3, 39), (5, 41)] {
        let all_bad = std::iter::repeat_n(true, 500);
        let set = |bulk: Bulk<User>| bulk.max_concurrent_batches(1).max_rejected_batches(max);
        let (emulator, results, error, _) = run(set, all_bad).await;
        assert_eq!(emulator.requests().len(), calls, "{max}: {results}");
        let start = format!("{max} batches in a row were rejected");
        assert!(
            error.as_deref().unwrap_or_default().starts_with(&start),
            "{error:?}"
        );
    }
    let all_bad = std::iter::repeat_n(true, 500);
    let (emulator, results, error, checkpoint) =
        run(|bulk| bulk.max_rejected_batches(None), all_bad).await;
    assert_eq!((results, error, checkpoint), ("r".repeat(500), None, 500));
    assert_eq!(emulator.requests().len(), 50 * 19);
}

#[tokio::test]
async fn fewer_batches_than_the_maximum_are_all_split_at_the_end_of_the_input() {
    let (emulator, results, error, checkpoint) =
        run(|bulk| bulk, std::iter::repeat_n(true, 90)).await;
    assert_eq!((results, error, checkpoint), ("r".repeat(90), None, 90));
    assert_eq!(emulator.requests().len(), 9 * 19);
}

#[tokio::test]
async fn a_record_that_is_stored_starts_the_count_anew() {
    // Two batches in three are bad, or nine in ten.
    for (good, concurrency) in [(3, 1), (3, 4), (10, 1)] {
        let bad = (0..1_000).map(|n| (n / 10) % good != good - 1);
        let set = |bulk: Bulk<User>| bulk.max_concurrent_batches(concurrency);
        let (emulator, results, error, checkpoint) = run(set, bad).await;
        assert_eq!((error, checkpoint), (None, 1_000));
        let stored = results.matches('s').count();
        assert_eq!(stored, 1_000 / good / 10 * 10);
        assert_eq!(emulator.users(USERS).len(), stored);
    }
}

#[tokio::test]
async fn batches_with_some_bad_records_do_not_stop_the_run() {
    // A batch of bad records, and then one bad record in each batch.
    let bad = (0..1_000).map(|n| n < 10 || n % 10 == 0);
    for concurrency in [1, 4] {
        let set = |bulk: Bulk<User>| bulk.max_concurrent_batches(concurrency);
        let (emulator, results, error, checkpoint) = run(set, bad.clone()).await;
        assert_eq!((error, checkpoint), (None, 1_000));
        assert_eq!(results.matches('r').count(), 10 + 99);
        assert_eq!(emulator.users(USERS).len(), 1_000 - 10 - 99);
    }
}

#[tokio::test]
async fn records_with_the_ids_of_a_rejected_batch_wait_for_it() {
    // All values of twenty ids, of which the first four are bad.
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..600).map(|n| {
        let age = if n < 80 { "none" } else { "1" };
        (n, user(&(n % 20).to_string(), age))
    });
    let mut run = bulk(&client).send_iter(records).unwrap();
    let results = letters(&all(&mut run).await);
    assert_eq!(results, "r".repeat(80) + &"s".repeat(520));
    assert!(run.abort_error().is_none());
    assert_eq!(emulator.users(USERS).len(), 20);
}

#[tokio::test]
async fn a_resumed_run_sends_the_records_that_were_not_tried() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bulk = bulk(&client).max_concurrent_batches(1);
    let bad = std::iter::repeat_n(true, 200);
    let mut run = bulk.clone().send_iter(records(bad)).unwrap();
    all(&mut run).await;
    assert!(matches!(
        run.abort_error(),
        Some(AbortError::Rejected { batches: 10, .. })
    ));
    assert_eq!(run.checkpoint(), 10);
    // Somebody has corrected the records.
    let good = records(std::iter::repeat_n(false, 200)).skip(10);
    let mut run = bulk.send_iter(good).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(190));
}
