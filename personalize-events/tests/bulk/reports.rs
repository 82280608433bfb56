//! Inputs that fail, keys of checkpoints, and how a run ends.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use personalize_events::bulk::{AbortError, BulkError, RecordOutcome};
use personalize_events::{Error, User};
use personalize_events_emulator::Fault;
use tokio::sync::mpsc;

use crate::{TestClock, USERS, all, bulk, client, emulator, letters, user};

type Row = Result<(u32, User), io::Error>;

/// Rows of a database, whose connection breaks after so many.
fn rows(count: u32) -> impl Iterator<Item = Row> {
    let row = |id: u32| Ok((id, user(&id.to_string(), "1")));
    let rows = (0..count).map(row);
    rows.chain([Err(io::Error::other("connection lost"))])
        .chain((count..1_000).map(row))
}

#[tokio::test]
async fn an_error_of_the_input_ends_the_run_after_what_was_read_before() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let mut run = bulk(&client).send_iter(rows(25)).unwrap();
    assert_eq!(letters(&all(&mut run).await), "s".repeat(25));
    assert_eq!((run.checkpoint(), run.summary().read), (25, 25));
    assert!(run.abort_error().is_none());
    assert_eq!(run.source_error().unwrap().to_string(), "connection lost");
    let report = run.into_report();
    assert_eq!((report.summary.stored, report.checkpoint), (25, 25));
    assert!(report.abort_error.is_none());
    let error = report.into_result().unwrap_err();
    assert_eq!(format!("{error:#}"), "connection lost");
    let BulkError::Source(error) = error else {
        panic!("the input has failed");
    };
    assert_eq!(error.kind(), io::ErrorKind::Other);
}

/// The rows of a channel.
struct Rows(mpsc::UnboundedReceiver<Row>);

impl Stream for Rows {
    type Item = Row;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Row>> {
        self.0.poll_recv(context)
    }
}

