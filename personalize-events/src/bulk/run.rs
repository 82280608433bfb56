//! Reads the input, sends batches concurrently and collects the result of every record.
//!
//! A run has no task of its own: it advances while its results are polled, so that it never reads ahead of the
//! caller. Its batches are tasks and end with it.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::task::{JoinError, JoinSet};

use super::batch::{Batches, Entry};
use super::batch_sender::{BatchResult, BatchSender};
use super::outcome::{RecordOutcome, RecordResult, Summary};
use super::progress::Progress;
use super::record::{Record, RecordError};
use crate::validation::{Buildable, build};

/// The most records that are read after the first unfinished one; it bounds the memory for tracking them.
const MAX_READ_AHEAD: u64 = 100_000;

type Timer = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A bulk run in progress: a [`Stream`] of record results, also available as [`next`](Self::next).
///
/// Polling drives the run; nothing is read or started in between. Dropping it cancels it: batches in flight may still
/// be stored. To resume, start a run with the records from [`checkpoint`](Self::checkpoint) on. Some may be sent twice,
/// which is harmless because a put replaces.
#[must_use = "a run does nothing unless it is polled"]
pub struct BulkRun<S, T, R: Record> {
    /// `None` once no more is to be read.
    input: Option<Pin<Box<S>>>,
    sender: BatchSender,
    max_concurrent_batches: usize,
    linger: Duration,
    batches: Batches<T, R>,
    in_flight: JoinSet<BatchResult<T, R>>,
    /// Ends the linger of the current batch.
    timer: Option<Timer>,
    ready: VecDeque<RecordResult<T, R>>,
    abort_error: Option<Arc<RecordError<R>>>,
    summary: Summary,
    progress: Progress,
    first_not_delivered: Option<u64>,
}

/// What a run waits for.
enum Event<T, R: Record, D> {
    Record(T, D),
    InputEnded,
    BatchDone(Result<BatchResult<T, R>, JoinError>),
    LingerElapsed,
    Done,
}

