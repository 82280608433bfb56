//! Requests that arrive after the client has given up on them.
//!
//! A proxy holds requests back and delivers them later, as a slow network or a queue of the service does.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use personalize_events::bulk::{BulkRun, RecordOutcome};
use personalize_events::{Client, User};
use personalize_events_emulator::{Emulator, Fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

use crate::{TestClock, USERS, all, bulk, client_with, emulator, letters, user};

/// A TCP proxy in front of an emulator. It holds back the requests with a text that it was given, once each.
struct Proxy {
    url: String,
    held: Arc<Mutex<Vec<&'static str>>>,
    /// Counts the requests that are held back.
    arrived: Arc<Semaphore>,
    /// Lets so many of them go on.
    release: Arc<Semaphore>,
}

impl Proxy {
    async fn start(emulator: &Emulator) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let proxy = Self {
            url,
            held: Arc::default(),
            arrived: Arc::new(Semaphore::new(0)),
            release: Arc::new(Semaphore::new(0)),
        };
        let (held, arrived, release) = (
            Arc::clone(&proxy.held),
            Arc::clone(&proxy.arrived),
            Arc::clone(&proxy.release),
        );
        let address = emulator.addr();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a client");
                let (held, arrived, release) = (
                    Arc::clone(&held),
                    Arc::clone(&arrived),
                    Arc::clone(&release),
                );
                tokio::spawn(async move {
                    let server = TcpStream::connect(address).await.expect("the emulator");
                    forward(stream, server, &held, &arrived, &release).await;
                });
            }
        });
        proxy
    }

    /// Holds back the next request that contains a text.
    fn hold(&self, text: &'static str) {
        self.held.lock().expect("no test has panicked").push(text);
    }

    /// Waits until a request is held back.
    async fn wait(&self) {
        self.arrived.acquire().await.expect("open").forget();
    }

    /// Delivers a request that is held back, and waits until the emulator has handled it.
    async fn deliver(&self, emulator: &Emulator) {
        let before = emulator.requests().len();
        self.release.add_permits(1);
        while emulator.requests().len() == before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Forwards each request, and its response if the client is still there.
async fn forward(
    mut client: TcpStream,
    mut server: TcpStream,
    held: &Mutex<Vec<&'static str>>,
    arrived: &Semaphore,
    release: &Semaphore,
) {
    while let Some(request) = read(&mut client).await {
        let text = String::from_utf8_lossy(&request).into_owned();
        let position = |held: &Vec<&str>| held.iter().position(|it| text.contains(it));
        let is_held = {
            let mut held = held.lock().expect("no test has panicked");
            position(&held).map(|index| held.remove(index)).is_some()
        };
        if is_held {
            arrived.add_permits(1);
            release.acquire().await.expect("open").forget();
        }
        server.write_all(&request).await.expect("the emulator");
        let Some(response) = read(&mut server).await else {
            return;
        };
        if client.write_all(&response).await.is_err() {
            return;
        }
    }
}

/// Reads a message with its body.
async fn read(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.ok().filter(|&n| n > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let mut lines = head.lines();
        let length = lines.find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap_or(0)) {
            return Some(bytes);
        }
    }
}

/// A client that gives up on an attempt soon and does not wait.
fn client(proxy: &Proxy) -> Client {
    client_with(&proxy.url, &TestClock::new(), |config| {
        config.attempt_timeout(Duration::from_secs(1))
    })
}

/// The value of a user in the emulator.
fn age(emulator: &Emulator, id: &str) -> String {
    let user = emulator.user(USERS, id).expect("stored");
    user.properties()["age"].as_str().expect("text").to_owned()
}

/// The records of a channel.
pub(crate) struct Records(pub(crate) mpsc::UnboundedReceiver<((), User)>);

impl futures_core::Stream for Records {
    type Item = ((), User);

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<((), User)>> {
        self.0.poll_recv(context)
    }
}

type Run = BulkRun<Records, User>;

/// A run over the records that the channel gets.
fn run(client: &Client) -> (mpsc::UnboundedSender<((), User)>, Run) {
    let (send, receive) = mpsc::unbounded_channel();
    let run = bulk(client)
        .linger(Duration::ZERO)
        .send_stream(Records(receive));
    (send, run.expect("valid"))
}

