//! What bounds the time of a batch, and clocks and runtimes that end it.

use std::future::{Future, poll_fn, ready};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::{Client, Clock, Config, ConfigBuilder, Credentials};
use personalize_events_emulator::Fault;

use crate::{USERS, all, emulator, letters, user};

/// A client with the clock of the machine.
fn client(url: &str, set: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "secret"))
        .endpoint_url(url);
    Client::new(set(config).build().expect("valid")).expect("a client")
}

#[tokio::test]
async fn the_retry_timeout_bounds_a_call() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config);
    let slow = Fault::delay(Duration::from_secs(8));
    emulator.inject_fault(slow).unwrap();
    let started = Instant::now();
    let mut run = Bulk::users(&client, USERS)
        .retry_timeout(Duration::from_millis(500))
        .send_iter([((), user("a", "1"))])
        .unwrap();
    let results = all(&mut run).await;
    assert!(started.elapsed() < Duration::from_secs(4));
    assert_eq!(
        results[0].outcome.to_string(),
        "not delivered: timed out after 500ms before the call was complete (1 attempt; `retry_timeout` of the bulk run)"
    );
}

#[tokio::test]
async fn the_retry_timeout_bounds_the_wait_for_a_slot() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config.max_concurrent_calls(1));
    let slow = Fault::delay(Duration::from_secs(3));
    emulator.inject_fault(slow).unwrap();
    let request = personalize_events::PutUsersRequest::builder().dataset_arn(USERS);
    let request = request.users([user("other", "1")]).build().unwrap();
    let mut other = pin!(client.put_users(&request));
    let once = poll_fn(|context| Poll::Ready(other.as_mut().poll(context)));
    assert!(once.await.is_pending(), "it occupies the slot");
    let mut run = Bulk::users(&client, USERS)
        .retry_timeout(Duration::from_millis(200))
        .send_iter([((), user("a", "1"))])
        .unwrap();
    let results = all(&mut run).await;
    assert_eq!(
        results[0].outcome.to_string(),
        "not delivered: timed out after 200ms waiting for a free slot (`max_concurrent_calls`; `retry_timeout` of the \
         bulk run)"
    );
}

#[tokio::test]
async fn a_timeout_of_the_client_that_is_shorter_is_named() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| {
        config
            .attempt_timeout(Duration::from_millis(200))
            .max_attempts(1)
    });
    let slow = Fault::delay(Duration::from_secs(8));
    emulator.inject_fault(slow).unwrap();
    let mut run = Bulk::users(&client, USERS)
        .retry_timeout(Duration::ZERO)
        .send_iter([((), user("a", "1"))])
        .unwrap();
    let results = all(&mut run).await;
    assert_eq!(
        results[0].outcome.to_string(),
        "not delivered: timed out after 200ms waiting for the response (1 attempt)"
    );
}

#[tokio::test]
async fn a_retry_timeout_of_zero_is_one_attempt() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config);
    for fault in [
        Fault::error(503, "ServiceUnavailable", "no"),
        Fault::error(400, "ThrottlingException", "no"),
        Fault::reset(personalize_events_emulator::Reset::BeforeStore),
    ] {
        emulator.inject_fault(fault).unwrap();
        let before = emulator.requests().len();
        let mut run = Bulk::users(&client, USERS)
            .retry_timeout(Duration::ZERO)
            .send_iter([((), user("a", "1"))])
            .unwrap();
        let results = all(&mut run).await;
        assert_eq!(letters(&results), "n");
        let text = results[0].outcome.to_string();
        assert!(text.contains("1 attempt)"), "{text}");
        assert_eq!(emulator.requests().len() - before, 1, "{text}");
    }
    // The attempt is not bounded by it.
    let slow = Fault::delay(Duration::from_millis(100));
    emulator.inject_fault(slow).unwrap();
    let mut run = Bulk::users(&client, USERS)
        .retry_timeout(Duration::ZERO)
        .send_iter([((), user("a", "1"))])
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s");
}

