//! A run as its caller sees it: a stream of results, what is settled, and how it ended.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_core::Stream;
use tokio::task::JoinSet;

use super::batch_sender::{BatchResult, BatchSender, RunErrors};
use super::grouping::Grouping;
use super::outcome::{RecordResult, Summary};
use super::progress::Progress;
use super::record::Record;
use super::rejections::Rejections;
use super::report::{AbortError, BulkReport, CollectedRejects, RunEnd};
use super::settled::Settled;
use super::source::Source;
use super::unconfirmed::Unconfirmed;
use crate::error::Error;

mod drive;

type Timer = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A bulk run in progress: a [`Stream`] of record results, which is driven by polling it. Dropping it cancels the run:
/// nothing more is read or sent, batches in flight may still be stored, or arrive [late](super#order), and their records
/// have no result. To complete the work, start a run with the records from [`checkpoint`](Self::checkpoint) on; some are
/// sent twice, which is harmless because a put replaces, and because [events](super#events) have ids. To end a run without that, [finish it
/// early](Self::finish_early).
///
/// - [`next`](Self::next), or a method of `StreamExt`, returns one result after the other.
/// - [`for_each`](Self::for_each) and [`collect_rejects`](Self::collect_rejects) drive the run to its end, and return a
///   [`BulkReport`].
/// - After the last result, [`abort_error`](Self::abort_error) and [`source_error`](Self::source_error) are the reasons
///   why records of the input may have no result; [`into_report`](Self::into_report) returns them by value.
#[must_use = "a run does nothing unless it is polled"]
pub struct BulkRun<S: Source<R>, R: Record, K = ()> {
    /// `None` once no more is to be read.
    input: Option<Pin<Box<S>>>,
    source_error: Option<S::Error>,
    sender: BatchSender,
    max_concurrent_batches: usize,
    max_body_bytes: usize,
    batches: R::Grouping<S::Tag>,
    in_flight: JoinSet<Sent<S::Tag, R>>,
    rejections: Rejections<S::Tag, R>,
    /// Ends the linger of the batch that waits longest, at this time.
    timer: Option<(Timer, Instant)>,
    /// Stored records that are to be sent once more.
    unconfirmed: Unconfirmed<R>,
    /// Ends the wait for some of them, and the time that their attempts ended at, or before.
    confirmation_timer: Option<(Timer, Instant)>,
    /// Those whose attempts ended no later than this are due.
    due_until: Option<Instant>,
    is_finishing_early: bool,
    /// Whether the input was read to its end, without an error.
    input_has_ended: bool,
    /// Whether the run was polled to its end.
    is_done: bool,
    ready: VecDeque<RecordResult<S::Tag, R>>,
    abort_error: Option<AbortError<R>>,
    errors: Arc<RunErrors<R>>,
    summary: Summary,
    /// The records with an outcome.
    finished: Progress<()>,
    settled: Settled<K>,
    key: fn(&S::Tag) -> K,
}

/// What was sent.
enum Sent<T, R: Record> {
    Batch(BatchResult<T, R>),
    /// The parts of a rejected batch, and whether it counts if all of them are bad.
    Parts(BatchResult<T, R>, bool),
    /// Records that were stored before.
    Confirmation(BatchResult<(), R>),
}

/// The limits of a run.
pub(super) struct Limits {
    pub(super) max_concurrent_batches: usize,
    pub(super) max_batch_records: usize,
    pub(super) max_body_bytes: usize,
    pub(super) max_rejected_batches: Option<u32>,
    pub(super) linger: Duration,
}

impl<S: Source<R>, R: Record> BulkRun<S, R> {
    pub(super) fn new(input: S, sender: BatchSender, limits: &Limits) -> Self {
        Self {
            input: Some(Box::pin(input)),
            source_error: None,
            sender,
            max_concurrent_batches: limits.max_concurrent_batches,
            max_body_bytes: limits.max_body_bytes,
            batches: R::Grouping::new(
                limits.max_batch_records,
                limits.max_body_bytes,
                limits.linger,
            ),
            in_flight: JoinSet::new(),
            rejections: Rejections::new(limits.max_rejected_batches),
            timer: None,
            unconfirmed: Unconfirmed::default(),
            confirmation_timer: None,
            due_until: None,
            is_finishing_early: false,
            input_has_ended: false,
            is_done: false,
            ready: VecDeque::new(),
            abort_error: None,
            errors: Arc::default(),
            summary: Summary::default(),
            finished: Progress::default(),
            settled: Settled::default(),
            key: |_| (),
        }
    }