async fn stored(run: &mut Run) {
    let result = run.next().await.expect("a result");
    assert!(
        matches!(result.outcome, RecordOutcome::Stored),
        "{}",
        result.outcome
    );
}

#[tokio::test]
async fn a_request_that_arrives_after_a_newer_value_does_not_win() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    let client = client(&proxy);
    let (send, mut run) = run(&client);
    proxy.hold(r#"\"age\":\"1\""#);
    send.send(((), user("a", "1"))).unwrap();
    // The second attempt is stored; the first one is still on its way.
    stored(&mut run).await;
    assert_eq!(age(&emulator, "a"), "1");
    send.send(((), user("a", "2"))).unwrap();
    stored(&mut run).await;
    proxy.deliver(&emulator).await;
    assert_eq!(age(&emulator, "a"), "1", "the late request has arrived");
    // A run that is dropped now has to be resumed with the second value.
    assert_eq!((run.checkpoint(), run.summary().unconfirmed), (1, 1));
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!(age(&emulator, "a"), "2");
    let summary = run.summary();
    assert_eq!((summary.extra_calls, summary.unconfirmed), (1, 0));
    assert_eq!((summary.read, summary.stored, run.checkpoint()), (2, 2, 2));
}

#[tokio::test]
async fn a_request_that_arrives_after_the_same_value_costs_no_extra_call() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    let client = client(&proxy);
    let (send, mut run) = run(&client);
    proxy.hold(r#"\"age\":\"1\""#);
    for id in ["a", "b", "c"] {
        send.send(((), user(id, "1"))).unwrap();
        stored(&mut run).await;
    }
    proxy.deliver(&emulator).await;
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!(run.summary().extra_calls, 0);
    assert_eq!(emulator.requests().len(), 4);
}

#[tokio::test]
async fn a_record_that_was_not_delivered_may_arrive_late_too() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    let client = client_with(&proxy.url, &TestClock::new(), |config| {
        config
            .attempt_timeout(Duration::from_secs(1))
            .max_attempts(1)
    });
    proxy.hold(r#"\"age\":\"1\""#);
    let once = bulk(&client).retry_timeout(Duration::ZERO);
    let mut first = once.send_iter([((), user("a", "1"))]).unwrap();
    assert_eq!(letters(&all(&mut first).await), "n");
    // Another run of the same client.
    let (send, mut run) = run(&client);
    send.send(((), user("a", "2"))).unwrap();
    stored(&mut run).await;
    proxy.deliver(&emulator).await;
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!(age(&emulator, "a"), "2");
    assert_eq!(run.summary().extra_calls, 1);
}

#[tokio::test]
async fn a_request_of_a_dropped_run_may_arrive_late_too() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    let client = client(&proxy);
    proxy.hold(r#"\"age\":\"1\""#);
    let mut dropped = bulk(&client).send_iter([((), user("a", "1"))]).unwrap();
    tokio::select! {
        () = proxy.wait() => {}
        _ = dropped.next() => unreachable!("the request is held back"),
    }
    drop(dropped);
    let (send, mut run) = run(&client.clone());
    for age in ["1", "2", "3"] {
        send.send(((), user("a", age))).unwrap();
        stored(&mut run).await;
    }
    proxy.deliver(&emulator).await;
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!(age(&emulator, "a"), "3");
}