#[tokio::test]
async fn an_error_of_a_stream_is_distinguished_from_an_abort() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let denied = || Fault::error(403, "AccessDeniedException", "no");
    for (fails, is_denied) in [(true, false), (false, true), (true, true)] {
        let (send, receive) = mpsc::unbounded_channel();
        for id in 0..5 {
            send.send(Ok((id, user(&id.to_string(), "1")))).unwrap();
        }
        if fails {
            send.send(Err(io::Error::other("connection lost"))).unwrap();
        }
        if is_denied {
            emulator.inject_fault(denied()).unwrap();
        }
        drop(send);
        let run = bulk(&client).send_stream(Rows(receive)).unwrap();
        let (rejects, report) = run.collect_rejects().await;
        assert_eq!(rejects.len(), if is_denied { 5 } else { 0 });
        assert_eq!(report.source_error.is_some(), fails);
        assert_eq!(report.abort_error.is_some(), is_denied);
        match report.into_result() {
            Err(BulkError::Aborted(error)) => {
                assert!(is_denied);
                assert_eq!(error.error().code(), Some("AccessDeniedException"));
            }
            Err(BulkError::Source(_)) => assert!(!is_denied),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_invalid_record_does_not_end_a_fallible_input() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let rows = ["a", "", "c"].map(|id| {
        let built = User::builder().user_id(id).properties(r#"{"age":"1"}"#);
        Ok::<_, io::Error>((id, built.build()))
    });
    let mut run = bulk(&client).send_iter(rows).unwrap();
    assert_eq!(letters(&all(&mut run).await), "sis");
    assert!(run.source_error().is_none());
}

#[tokio::test]
async fn rejects_are_collected_with_the_summary_and_the_abort_error() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..25).map(|n| {
        let age = if n == 3 { "none" } else { "1" };
        let id = if n == 7 { String::new() } else { n.to_string() };
        let properties = format!(r#"{{"age":"{age}"}}"#);
        (n, User::builder().user_id(id).properties(properties))
    });
    let run = bulk(&client).send_iter(records.clone()).unwrap();
    let (mut rejects, report) = run.collect_rejects().await;
    rejects.sort_by_key(|reject| reject.position);
    assert_eq!(letters(&rejects), "ri");
    assert_eq!(
        rejects.iter().map(|reject| reject.tag).collect::<Vec<_>>(),
        [3, 7]
    );
    let summary = report.summary;
    assert_eq!(
        (summary.stored, summary.rejected, summary.invalid),
        (23, 1, 1)
    );
    assert_eq!(report.checkpoint, 25);
    assert_eq!(report.into_result().unwrap().read, 25);

    let denied = Fault::error(403, "AccessDeniedException", "no");
    emulator.inject_fault(denied.times(100)).unwrap();
    let run = bulk(&client).send_iter(records).unwrap();
    let (rejects, report) = run.collect_rejects().await;
    assert_eq!(rejects.len() as u64, report.summary.read);
    // The error is a value that outlives the run, and an error like any other.
    let error: Box<dyn std::error::Error + Send + Sync> =
        Box::new(report.into_result().unwrap_err());
    assert!(
        error.to_string().starts_with("AccessDeniedException: no"),
        "{error}"
    );
}

#[tokio::test]
async fn a_function_is_called_with_each_result() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..25).map(|n| (n, user(&n.to_string(), "1")));
    let run = bulk(&client).send_iter(records).unwrap();
    let (send, mut receive) = mpsc::channel(1);
    let handled = run.for_each(|result| {
        let send = send.clone();
        async move { send.send(result.tag).await.expect("open") }
    });
    let mut handled = pin!(handled);
    let mut tags = Vec::new();
    let report = loop {
        tokio::select! {
            report = &mut handled => break report,
            Some(tag) = receive.recv() => tags.push(tag),
        }
    };
    while let Ok(tag) = receive.try_recv() {
        tags.push(tag);
    }
    tags.sort_unstable();
    assert_eq!(tags, (0..25).collect::<Vec<_>>());
    assert_eq!((report.summary.stored, report.checkpoint), (25, 25));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_can_be_driven_by_a_task() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let run = bulk(&client).send_iter(rows(25)).unwrap();
    let task = tokio::spawn(run.with_checkpoint_key(|id| *id).for_each(async |_| {}));
    let report = task.await.unwrap();
    assert_eq!(report.checkpoint_key, Some(24));
    assert!(report.source_error.is_some());
}

#[tokio::test]
async fn the_key_of_a_checkpoint_is_that_of_the_last_record_before_it() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    // The third batch is not delivered; 3 and 4 are one user, and 5 is bad.
    let records = (0..40_i64).map(|n| {
        let id = if n == 4 { 3 } else { n };
        let age = if n == 5 { "none" } else { "1" };
        (n * 100, user(&id.to_string(), age))
    });
    let run = bulk(&client)
        .max_concurrent_batches(1)
        .retry_timeout(Duration::ZERO)
        .send_iter(records.clone())
        .unwrap();
    let mut run = run.with_checkpoint_key(|key| *key);
    assert_eq!(run.checkpoint_key(), None);
    let mut checkpoints = Vec::new();
    while let Some(result) = run.next().await {
        if result.position == 15 {
            let busy = Fault::error(409, "ResourceInUseException", "busy");
            emulator.inject_fault(busy).unwrap();
        }
        checkpoints.push(run.checkpoint());
        let expected = run
            .checkpoint()
            .checked_sub(1)
            .map(|n| n.cast_signed() * 100);
        assert_eq!(run.checkpoint_key().copied(), expected);
    }
    assert!(checkpoints.is_sorted());
    let (checkpoint, summary) = (run.checkpoint(), run.summary());
    assert_eq!((summary.not_delivered, summary.rejected), (10, 1));
    assert!((11..=31).contains(&checkpoint), "{checkpoint}");
    let report = run.into_report();
    let key = report.checkpoint_key.unwrap();
    // SELECT … WHERE id > $1
    let rest = records.filter(|(id, _)| *id > key);
    let mut run = bulk(&client).send_iter(rest).unwrap();
    all(&mut run).await;
    assert_eq!(emulator.users(USERS).len(), 38);
}

