//! What ends a run, and what ends the retries of a batch.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use personalize_events::bulk::{AbortError, BulkRun, RateLimiter, RecordOutcome, Source};
use personalize_events::{Credentials, CredentialsError, Error, ProvideCredentials, User};
use personalize_events_emulator::Fault;

use crate::{TestClock, USERS, all, bulk, client, client_with, emulator, letters, user};

fn records(count: usize) -> impl Iterator<Item = (usize, personalize_events::User)> {
    (0..count).map(|n| (n, user(&n.to_string(), "1")))
}

#[tokio::test]
async fn an_error_that_every_record_would_meet_aborts_the_run_and_its_reading() {
    for (status, code) in [
        (403, "AccessDeniedException"),
        (404, "ResourceNotFoundException"),
        (403, "ExpiredTokenException"),
        (400, "AccessDenied"),
        (301, "Moved"),
    ] {
        let emulator = emulator().start().await.unwrap();
        let client = client(emulator.url(), &TestClock::new());
        let pass = Fault::delay(Duration::ZERO);
        emulator.inject_fault(pass.times(2)).unwrap();
        emulator
            .inject_fault(Fault::error(status, code, "no"))
            .unwrap();
        let mut run = bulk(&client)
            .max_concurrent_batches(1)
            .send_iter(records(1_000))
            .unwrap();
        let results = all(&mut run).await;
        let outcomes = letters(&results);
        assert!(outcomes.starts_with(&"s".repeat(20)), "{code}: {outcomes}");
        let rest = &outcomes[20..];
        assert!(
            !rest.is_empty() && rest.chars().all(|outcome| outcome == 'n'),
            "{code}: {outcomes}"
        );
        assert!(rest.len() <= 20, "{code}: {outcomes}");
        assert_eq!(abort_code(&run), Some(code));
        assert_eq!(run.checkpoint(), 20, "{code}");
        assert!(run.next().await.is_none());
        // A run from the checkpoint on delivers the rest.
        let rest = records(1_000).skip(20);
        let mut run = bulk(&client).send_iter(rest).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s".repeat(980), "{code}");
        assert_eq!(emulator.users(USERS).len(), 1_000, "{code}");
    }
}

#[tokio::test]
async fn wrong_keys_and_a_dataset_of_another_region_abort_the_run() {
    let emulator = emulator().start().await.unwrap();
    let wrong = |config: personalize_events::ConfigBuilder| {
        config.credentials(Credentials::new("id", "wrong"))
    };
    let elsewhere = |config: personalize_events::ConfigBuilder| config.region("us-east-1");
    for client in [
        client_with(emulator.url(), &TestClock::new(), wrong),
        client_with(emulator.url(), &TestClock::new(), elsewhere),
    ] {
        let mut run = bulk(&client).send_iter(records(15)).unwrap();
        let outcomes = letters(&all(&mut run).await);
        assert!(
            outcomes.chars().all(|outcome| outcome == 'n') && !outcomes.is_empty(),
            "{outcomes}"
        );
        assert!(run.abort_error().is_some());
        assert_eq!(run.checkpoint(), 0);
    }
    assert!(emulator.users(USERS).is_empty());
}

/// A provider without credentials.
#[derive(Debug)]
struct Nothing;

impl ProvideCredentials for Nothing {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        Err(CredentialsError::new("the vault is sealed"))
    }
}

#[tokio::test]
async fn missing_credentials_abort_the_run_after_the_retry_timeout() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client_with(emulator.url(), &clock, |config| {
        config.credentials_provider(Nothing)
    });
    let bulk = bulk(&client)
        .retry_timeout(Duration::from_secs(10))
        .max_concurrent_batches(1);
    let mut run = bulk.send_iter(records(1_000)).unwrap();
    let results = all(&mut run).await;
    assert!(letters(&results).chars().all(|outcome| outcome == 'n'));
    assert!(results.len() < 100, "{}", results.len());
    let text = results[0].outcome.to_string();
    assert_eq!(text, "not delivered: no credentials: the vault is sealed");
    let error = run.abort_error().map(AbortError::error);
    assert!(matches!(error, Some(Error::Credentials(_))));
    assert_eq!(run.checkpoint(), 0);
    assert!(emulator.requests().is_empty());
    // A wait of 8 seconds would exceed the timeout.
    assert_eq!(clock.waits(), [1, 2, 4].map(Duration::from_secs));
}

