//! The rates of runs.

use std::time::Duration;

use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events_emulator::Fault;

use crate::{TestClock, USERS, all, client, client_with, emulator, letters, user};

#[tokio::test]
async fn the_default_rate_is_ten_calls_per_second() {
    let emulator = emulator().start().await.unwrap();
    for (limiter, seconds) in [
        (None, 60),
        (Some(RateLimiter::per_second(100.0).unwrap()), 6),
    ] {
        let clock = TestClock::new();
        let client = client(emulator.url(), &clock);
        let mut bulk = Bulk::users(&client, USERS).max_concurrent_batches(1);
        if let Some(limiter) = limiter {
            bulk = bulk.rate_limiter(limiter);
        }
        let records = (0..6_000).map(|n| (n, user(&n.to_string(), "1")));
        let mut run = bulk.send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await).len(), 6_000);
        // The first of 600 calls does not wait.
        let waited: Duration = clock.waits().iter().sum();
        let expected = Duration::from_secs(seconds) * 599 / 600;
        assert!(
            waited.abs_diff(expected) < Duration::from_millis(1),
            "{waited:?}"
        );
    }
}

#[tokio::test]
async fn runs_of_clones_share_the_rate_of_a_dataset() {
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
        let mut run = Bulk::users(&clone, dataset).send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s");
        let waited: Duration = clock.waits().iter().sum();
        assert_eq!(waited, Duration::from_millis(seconds), "{dataset}");
    }
}

#[tokio::test]
async fn runs_of_a_customized_client_share_the_rate_of_a_dataset() {
    let (emulator, clock) = (emulator().start().await.unwrap(), TestClock::new());
    let original = client(emulator.url(), &clock);
    let port = emulator.addr().port();
    let customized = original
        .customize()
        .endpoint_url(format!("http://localhost:{port}"))
        .max_attempts(1);
    let customized = customized.build().unwrap();
    for (client, milliseconds) in [(&original, 0), (&customized, 100)] {
        let records = [((), user("a", "1"))];
        let mut run = Bulk::users(client, USERS).send_iter(records).unwrap();
        assert_eq!(letters(&all(&mut run).await), "s");
        let waited: Duration = clock.waits().iter().sum();
        assert_eq!(waited, Duration::from_millis(milliseconds));
    }
}

#[tokio::test]
async fn waits_of_the_rate_limiter_do_not_count_towards_the_operation_timeout() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let minute = |config: personalize_events::ConfigBuilder| {
        config.operation_timeout(Duration::from_secs(60))
    };
    let client = client_with(emulator.url(), &clock, minute);
    // The client's own second attempt waits for the rate limiter too.
    let throttle = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(throttle).unwrap();
    let mut run = Bulk::users(&client, USERS)
        .rate_limiter(RateLimiter::per_second(0.01).unwrap())
        .retry_timeout(Duration::from_secs(100_000_000))
        .max_concurrent_batches(1)
        .send_iter((0..50).map(|n| (n, user(&n.to_string(), "1"))))
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(50));
    assert_eq!(emulator.requests().len(), 6);
}

#[tokio::test]
async fn failures_do_not_restore_the_rate_after_throttling() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let limiter = RateLimiter::per_second(10.0).unwrap();
    let bulk = || {
        let bulk = Bulk::users(&client, USERS).rate_limiter(limiter.clone());
        bulk.retry_timeout(Duration::from_secs(100_000_000))
    };
    let throttle = Fault::error(400, "ThrottlingException", "Rate exceeded");
    emulator.inject_fault(throttle).unwrap();
    let failure = Fault::error(503, "ServiceUnavailable", "no");
    emulator.inject_fault(failure.times(100)).unwrap();
    let mut run = bulk().send_iter([((), user("a", "1"))]).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s");
    clock.waits();
    // At half the rate plus one success the second call waits for a little less than a fifth of a second.
    let mut run = bulk()
        .max_concurrent_batches(1)
        .send_iter((0..30).map(|n| (n, user(&n.to_string(), "1"))))
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(30));
    let last = clock.waits().pop().unwrap();
    assert!(
        (Duration::from_millis(170)..Duration::from_millis(200)).contains(&last),
        "{last:?}"
    );
}

#[tokio::test]
async fn a_batch_that_waits_for_the_rate_limiter_does_not_occupy_a_slot() {
    let emulator = emulator().start().await.unwrap();
    let config = personalize_events::Config::builder()
        .region("eu-west-1")
        .credentials(personalize_events::Credentials::new("id", "secret"))
        .endpoint_url(emulator.url())
        .max_concurrent_calls(1);
    let client = personalize_events::Client::new(config.build().unwrap()).unwrap();
    let mut run = Bulk::users(&client, USERS)
        .rate_limiter(RateLimiter::per_second(1.0).unwrap())
        .send_iter((0..20).map(|n| (n, user(&n.to_string(), "1"))))
        .unwrap();
    for _ in 0..10 {
        assert!(run.next().await.is_some());
    }
    // The second batch waits for its second. Its task runs while the other call does.
    let request = personalize_events::PutUsersRequest::builder().dataset_arn(USERS);
    let request = request.users([user("other", "1")]).build().unwrap();
    client.put_users(&request).await.unwrap();
    assert_eq!(emulator.requests().len(), 2);
    assert_eq!(letters(&all(&mut run).await), "s".repeat(10));
}