#[tokio::test]
async fn connections_that_break_and_errors_of_gateways_count_as_no_answer() {
    let faults = [
        (
            Fault::reset(personalize_events_emulator::Reset::AfterStore),
            1,
        ),
        (Fault::status(502), 1),
        (Fault::status(504), 1),
        (Fault::error(504, "GatewayTimeout", "no"), 1),
        (Fault::status(503), 1),
        (Fault::error(503, "ServiceUnavailable", "no"), 0),
        (Fault::error(500, "InternalFailure", "no"), 0),
        (Fault::error(400, "ThrottlingException", "no"), 0),
        (Fault::error(409, "ResourceInUseException", "no"), 0),
    ];
    for (fault, extra_calls) in faults {
        let emulator = emulator().start().await.unwrap();
        let proxy = Proxy::start(&emulator).await;
        let client = client(&proxy);
        let (send, mut run) = run(&client);
        emulator.inject_fault(fault.clone()).unwrap();
        for age in ["1", "2", "3"] {
            send.send(((), user("a", age))).unwrap();
            stored(&mut run).await;
        }
        drop(send);
        assert!(run.next().await.is_none());
        let summary = run.summary();
        assert_eq!(
            (summary.extra_calls, summary.unconfirmed),
            (extra_calls, 0),
            "{fault:?}"
        );
        assert_eq!(
            emulator.requests().len() as u64,
            4 + extra_calls,
            "{fault:?}"
        );
        assert_eq!(age(&emulator, "a"), "3");
    }
}

#[tokio::test]
async fn many_values_are_sent_once_more_in_full_calls_and_without_the_late_ones() {
    const COUNT: usize = 2_400;
    let emulator = emulator().start().await.unwrap();
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    // The first attempt of every batch is stored, and its connection breaks.
    let reset = Fault::reset(personalize_events_emulator::Reset::AfterStore);
    let values = |age: &'static str| (0..COUNT).map(move |n| ((), user(&n.to_string(), age)));
    for _ in 0..COUNT / 10 {
        emulator.inject_fault(reset.clone()).unwrap();
        emulator.inject_fault(Fault::delay(Duration::ZERO)).unwrap();
    }
    let bulk = bulk(&client).max_concurrent_batches(1);
    let mut run = bulk.send_iter(values("1").chain(values("2"))).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(2 * COUNT));
    let summary = run.summary();
    assert_eq!(
        (summary.extra_calls, summary.unconfirmed),
        (COUNT as u64 / 10, 0)
    );
    // All but the last thousand did not wait.
    assert_eq!(summary.confirmed_early, COUNT as u64 - 1_000);
    assert_eq!(run.checkpoint(), 2 * COUNT as u64);
    assert_eq!(emulator.requests().len(), 4 * COUNT / 10);
}

#[tokio::test]
async fn a_value_that_could_not_be_sent_once_more_is_counted() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    for fault in [
        Fault::error(403, "AccessDeniedException", "no"),
        Fault::error(503, "ServiceUnavailable", "no").times(100),
    ] {
        let client = client(&proxy);
        let (send, mut run) = run(&client);
        emulator.inject_fault(Fault::status(504)).unwrap();
        for age in ["1", "2"] {
            send.send(((), user("a", age))).unwrap();
            stored(&mut run).await;
        }
        let is_final = fault == Fault::error(403, "AccessDeniedException", "no");
        emulator.inject_fault(fault).unwrap();
        run.finish_early();
        assert!(run.next().await.is_none());
        let summary = run.summary();
        assert_eq!(
            (summary.stored, summary.extra_calls, summary.unconfirmed),
            (2, 1, 1)
        );
        assert_eq!(run.abort_error().is_some(), is_final);
        assert_eq!(run.checkpoint(), 1);
    }
}

#[tokio::test]
async fn an_idle_stream_sends_a_value_once_more_when_nothing_can_arrive_any_more() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client_with(emulator.url(), &clock, |config| config);
    let (send, mut run) = run(&client);
    emulator.inject_fault(Fault::status(504)).unwrap();
    for age in ["1", "2"] {
        send.send(((), user("a", age))).unwrap();
        stored(&mut run).await;
    }
    clock.waits();
    let soon = tokio::time::timeout(Duration::from_millis(500), run.next());
    assert!(soon.await.is_err(), "the stream has not ended");
    assert_eq!(run.summary().extra_calls, 1);
    assert_eq!(clock.waits()[0], Duration::from_secs(15 * 60));
    assert!(emulator.requests().len() > 3);
    drop(send);
    assert!(run.next().await.is_none());
}