#[tokio::test]
async fn the_error_of_a_call_that_is_made_again_is_known_until_a_call_succeeds() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config.max_attempts(1));
    let unavailable = Fault::error(503, "ServiceUnavailable", "no");
    emulator.inject_fault(unavailable.times(2)).unwrap();
    let mut run = Bulk::users(&client, USERS)
        .send_iter([((), user("a", "1"))])
        .unwrap();
    assert!(run.retry_error().is_none());
    let mut retried = Vec::new();
    let result = loop {
        match tokio::time::timeout(Duration::from_millis(10), run.next()).await {
            Ok(result) => break result.unwrap(),
            Err(_) => retried.extend(run.retry_error()),
        }
    };
    assert!(result.outcome.is_stored());
    assert_eq!(retried[0].status(), Some(503));
    assert!(run.retry_error().is_none());
}

#[tokio::test]
async fn the_retry_timeout_does_not_include_the_first_wait_for_the_rate_limiter() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config);
    let mut run = Bulk::users(&client, USERS)
        .rate_limiter(RateLimiter::per_second(2.0).unwrap())
        .retry_timeout(Duration::from_millis(400))
        .send_iter((0..40).map(|n| (n, user(&n.to_string(), "1"))))
        .unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(40));
}

#[tokio::test]
async fn the_retry_timeout_includes_waits_of_retries_for_the_rate_limiter() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config);
    // The second attempt would be allowed after five seconds.
    let failure = Fault::error(503, "ServiceUnavailable", "no");
    emulator.inject_fault(failure.times(2)).unwrap();
    let started = Instant::now();
    let mut run = Bulk::users(&client, USERS)
        .rate_limiter(RateLimiter::per_second(0.2).unwrap())
        .retry_timeout(Duration::from_secs(1))
        .send_iter([((), user("a", "1"))])
        .unwrap();
    let results = all(&mut run).await;
    assert!(started.elapsed() < Duration::from_secs(3));
    let text = results[0].outcome.to_string();
    assert!(
        text.starts_with("not delivered: ServiceUnavailable: no"),
        "{text}"
    );
}

/// The clock of [`guide::testing`](personalize_events), whose time passes and whose sleeps do not take any.
#[derive(Debug)]
struct NoSleep;

impl Clock for NoSleep {
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(ready(()))
    }
}

#[tokio::test]
async fn a_clock_that_does_not_wait_does_not_block_a_run_over_an_open_stream() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), |config| config.clock(NoSleep));
    let (send, receive) = tokio::sync::mpsc::unbounded_channel();
    let mut run = Bulk::users(&client, USERS)
        .rate_limiter(RateLimiter::unlimited())
        .send_stream(super::late::Records(receive))
        .unwrap();
    emulator.inject_fault(Fault::status(504)).unwrap();
    for age in ["1", "2"] {
        send.send(((), user("a", age))).unwrap();
        assert!(run.next().await.is_some());
    }
    // The value is sent once more, and then the run waits for the stream.
    let soon = tokio::time::timeout(Duration::from_millis(500), run.next());
    assert!(soon.await.is_err());
    assert_eq!(run.summary().extra_calls, 1);
    assert_eq!(emulator.requests().len(), 4);
    drop(send);
    assert!(run.next().await.is_none());
}

#[test]
fn a_run_whose_runtime_was_shut_down_ends_with_an_error() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
    };
    let (first, second) = (runtime().unwrap(), runtime().unwrap());
    let emulator = second.block_on(emulator().start()).unwrap();
    let client = client(emulator.url(), |config| config);
    let records = (0..30).map(|n| (n, user(&n.to_string(), "1")));
    let mut run = Bulk::users(&client, USERS)
        .max_concurrent_batches(2)
        .send_iter(records)
        .unwrap();
    first.block_on(async {
        let mut next = pin!(run.next());
        let once = poll_fn(|context| Poll::Ready(next.as_mut().poll(context)));
        assert!(once.await.is_pending());
    });
    drop(first);
    let results = second.block_on(all(&mut run));
    assert!(letters(&results).chars().all(|outcome| outcome == 'n'));
    let error = run.abort_error().expect("the run is aborted").to_string();
    assert!(error.contains("runtime"), "{error}");
    assert_eq!((run.checkpoint(), run.summary().stored), (0, 0));
}