/// A provider that fails so many times.
#[derive(Debug)]
struct Sealed(AtomicU32);

impl ProvideCredentials for Sealed {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        let remaining = self
            .0
            .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1));
        match remaining {
            Ok(_) => Err(CredentialsError::new("the vault is sealed")),
            Err(_) => Ok(Credentials::new("id", "secret")),
        }
    }
}

#[tokio::test]
async fn a_failure_of_the_credentials_provider_is_retried() {
    let emulator = emulator().start().await.unwrap();
    let client = client_with(emulator.url(), &TestClock::new(), |config| {
        config.credentials_provider(Sealed(AtomicU32::new(5)))
    });
    let mut run = bulk(&client).send_iter(records(25)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(25));
    assert!(run.abort_error().is_none());
}

#[tokio::test]
async fn the_status_429_is_retried_and_lowers_the_rate() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    emulator.inject_fault(Fault::status(429).times(3)).unwrap();
    let mut run = bulk(&client)
        .rate_limiter(RateLimiter::per_second(1.0).unwrap())
        .max_concurrent_batches(1)
        .send_iter(records(10))
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(10));
    assert_eq!(emulator.requests().len(), 4);
    // Up to 1, 2 and 4 seconds of backoff, and at least 1, 2 and 4 seconds between calls.
    let waited: Duration = clock.waits().iter().sum();
    assert!(waited >= Duration::from_secs(7), "{waited:?}");

    emulator
        .inject_fault(Fault::status(429).times(100))
        .unwrap();
    let bulk = bulk(&client).retry_timeout(Duration::from_secs(10));
    let mut run = bulk.send_iter(records(10)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "n".repeat(10));
    assert!(run.abort_error().is_none(), "the run continues");
}

#[tokio::test]
async fn an_abort_ends_the_retries_of_other_batches() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let denied = Fault::error(403, "AccessDeniedException", "no");
    let busy = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(busy.clone()).unwrap();
    emulator.inject_fault(denied).unwrap();
    emulator.inject_fault(busy.times(10_000)).unwrap();
    let mut run = bulk(&client)
        .max_concurrent_batches(2)
        .send_iter(records(100))
        .unwrap();
    let results = all(&mut run).await;
    assert!(letters(&results).chars().all(|outcome| outcome == 'n'));
    assert_eq!(abort_code(&run), Some("AccessDeniedException"));
    assert!(emulator.requests().len() < 10);
}

fn abort_code<S: Source<User>>(run: &BulkRun<S, User>) -> Option<&str> {
    run.abort_error()?.error().code()
}

#[tokio::test]
async fn a_resource_in_use_is_retried_until_the_timeout() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let busy = || Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(busy().times(7)).unwrap();
    let mut run = bulk(&client).send_iter(records(10)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(10));
    // The longest backoff doubles each time, up to 20 seconds.
    assert_eq!(
        clock.waits(),
        [1, 2, 4, 8, 16, 20, 20].map(Duration::from_secs)
    );

    // With a timeout of 10 seconds there are waits of 1, 2 and 4 seconds, and none of 8. The run continues.
    emulator.inject_fault(busy().times(4)).unwrap();
    let bulk = bulk(&client)
        .retry_timeout(Duration::from_secs(10))
        .max_concurrent_batches(1);
    let mut run = bulk.send_iter(records(25)).unwrap();
    let results = all(&mut run).await;
    assert_eq!(
        letters(&results),
        format!("{}{}", "n".repeat(10), "s".repeat(15))
    );
    let text = results[0].outcome.to_string();
    assert!(
        text.starts_with("not delivered: ResourceInUseException: busy"),
        "{text}"
    );
    assert_eq!(clock.waits(), [1, 2, 4].map(Duration::from_secs));
    // A resumed run has to start with the records that were not delivered.
    assert_eq!((run.checkpoint(), run.summary().not_delivered), (0, 10));
    assert!(run.abort_error().is_none());
}

#[tokio::test]
async fn throttling_is_retried_beyond_the_clients_own_attempts() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let throttle = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(throttle.times(50)).unwrap();
    let mut run = bulk(&client).send_iter(records(100)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(100));
    assert_eq!(emulator.requests().len(), 60);
}