#[tokio::test]
async fn a_run_ends_some_seconds_after_the_last_attempt_without_an_answer() {
    let seconds = Duration::from_secs;
    for (attempt_timeout, wait) in [
        (seconds(1), seconds(10)),
        (seconds(20), seconds(20)),
        (seconds(60), seconds(30)),
    ] {
        let emulator = emulator().start().await.unwrap();
        let clock = TestClock::new();
        let set =
            |config: personalize_events::ConfigBuilder| config.attempt_timeout(attempt_timeout);
        let client = client_with(emulator.url(), &clock, set);
        for is_late in [true, false] {
            if is_late {
                emulator.inject_fault(Fault::status(504)).unwrap();
            }
            let (send, mut run) = run(&client);
            for age in ["1", "2"] {
                send.send(((), user("a", age))).unwrap();
                stored(&mut run).await;
            }
            drop(send);
            clock.waits();
            assert!(run.next().await.is_none());
            // The other run sends a value of the same id, but its wait is over.
            clock.pass(seconds(60));
            let expected = if is_late { wait } else { Duration::ZERO };
            assert_eq!(clock.waits(), [expected], "{attempt_timeout:?}");
            assert_eq!(run.summary().extra_calls, 1);
        }
    }
}

#[tokio::test]
async fn a_value_is_not_sent_once_more_after_a_newer_one() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client_with(emulator.url(), &clock, |config| config);
    let (send, receive) = mpsc::unbounded_channel();
    let bulk = bulk(&client)
        .linger(Duration::ZERO)
        .max_concurrent_batches(1);
    let mut run = bulk.send_stream(Records(receive)).unwrap();
    emulator.inject_fault(Fault::status(504)).unwrap();
    for age in ["1", "2"] {
        send.send(((), user("a", age))).unwrap();
        stored(&mut run).await;
    }
    // The third value waits for another batch until the first one can no longer arrive.
    emulator
        .inject_fault(Fault::delay(Duration::from_secs(2)))
        .unwrap();
    send.send(((), user("b", "1"))).unwrap();
    let soon = Duration::from_millis(100);
    assert!(tokio::time::timeout(soon, run.next()).await.is_err());
    send.send(((), user("a", "3"))).unwrap();
    assert!(tokio::time::timeout(soon, run.next()).await.is_err());
    clock.pass(Duration::from_secs(16 * 60));
    stored(&mut run).await;
    stored(&mut run).await;
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!(age(&emulator, "a"), "3");
    assert_eq!(run.summary().extra_calls, 0);
}

#[tokio::test]
async fn a_run_that_is_dropped_before_a_value_is_sent_once_more_is_resumed_with_that_value() {
    let emulator = emulator().start().await.unwrap();
    let proxy = Proxy::start(&emulator).await;
    let values = [("a", "1"), ("b", "1"), ("a", "2"), ("c", "1")];
    let client = client(&proxy);
    let (send, mut dropped) = run(&client);
    proxy.hold(r#"\"age\":\"1\""#);
    for (id, age) in values {
        send.send(((), user(id, age))).unwrap();
        stored(&mut dropped).await;
    }
    assert_eq!(
        (dropped.checkpoint(), dropped.summary().unconfirmed),
        (2, 1)
    );
    drop(dropped);
    proxy.deliver(&emulator).await;
    assert_eq!(age(&emulator, "a"), "1", "the late request has arrived");
    let rest = values[2..].iter().map(|(id, age)| ((), user(id, age)));
    let mut resumed = bulk(&client).send_iter(rest).unwrap();
    assert_eq!(letters(&all(&mut resumed).await), "ss");
    assert_eq!(age(&emulator, "a"), "2");
    assert_eq!(resumed.checkpoint(), 2);
}

#[tokio::test]
async fn every_call_that_sends_a_value_once_more_is_counted() {
    let emulator = emulator().start().await.unwrap();
    let client = client_with(emulator.url(), &TestClock::new(), |config| config);
    let (send, mut run) = run(&client);
    emulator.inject_fault(Fault::status(504)).unwrap();
    for age in ["1", "2"] {
        send.send(((), user("a", age))).unwrap();
        stored(&mut run).await;
    }
    let busy = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(busy.times(2)).unwrap();
    drop(send);
    assert!(run.next().await.is_none());
    let summary = run.summary();
    assert_eq!(
        (
            summary.extra_calls,
            summary.unconfirmed,
            summary.confirmed_early
        ),
        (3, 0, 0)
    );
}