impl<S, T, R, D> BulkRun<S, T, R>
where
    S: Stream<Item = (T, D)>,
    T: Send + 'static,
    R: Record,
    D: Buildable<R>,
{
    pub(super) fn new(
        input: S,
        sender: BatchSender,
        (max_concurrent_batches, max_body_bytes, linger): (usize, usize, Duration),
    ) -> Self {
        Self {
            input: Some(Box::pin(input)),
            sender,
            max_concurrent_batches,
            linger,
            batches: Batches::new(max_body_bytes),
            in_flight: JoinSet::new(),
            timer: None,
            ready: VecDeque::new(),
            abort_error: None,
            summary: Summary::default(),
            progress: Progress::default(),
            first_not_delivered: None,
        }
    }

    /// The next finished record, in completion order; `None` when all are done. Cancel-safe.
    ///
    /// # Panics
    ///
    /// Panics if an [`Observer`](crate::Observer) or the [`Clock`](trait@crate::Clock) of the client panics.
    pub async fn next(&mut self) -> Option<RecordResult<T, R>> {
        poll_fn(|context| self.poll_result(context)).await
    }

    /// Ends the run early: it reads no more records and starts no more batches. Batches in flight finish, with their
    /// retries. Records that were read and are in no batch are dropped without a result;
    /// [`checkpoint`](Self::checkpoint) precedes them.
    pub fn finish_early(&mut self) {
        self.input = None;
        self.batches.drain();
    }

    fn poll_result(&mut self, context: &mut Context<'_>) -> Poll<Option<RecordResult<T, R>>> {
        loop {
            if let Some(result) = self.ready.pop_front() {
                return Poll::Ready(Some(result));
            }
            match ready!(self.poll_event(context)) {
                Event::Record(tag, record) => self.add(tag, record),
                Event::InputEnded => self.input = None,
                Event::LingerElapsed => self.start_batch(),
                Event::BatchDone(Ok(result)) => self.finish_batch(result),
                Event::BatchDone(Err(error)) => match error.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    // The runtime is shutting down.
                    Err(_) => return Poll::Ready(None),
                },
                Event::Done => return Poll::Ready(None),
            }
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event<T, R, D>> {
        let has_permit = self.in_flight.len() < self.max_concurrent_batches;
        let is_due = !self.batches.has_room() || self.input.is_none();
        if has_permit && is_due && !self.batches.is_empty() {
            self.start_batch();
        }
        if let Poll::Ready(Some(result)) = self.in_flight.poll_join_next(context) {
            return Poll::Ready(Event::BatchDone(result));
        }
        let may_read = self.batches.has_room()
            && self.summary.read - self.progress.watermark() < MAX_READ_AHEAD;
        if let Some(input) = &mut self.input
            && may_read
            && let Poll::Ready(item) = input.as_mut().poll_next(context)
        {
            return Poll::Ready(match item {
                Some((tag, record)) => Event::Record(tag, record),
                None => Event::InputEnded,
            });
        }
        if self.input.is_none() && self.in_flight.is_empty() && self.batches.is_empty() {
            return Poll::Ready(Event::Done);
        }
        if self.batches.is_empty() || self.in_flight.len() >= self.max_concurrent_batches {
            return Poll::Pending;
        }
        ready!(self.timer().as_mut().poll(context));
        Poll::Ready(Event::LingerElapsed)
    }

    fn timer(&mut self) -> &mut Timer {
        let (clock, linger) = (Arc::clone(self.sender.client.clock()), self.linger);
        self.timer
            .get_or_insert_with(|| Box::pin(async move { clock.sleep(linger).await }))
    }

    fn add(&mut self, tag: T, record: D) {
        let position = self.summary.read;
        self.summary.read += 1;
        match build(record.into_build_input()) {
            Ok(record) => self.batches.push(Entry {
                position,
                tag,
                record,
            }),
            Err(error) => self.emit(position, tag, RecordOutcome::Invalid(error)),
        }
    }

    fn start_batch(&mut self) {
        self.timer = None;
        let batch = self.batches.take_batch();
        self.in_flight.spawn(self.sender.clone().send(batch));
    }

    fn finish_batch(&mut self, result: BatchResult<T, R>) {
        self.summary.superseded += result.superseded;
        self.batches.release(&result.ids);
        for (entry, outcome) in result.outcomes {
            self.emit(entry.position, entry.tag, outcome);
        }
        if let Some(error) = result.abort_error {
            for entry in self.batches.drain() {
                let outcome = RecordOutcome::NotDelivered(Arc::clone(&error));
                self.emit(entry.position, entry.tag, outcome);
            }
            self.input = None;
            self.abort_error.get_or_insert(error);
        }
    }

    fn emit(&mut self, position: u64, tag: T, outcome: RecordOutcome<R>) {
        self.progress.finish(position);
        match &outcome {
            RecordOutcome::Stored => self.summary.stored += 1,
            RecordOutcome::Invalid(_) => self.summary.invalid += 1,
            RecordOutcome::Rejected(_) => self.summary.rejected += 1,
            RecordOutcome::NotDelivered(_) => {
                self.summary.not_delivered += 1;
                let first = self.first_not_delivered.get_or_insert(position);
                *first = position.min(*first);
            }
        }
        self.ready.push_back(RecordResult {
            position,
            tag,
            outcome,
        });
    }
}

impl<S, T, R, D> Stream for BulkRun<S, T, R>
where
    S: Stream<Item = (T, D)>,
    T: Send + 'static,
    R: Record,
    D: Buildable<R>,
{
    type Item = RecordResult<T, R>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<RecordResult<T, R>>> {
        self.get_mut().poll_result(context)
    }
}

// The input is pinned on the heap.
impl<S, T, R: Record> Unpin for BulkRun<S, T, R> {}

impl<S, T, R: Record> BulkRun<S, T, R> {
    /// The counts so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// How many records from the start of the input need not be sent again: results for all of them were returned, and
    /// all of them are stored, invalid or rejected.
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        // A result that was not returned yet would be lost.
        let ready = self.ready.iter().map(|result| result.position);
        let unsettled = ready.chain(self.first_not_delivered);
        unsettled.fold(self.progress.watermark(), u64::min)
    }

    /// The error that aborted the run, because every other record would meet it too: missing permissions, a dataset
    /// that does not exist, or no credentials.
    #[must_use]
    pub fn abort_error(&self) -> Option<&RecordError<R>> {
        self.abort_error.as_deref()
    }
}

impl<S, T, R: Record> fmt::Debug for BulkRun<S, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRun")
            .field("summary", &self.summary)
            .field("checkpoint", &self.checkpoint())
            .finish_non_exhaustive()
    }
}