#[tokio::test]
async fn the_key_precedes_values_that_are_to_be_sent_once_more() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let (send, receive) = mpsc::unbounded_channel();
    let run = bulk(&client).linger(Duration::ZERO);
    let run = run.send_stream(Rows(receive)).unwrap();
    let mut run = run.with_checkpoint_key(|id| *id);
    emulator.inject_fault(Fault::status(504)).unwrap();
    for (id, age) in [(10, "1"), (11, "2"), (12, "3")] {
        send.send(Ok((id, user("a", age)))).unwrap();
        let result = run.next().await.unwrap();
        assert!(matches!(result.outcome, RecordOutcome::Stored));
    }
    // The value of 11 is replaced by that of 12.
    assert_eq!((run.checkpoint(), run.checkpoint_key()), (2, Some(&11)));
    assert_eq!(run.summary().unconfirmed, 1);
    drop(send);
    assert!(run.next().await.is_none());
    assert_eq!((run.checkpoint(), run.checkpoint_key()), (3, Some(&12)));
    assert_eq!(run.summary().unconfirmed, 0);
}

#[tokio::test]
async fn a_result_that_was_not_returned_is_not_settled() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..10).map(|n| (n, user(&n.to_string(), "1")));
    let run = bulk(&client).send_iter(records).unwrap();
    let mut run = pin!(run.with_checkpoint_key(|n| *n));
    for returned in 0..10 {
        assert_eq!(run.checkpoint(), returned);
        poll_fn(|context| run.as_mut().poll_next(context))
            .await
            .unwrap();
    }
    assert_eq!(run.checkpoint_key(), Some(&9));
}

#[tokio::test]
async fn the_error_of_an_abort_is_the_error_of_the_call() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let unknown = Fault::error(404, "ResourceNotFoundException", "no such dataset");
    emulator.inject_fault(unknown).unwrap();
    let mut run = bulk(&client).send_iter([((), user("a", "1"))]).unwrap();
    all(&mut run).await;
    let error: AbortError<User> = run.into_report().abort_error.unwrap();
    assert!(matches!(&error, AbortError::Call(_)));
    assert!(matches!(error.error(), Error::Service { .. }));
    assert_eq!(error.to_string(), error.error().to_string());
}

#[tokio::test]
async fn a_run_that_was_not_polled_to_its_end_is_an_error() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = || (0..25).map(|n| (n, user(&n.to_string(), "1")));
    let bulk = bulk(&client).max_concurrent_batches(1);
    let run = bulk.clone().send_iter(records()).unwrap();
    let error = run.into_report().into_result().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the run was not polled until it returned `None`: 0 of the 0 records that were read are stored, invalid or \
         rejected, and more may follow; resume at the checkpoint, which is after 0 records of the input"
    );
    let mut run = bulk.clone().send_iter(records()).unwrap();
    for _ in 0..25 {
        run.next().await.unwrap();
    }
    let result = run.into_report().into_result();
    let Err(BulkError::Unfinished {
        summary,
        checkpoint,
        ..
    }) = result
    else {
        panic!("{result:?}");
    };
    assert_eq!((summary.stored, checkpoint), (25, 25));

    let mut run = bulk.send_iter(records().take(0)).unwrap();
    assert!(run.next().await.is_none());
    assert_eq!(run.into_report().into_result().unwrap().read, 0);
}

