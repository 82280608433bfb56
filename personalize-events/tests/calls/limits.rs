//! Timeouts and the limit of concurrent calls.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use personalize_events::{Client, Config, ConfigBuilder, Credentials, PutUsersRequest, User};
use personalize_events_emulator::{Emulator, Fault};
use tokio::net::TcpStream;

use crate::clock::TestClock;
use crate::counting::counting;
use crate::server::{Server, Step, Then, answer};
use crate::{USERS, client_with, users};

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A client with the clock of the machine.
fn real(url: &str, set: impl FnOnce(ConfigBuilder) -> ConfigBuilder) -> Client {
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(Credentials::new("id", "the-secret"))
        .endpoint_url(url);
    Client::new(set(config).build().expect("settings")).expect("no certificates")
}

fn stalled() -> Step {
    Step::new("", Then::Stall)
}

#[tokio::test]
async fn a_call_takes_no_longer_than_the_operation_timeout() {
    let server = Server::start([stalled()]).await;
    let client = real(server.url(), |c| c.operation_timeout(ms(150)));
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(
        error.to_string(),
        "timed out after 150ms before the call was complete (1 attempt)"
    );
}

#[tokio::test]
async fn a_delay_beyond_the_operation_timeout_ends_the_call_with_the_last_error() {
    let emulator = Emulator::builder().start().await.unwrap();
    let fault = Fault::error(400, "ThrottlingException", "Rate exceeded").times(11);
    emulator.inject_fault(fault).unwrap();
    // The delays would be 1, 2, 4 and 8 seconds. The last attempt has what is left of the timeout, in real time.
    for (timeout, waits) in [
        (ms(1_000), 0),
        (ms(1_500), 1),
        (ms(3_000), 1),
        (ms(3_500), 2),
        (ms(7_000), 2),
    ] {
        let clock = TestClock::new();
        let client = client_with(emulator.url(), &clock, |c| {
            c.max_attempts(9).operation_timeout(timeout)
        });
        let error = client.put_users(&users()).await.unwrap_err();
        assert!(error.is_throttling(), "{timeout:?}: {error}");
        assert_eq!(clock.waits().len(), waits, "{timeout:?}");
        assert_eq!(error.attempts() as usize, waits + 1, "{timeout:?}");
    }
}

/// A listener whose queue is full: further connections are neither established nor refused.
#[cfg(target_os = "linux")]
async fn full() -> (tokio::net::TcpListener, Vec<TcpStream>, String) {
    let socket = tokio::net::TcpSocket::new_v4().expect("a server");
    socket
        .bind("127.0.0.1:0".parse().expect("a server"))
        .expect("a server");
    let listener = socket.listen(1).expect("a server");
    let address = listener.local_addr().expect("a server");
    let mut streams = Vec::new();
    while let Ok(stream) = tokio::time::timeout(ms(200), TcpStream::connect(address)).await {
        streams.push(stream.expect("a server"));
        assert!(streams.len() < 100, "the queue has an end");
    }
    (listener, streams, format!("http://{address}"))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_not_established_is_a_connect_timeout() {
    let (_listener, _streams, url) = full().await;
    let clock = TestClock::new();
    let client = client_with(&url, &clock, |c| c.connect_timeout(ms(50)));
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        format!("timed out after 50ms while connecting to {url} (3 attempts)")
    );
    assert_eq!(clock.waits(), [ms(50), ms(100)]);
}

#[tokio::test]
async fn waiting_for_a_free_slot_counts_against_the_operation_timeout() {
    let server = Server::start(vec![stalled(); 3]).await;
    // The clock does not advance while a call waits for a response, so the first call takes the time of three attempts.
    let client = client_with(server.url(), &TestClock::new(), |c| {
        c.max_concurrent_calls(1).operation_timeout(ms(500))
    });
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.put_users(&users()).await }
    });
    while server.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    let error = client.put_users(&users()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        error.to_string(),
        "timed out after 500ms waiting for a free slot (`max_concurrent_calls`)"
    );
    assert_eq!(first.await.unwrap().unwrap_err().attempts(), 3);
    client.put_users(&users()).await.unwrap();
}