    /// Stores a key of each tag, such as the primary key of a row, so that [`checkpoint_key`](Self::checkpoint_key) returns
    /// where to resume: `WHERE id > $1 ORDER BY id` instead of a count. Call it before the first result.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use personalize_events::bulk::Bulk;
    /// use personalize_events::{Client, User};
    ///
    /// # async fn example(client: &Client, rows: Vec<(i64, User)>) -> Result<(), Box<dyn std::error::Error>> {
    /// let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
    /// let run = Bulk::users(client, dataset).send_iter(rows)?;
    /// let (rejects, report) = run.with_checkpoint_key(|id| *id).collect_rejects().await;
    /// println!("{} rejected; resume after {:?}", rejects.len(), report.checkpoint_key);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_checkpoint_key<K>(self, key: fn(&S::Tag) -> K) -> BulkRun<S, R, K> {
        BulkRun {
            input: self.input,
            source_error: self.source_error,
            sender: self.sender,
            max_concurrent_batches: self.max_concurrent_batches,
            max_body_bytes: self.max_body_bytes,
            batches: self.batches,
            in_flight: self.in_flight,
            rejections: self.rejections,
            timer: self.timer,
            unconfirmed: self.unconfirmed,
            confirmation_timer: self.confirmation_timer,
            due_until: self.due_until,
            is_finishing_early: self.is_finishing_early,
            input_has_ended: self.input_has_ended,
            is_done: self.is_done,
            ready: self.ready,
            abort_error: self.abort_error,
            errors: self.errors,
            summary: self.summary,
            finished: self.finished,
            settled: self.settled.without_keys(),
            key,
        }
    }
}

impl<S: Source<R>, R: Record, K> BulkRun<S, R, K> {
    /// The next finished record, in completion order; `None` when all are done. Cancel-safe.
    ///
    /// # Panics
    ///
    /// Panics if an [`Observer`](crate::Observer) or the [`Clock`](trait@crate::Clock) of the client panics.
    pub async fn next(&mut self) -> Option<RecordResult<S::Tag, R>> {
        poll_fn(|context| self.poll_result(context)).await
    }

    /// Calls a function with each result, one after the other, and returns how the run ended.
    ///
    /// An `async` closure cannot change what it captures here, such as a file: with the bound `AsyncFnMut` the compiler could
    /// not prove that the future is `Send`, and it could not be spawned. Write before the future, in a closure that returns
    /// [`std::future::ready`], or call [`next`](Self::next) in a loop, which can also stop at an error.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::fs::File;
    /// use std::io::{BufWriter, Write};
    ///
    /// use personalize_events::bulk::Bulk;
    /// use personalize_events::{Client, User};
    ///
    /// # async fn example(client: &Client, users: Vec<User>) -> Result<(), Box<dyn std::error::Error>> {
    /// let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
    /// let run = Bulk::users(client, dataset).send_iter(users.into_iter().enumerate())?;
    /// let mut rejects = BufWriter::new(File::create("rejects.txt")?);
    /// let mut written = Ok(());
    /// let report = run.for_each(|result| {
    ///     if !result.outcome.is_stored() && written.is_ok() {
    ///         written = writeln!(rejects, "record {}: {}", result.tag, result.outcome);
    ///     }
    ///     std::future::ready(())
    /// });
    /// let report = report.await;
    /// written?;
    /// rejects.flush()?;
    /// let summary = report.into_result()?;
    /// println!("{} stored", summary.stored);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn for_each<F, Fut>(mut self, mut f: F) -> BulkReport<R, S::Error, K>
    where
        F: FnMut(RecordResult<S::Tag, R>) -> Fut,
        Fut: Future<Output = ()>,
    {
        while let Some(result) = self.next().await {
            f(result).await;
        }
        self.into_report()
    }

    /// Drives the run to its end, and returns the results of all records that are not stored (invalid, rejected and not
    /// delivered ones, in completion order) and how the run ended. All of them are in memory until then. Send those that were
    /// not delivered again; the [`checkpoint`](Self::checkpoint) precedes them.
    pub async fn collect_rejects(mut self) -> CollectedRejects<S::Tag, R, S::Error, K> {
        let mut rejects = Vec::new();
        while let Some(result) = self.next().await {
            if !result.outcome.is_stored() {
                rejects.push(result);
            }
        }
        (rejects, self.into_report())
    }