#[tokio::test]
async fn a_batch_that_is_too_large_is_split() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let too_large = Fault::error(413, "RequestEntityTooLargeException", "too large");
    emulator.inject_fault(too_large).unwrap();
    let mut run = bulk(&client).send_iter(records(10)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(10));
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn a_run_that_finishes_early_waits_for_batches_in_flight_and_sends_no_more() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let slow = Fault::delay(Duration::from_secs(1));
    emulator.inject_fault(slow.times(2)).unwrap();
    let mut run = bulk(&client)
        .max_concurrent_batches(2)
        .send_iter(records(1_000))
        .unwrap();
    // Long enough to read ahead and to send, and too short for a response.
    let soon = Duration::from_millis(100);
    assert!(tokio::time::timeout(soon, run.next()).await.is_err());
    assert!(run.summary().read > 20, "{:?}", run.summary());
    run.finish_early();
    let results = all(&mut run).await;
    assert_eq!(letters(&results), "s".repeat(20));
    assert_eq!((run.checkpoint(), emulator.requests().len()), (20, 2));
    let mut rest = bulk(&client).send_iter(records(1_000).skip(20)).unwrap();
    assert_eq!(letters(&all(&mut rest).await), "s".repeat(980));
    assert_eq!(emulator.users(USERS).len(), 1_000);
}

#[tokio::test]
async fn a_slow_batch_limits_how_far_the_run_reads_ahead() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(3)))
        .unwrap();
    let good = (0..10).map(|n| Ok(user(&n.to_string(), "1")));
    let bad = std::iter::repeat_with(|| User::builder().build());
    let drafts = good.chain(bad.take(150_000));
    let mut run = bulk(&client)
        .send_iter(drafts.map(|draft| ((), draft)))
        .unwrap();
    let mut farthest = 0;
    let mut stored = 0;
    while let Some(result) = run.next().await {
        if let RecordOutcome::Stored = result.outcome {
            stored += 1;
        } else if stored == 0 {
            farthest = run.summary().read;
        }
    }
    assert!(farthest <= 100_000, "{farthest}");
    assert_eq!((run.summary().invalid, stored), (150_000, 10));
}

#[tokio::test]
async fn a_batch_that_times_out_does_not_stop_the_reading() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let busy = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(busy).unwrap();
    let good = |n: usize| Ok(user(&n.to_string(), "1"));
    let bad = std::iter::repeat_with(|| User::builder().build()).take(150_000);
    let drafts = (0..10).map(good).chain(bad).chain((10..20).map(good));
    let bulk = bulk(&client)
        .retry_timeout(Duration::ZERO)
        .max_concurrent_batches(1);
    let mut run = bulk.send_iter(drafts.map(|draft| ((), draft))).unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(60), all(&mut run));
    ended.await.expect("the run ends");
    let summary = run.summary();
    assert_eq!((summary.not_delivered, summary.invalid), (10, 150_000));
    assert_eq!((summary.stored, run.checkpoint()), (10, 0));
}

#[tokio::test]
async fn nothing_of_a_split_batch_is_sent_after_the_timeout() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    for (status, code) in [
        (413, "RequestEntityTooLargeException"),
        (409, "ResourceInUseException"),
    ] {
        emulator
            .inject_fault(Fault::error(status, code, "no"))
            .unwrap();
    }
    let bulk = bulk(&client).retry_timeout(Duration::ZERO);
    let mut run = bulk.send_iter(records(10)).unwrap();
    all(&mut run).await;
    assert_eq!((run.summary().not_delivered, run.summary().stored), (10, 0));
    assert_eq!(emulator.requests().len(), 2, "the batch and its first half");
}

#[tokio::test]
async fn every_status_of_success_stores_the_records() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    for status in [200, 201, 202, 204, 299] {
        emulator.inject_fault(Fault::status(status)).unwrap();
    }
    emulator
        .inject_fault(Fault::status(202).body("{\"code\":\"InternalFailure\"}"))
        .unwrap();
    let mut run = bulk(&client).send_iter(records(70)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(70));
    assert!(run.abort_error().is_none());
    assert_eq!(
        (emulator.requests().len(), run.summary().extra_calls),
        (7, 0)
    );
}