#[tokio::test]
async fn a_call_that_is_dropped_releases_its_slot() {
    let server = Server::start([stalled()]).await;
    let client = real(server.url(), |c| c.max_concurrent_calls(1));
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.put_users(&users()).await }
    });
    while server.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.put_users(&users()).await }
    });
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished() && server.requests().is_empty());
    first.abort();
    waiting.await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1);
}

fn throttling() -> Step {
    let headers = "x-amzn-errortype: ThrottlingException\r\n";
    Step::new(answer(400, headers, b""), Then::Close)
}

/// Starts a call and waits until its first request has arrived.
async fn start(
    client: &Client,
    server: &Server,
) -> tokio::task::JoinHandle<Result<(), personalize_events::Error<personalize_events::PutUsersError>>>
{
    let client = client.clone();
    let call = tokio::spawn(async move { client.put_users(&users()).await.map(drop) });
    while server.requests().is_empty() {
        tokio::time::sleep(ms(1)).await;
    }
    call
}

#[tokio::test]
async fn a_call_that_waits_for_its_next_attempt_does_not_occupy_a_slot() {
    let server = Server::start([throttling()]).await;
    let client = real(server.url(), |c| {
        c.max_concurrent_calls(1).random_source(|| 1.0)
    });
    let first = start(&client, &server).await;
    // The first call waits for a second before its next attempt.
    for _ in 0..3 {
        client.put_users(&users()).await.unwrap();
    }
    assert!(!first.is_finished());
    assert_eq!(server.requests().len(), 3);
    first.await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_call_without_a_free_slot_for_its_next_attempt_returns_its_last_error() {
    let server = Server::start([throttling(), stalled()]).await;
    let client = real(server.url(), |c| {
        let c = c.max_concurrent_calls(1).random_source(|| 1.0);
        c.operation_timeout(ms(1_500))
    });
    let first = start(&client, &server).await;
    let second = start(&client, &server).await;
    let error = first.await.unwrap().unwrap_err();
    assert!(error.is_throttling(), "{error}");
    assert_eq!(error.attempts(), 1);
    assert!(second.await.unwrap().unwrap_err().is_timeout());
}

/// The peak memory of this process in KiB; 0 if the system does not report it.
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| {
        line.trim()
            .trim_end_matches(" kB")
            .parse()
            .expect("a server")
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_thousand_calls_at_once_share_few_connections_and_little_memory() {
    const CALLS: usize = 20_000;
    let (counts, url) = counting(0).await;
    let client = real(&url, |c| c.operation_timeout(Duration::from_secs(600)));
    // A body of some 20 kB: written for all calls at once they would take 400 MB.
    let properties = format!("{{\"synopsis\":\"{}\"}}", "x".repeat(20_000));
    let user = User::builder().user_id("user-1").properties(properties);
    let request = PutUsersRequest::builder().dataset_arn(USERS).users([user]);
    let request = Arc::new(request.build().unwrap());
    let before = peak_memory();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let (client, request) = (client.clone(), Arc::clone(&request));
            tokio::spawn(async move { client.put_users(&request).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(counts.requests.load(Ordering::SeqCst), CALLS);
    let connections = counts.connections.load(Ordering::SeqCst);
    let most = counts.most_in_flight.load(Ordering::SeqCst);
    // One that is just being given back may not be seen, and one more is made.
    assert!(connections <= 2 * 64, "{connections} connections");
    assert!((2..=64).contains(&most), "{most} in flight");
    let grown = peak_memory() - before;
    assert!(grown < 200 * 1024, "{grown} KiB more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_are_retried_do_not_exceed_the_limit_of_concurrent_calls() {
    let (counts, url) = counting(100).await;
    let client = real(&url, |c| {
        let c = c.max_concurrent_calls(4).random_source(|| 0.05);
        c.max_attempts(9)
    });
    let calls: Vec<_> = (0..400)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.put_users(&users()).await.map(drop) })
        })
        .collect();
    let mut failed = 0;
    for call in calls {
        // The retry quota suffices for a hundred retries only.
        failed += usize::from(call.await.unwrap().is_err());
    }
    let most = counts.most_in_flight.load(Ordering::SeqCst);
    assert!(
        (2..=4).contains(&most) && failed < 50,
        "{most}, {failed} failed"
    );
}