#[tokio::test]
async fn a_run_with_records_that_were_not_delivered_is_an_error() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let busy = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(Fault::delay(Duration::ZERO)).unwrap();
    emulator.inject_fault(busy).unwrap();
    let records = (0..25).map(|n| (n, user(&n.to_string(), "1")));
    let bulk = bulk(&client).retry_timeout(Duration::ZERO);
    let run = bulk.max_concurrent_batches(1).send_iter(records).unwrap();
    let (rejects, report) = run.collect_rejects().await;
    assert!(
        rejects
            .iter()
            .all(|reject| reject.outcome.is_not_delivered())
    );
    let error = report.into_result().unwrap_err();
    assert!(matches!(
        error,
        BulkError::NotDelivered { checkpoint: 10, .. }
    ));
    assert_eq!(
        error.to_string(),
        "10 of 25 records were not delivered; resume at the checkpoint, which is after 10 records of the input"
    );
}

#[tokio::test]
async fn a_run_that_was_finished_early_is_an_error_unless_it_has_sent_its_whole_input() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let bulk = bulk(&client).max_concurrent_batches(1);
    for (returned, is_complete) in [(1, false), (10, false), (21, true)] {
        let records = (0..25).map(|n| (n, user(&n.to_string(), "1")));
        let mut run = bulk.clone().send_iter(records).unwrap();
        for _ in 0..returned {
            run.next().await.unwrap();
        }
        run.finish_early();
        while run.next().await.is_some() {}
        let (stored, checkpoint) = (run.summary().stored, run.checkpoint());
        assert_eq!(stored, checkpoint);
        match run.into_report().into_result() {
            Ok(summary) => {
                assert!(is_complete);
                assert_eq!(summary.stored, 25);
            }
            Err(BulkError::FinishedEarly { summary, .. }) => {
                assert!(!is_complete);
                assert!(summary.stored < 25, "{summary:?}");
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closure_may_write_to_what_it_captures_in_a_task() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = (0..25).map(|n| {
        let age = if n == 13 { "none" } else { "1" };
        (n, user(&n.to_string(), age))
    });
    let run = bulk(&client).send_iter(records).unwrap();
    let task = tokio::spawn(async move {
        let mut rejects = String::new();
        let report = run.for_each(|result| {
            if result.outcome.is_rejected() {
                rejects += &result.tag.to_string();
            }
            std::future::ready(())
        });
        let summary = report.await.into_result().expect("complete");
        (summary.stored, rejects)
    });
    assert_eq!(task.await.unwrap(), (24, "13".to_owned()));
}

#[tokio::test]
async fn the_predicates_of_outcomes_exclude_each_other() {
    let emulator = emulator().start().await.unwrap();
    let client = client(emulator.url(), &TestClock::new());
    let records = [("s", "1"), ("", "1"), ("r", "none"), ("n", "1")].map(|(id, age)| {
        let properties = format!(r#"{{"age":"{age}"}}"#);
        (id, User::builder().user_id(id).properties(properties))
    });
    for fault in [Fault::delay(Duration::ZERO), Fault::delay(Duration::ZERO)] {
        emulator.inject_fault(fault).unwrap();
    }
    let busy = Fault::error(409, "ResourceInUseException", "busy");
    emulator.inject_fault(busy).unwrap();
    // Each record is a batch.
    let bulk = bulk(&client).max_body_bytes(1).max_concurrent_batches(1);
    let bulk = bulk.retry_timeout(Duration::ZERO);
    let mut run = bulk.send_iter(records).unwrap();
    let results = all(&mut run).await;
    assert_eq!(letters(&results), "sirn");
    let predicates = results.iter().map(|result| {
        let outcome = &result.outcome;
        [
            outcome.is_stored(),
            outcome.is_invalid(),
            outcome.is_rejected(),
            outcome.is_not_delivered(),
        ]
    });
    let one = |index: usize| std::array::from_fn(|other| other == index);
    assert_eq!(
        predicates.collect::<Vec<[bool; 4]>>(),
        (0..4).map(one).collect::<Vec<_>>()
    );
}