    /// Returns how the run ended. Before the run has returned `None`, this cancels it like a drop, and
    /// [`BulkReport::into_result`] is an error.
    pub fn into_report(self) -> BulkReport<R, S::Error, K> {
        BulkReport {
            end: self.end(),
            summary: self.summary(),
            checkpoint: self.checkpoint(),
            checkpoint_key: self.settled.into_key(),
            abort_error: self.abort_error,
            source_error: self.source_error,
        }
    }

    fn end(&self) -> RunEnd {
        let summary = &self.summary;
        let finished = summary.stored + summary.invalid + summary.rejected + summary.not_delivered;
        if !self.is_done {
            RunEnd::Unfinished
        } else if self.input_has_ended && finished == summary.read {
            RunEnd::Complete
        } else {
            RunEnd::FinishedEarly
        }
    }

    /// Ends the run early: it reads no more records and starts no more batches. Batches in flight finish, with their
    /// retries. Records that were read and are in no batch, or in a rejected one that waits to be split, are dropped
    /// without a result; [`checkpoint`](Self::checkpoint) precedes them. Records that are to be sent once more
    /// ([order](super#order)) are sent at once, in one attempt.
    ///
    /// [`BulkReport::into_result`] is then [`BulkError::FinishedEarly`](super::BulkError::FinishedEarly), unless the run had
    /// read the whole input before and dropped none of it.
    pub fn finish_early(&mut self) {
        self.input = None;
        self.batches.drain();
        self.rejections.finish_early();
        self.settled.release_rejected();
        self.is_finishing_early = true;
    }

    /// Sends records before this position in the input without waiting for others, even if they are yet to be read.
    pub(crate) fn flush_until(&mut self, position: u64) {
        self.batches.flush_until(position);
    }

    /// The counts so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = self.summary;
        summary.unconfirmed += self.settled.unconfirmed() as u64;
        summary
    }

    /// How many records from the start of the input need not be sent again: results for all of them were returned, and
    /// all of them are stored, invalid or rejected. It precedes a stored record that is yet to be sent once more
    /// ([order](super#order)), or could not be, and the first record of a batch whose records were all rejected, until a
    /// later one is stored or the run ends, unless that many of them
    /// [abort](super::Bulk::max_rejected_batches) the run.
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        self.settled.watermark()
    }

    /// The key of the last record before the [`checkpoint`](Self::checkpoint); `None` as long as that is 0, and without
    /// [`with_checkpoint_key`](Self::with_checkpoint_key).
    #[must_use]
    pub fn checkpoint_key(&self) -> Option<&K> {
        self.settled.key()
    }

    /// The error that aborted the run, because every other record would meet it too: missing permissions, a dataset
    /// that does not exist, no credentials, or [too many rejected batches](super::Bulk::max_rejected_batches).
    #[must_use]
    pub fn abort_error(&self) -> Option<&AbortError<R>> {
        self.abort_error.as_ref()
    }

    /// The error of the last call that has failed and is made again; `None` once a call has succeeded. Show it with the progress:
    /// while the service cannot be reached, a run has no results until the [retry timeout](super::Bulk::retry_timeout).
    #[must_use]
    pub fn retry_error(&self) -> Option<Arc<Error<R::Error>>> {
        self.errors.retried()
    }

    /// The error of the input. What was read before is sent nevertheless.
    #[must_use]
    pub fn source_error(&self) -> Option<&S::Error> {
        self.source_error.as_ref()
    }
}

impl<S: Source<R>, R: Record, K> Stream for BulkRun<S, R, K> {
    type Item = RecordResult<S::Tag, R>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<RecordResult<S::Tag, R>>> {
        self.get_mut().poll_result(context)
    }
}

// The input is pinned on the heap.
impl<S: Source<R>, R: Record, K> Unpin for BulkRun<S, R, K> {}

impl<S: Source<R>, R: Record, K> fmt::Debug for BulkRun<S, R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRun")
            .field("summary", &self.summary())
            .field("checkpoint", &self.checkpoint())
            .finish_non_exhaustive()
    }
}
