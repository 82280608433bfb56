//! Slow streams, cancelled waits and dropped runs.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use personalize_events::User;
use tokio::sync::mpsc;

use crate::{TestClock, USERS, bulk, client, emulator, user};

/// The records of a channel.
struct Records(mpsc::UnboundedReceiver<(u32, User)>);

impl Stream for Records {
    type Item = (u32, User);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<(u32, User)>> {
        self.0.poll_recv(cx)
    }
}

#[tokio::test]
async fn a_batch_that_is_not_full_is_sent_after_the_linger() {
    let emulator = emulator().start().await.unwrap();
    let clock = TestClock::new();
    let client = client(emulator.url(), &clock);
    let (send, receive) = mpsc::unbounded_channel();
    let mut run = bulk(&client)
        .linger(Duration::from_secs(5))
        .send_stream(Records(receive))
        .unwrap();
    for n in 0..3 {
        send.send((n, user(&n.to_string(), "1"))).unwrap();
    }
    for _ in 0..3 {
        assert!(run.next().await.is_some());
    }
    assert_eq!(clock.waits(), [Duration::from_secs(5)]);
    send.send((3, user("3", "1"))).unwrap();
    drop(send);
    // The end of the stream sends the batch at once.
    assert!(run.next().await.is_some() && run.next().await.is_none());
    assert!(clock.waits().is_empty());
    assert_eq!(emulator.users(USERS).len(), 4);
}

#[tokio::test]
async fn next_is_cancel_safe() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..500).map(|n| (n, user(&n.to_string(), "1")));
    let mut run = bulk(&client).send_iter(records).unwrap();
    let mut results = 0;
    loop {
        // Mostly too short for a response.
        match tokio::time::timeout(Duration::from_micros(50), run.next()).await {
            Ok(Some(_)) => results += 1,
            Ok(None) => break,
            Err(_) => {}
        }
    }
    assert_eq!(results, 500);
    assert_eq!(emulator.users(USERS).len(), 500);
}

#[tokio::test]
async fn a_run_is_a_stream_of_results() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..25).map(|n| (n, user(&n.to_string(), "1")));
    let mut run = pin!(bulk(&client).send_iter(records).unwrap());
    let mut tags = Vec::new();
    while let Some(result) = poll_fn(|context| run.as_mut().poll_next(context)).await {
        tags.push(result.tag);
    }
    tags.sort_unstable();
    assert_eq!(tags, (0..25).collect::<Vec<_>>());
    assert_eq!((run.checkpoint(), run.summary().stored), (25, 25));
}

#[tokio::test]
async fn a_run_that_is_dropped_sends_nothing_more() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..1_000).map(|n| (n, user(&n.to_string(), "1")));
    let mut run = bulk(&client).send_iter(records).unwrap();
    run.next().await.unwrap();
    drop(run);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let then = emulator.requests().len();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(emulator.requests().len(), then);
    assert!(then < 20, "{then}");
}
