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
    let error = run.abort_error().map(|error| format!("{error:#}"));
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
                "10 batches in a row were rejected (`max_rejected_batches`): \
                 InvalidInputException: "
            ),
            "{error}"
        );
        // What was sent on its own is rejected, and nothing else is.
        assert_eq!(results.matches('r').count(), 20, "{results}");
        assert!(
            results.starts_with(&"r".repeat(10)) || concurrency > 1,
            "{results}"
        );
        assert!(!results.contains('s'));
        assert_eq!(checkpoint, 0, "it precedes the rejected records too");
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
        let start = format!("{max} batches in a row were rejected (`max_rejected_batches`): Inv");
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
async fn a_resumed_run_sends_all_records_of_the_rejected_batches() {
    for concurrency in [1, 4, 20] {
        let emulator = emulator().start().await.unwrap();
        let client = client(emulator.url(), &TestClock::new());
        let bulk = bulk(&client).max_concurrent_batches(concurrency);
        // The first 40 records are good.
        let run = bulk.clone().send_iter(records((0..300).map(|n| n >= 40)));
        let mut run = run.unwrap().with_checkpoint_key(|n| *n);
        all(&mut run).await;
        assert!(matches!(
            run.abort_error(),
            Some(AbortError::Rejected { batches: 10, .. })
        ));
        assert_eq!((run.checkpoint(), run.checkpoint_key()), (40, Some(&39)));
        let report = run.into_report();
        assert_eq!((report.checkpoint, report.checkpoint_key), (40, Some(39)));
        // Somebody has corrected the records.
        let good = records(std::iter::repeat_n(false, 300)).skip(40);
        let mut run = bulk.send_iter(good).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s".repeat(260));
        assert_eq!(emulator.users(USERS).len(), 300);
    }
}

#[tokio::test]
async fn single_records_that_are_rejected_in_a_row_are_sent_again_too() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    // Each record is a batch.
    let bulk = bulk(&client).max_concurrent_batches(1).max_body_bytes(1);
    let run = bulk.send_iter(records((0..100).map(|n| n >= 3))).unwrap();
    let mut run = run.with_checkpoint_key(|n| *n);
    let results = letters(&all(&mut run).await);
    assert!(results.starts_with(&("sss".to_owned() + &"r".repeat(10))));
    assert!(run.abort_error().is_some());
    assert_eq!((run.checkpoint(), run.checkpoint_key()), (3, Some(&2)));
}

#[tokio::test]
async fn the_checkpoint_waits_for_the_end_of_rejected_batches_in_a_row() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bulk = bulk(&client).max_concurrent_batches(1);
    let bad = (0..40).map(|n| (10..20).contains(&n) || n >= 30);
    let run = bulk.send_iter(records(bad)).unwrap();
    let mut run = run.with_checkpoint_key(|n| *n);
    let mut checkpoints = Vec::new();
    while run.next().await.is_some() {
        checkpoints.push(run.checkpoint());
        let key = run.checkpoint().checked_sub(1);
        assert_eq!(run.checkpoint_key().map(|key| *key as u64), key);
    }
    let expected = (1..=10).chain([10; 10]).chain(21..=30).chain([30; 10]);
    assert_eq!(checkpoints, expected.collect::<Vec<_>>());
    assert_eq!((run.checkpoint(), run.checkpoint_key()), (40, Some(&39)));
    assert_eq!(run.summary().unconfirmed, 0);
}

#[tokio::test]
async fn without_a_maximum_the_checkpoint_does_not_wait() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bulk = bulk(&client).max_rejected_batches(None);
    let bad = std::iter::repeat_n(true, 30);
    let bulk = bulk.max_concurrent_batches(1);
    let mut run = bulk.send_iter(records(bad)).unwrap();
    while let Some(result) = run.next().await {
        if result.position == 9 {
            break;
        }
    }
    assert!(run.checkpoint() > 0);
}

#[tokio::test]
async fn a_run_that_finishes_early_does_not_wait_for_the_end_of_rejected_batches() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bulk = bulk(&client).max_concurrent_batches(1);
    let bad = std::iter::repeat_n(true, 300);
    let mut run = bulk.send_iter(records(bad)).unwrap();
    for _ in 0..10 {
        run.next().await.unwrap();
    }
    assert_eq!(run.checkpoint(), 0);
    run.finish_early();
    all(&mut run).await;
    assert!(run.abort_error().is_none());
    assert_eq!(run.checkpoint(), 10);
}
