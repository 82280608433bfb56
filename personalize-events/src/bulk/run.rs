//! Reads the input, sends batches concurrently and collects the result of every record.
//!
//! A run has no task of its own: it advances while its results are polled, so that it never reads ahead of the
//! caller. Its batches are tasks and end with it.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use futures_core::Stream;
use tokio::task::{JoinError, JoinSet};

use super::batch::{Batches, Entry};
use super::batch_sender::{BatchResult, BatchSender};
use super::outcome::{RecordOutcome, RecordResult, Summary};
use super::progress::Progress;
use super::record::{Record, RecordError};
use super::unconfirmed::Unconfirmed;
use crate::error::TransportError;
use crate::unanswered::WINDOW;
use crate::validation::{Buildable, build};

/// The bounds of the wait before stored records are sent once more at the end of a run.
const SETTLING: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(30)];

/// The most records that are read after the first unfinished one; it bounds the memory for tracking them.
const MAX_READ_AHEAD: u64 = 100_000;

type Timer = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A bulk run in progress: a [`Stream`] of record results, also available as [`next`](Self::next).
///
/// Polling drives the run; nothing is read or started in between. Dropping it cancels it: batches in flight may still
/// be stored, or arrive [late](super#order). To resume, start a run with the records from
/// [`checkpoint`](Self::checkpoint) on. Some may be sent twice, which is harmless because a put replaces.
#[must_use = "a run does nothing unless it is polled"]
pub struct BulkRun<S, T, R: Record> {
    /// `None` once no more is to be read.
    input: Option<Pin<Box<S>>>,
    sender: BatchSender,
    max_concurrent_batches: usize,
    linger: Duration,
    batches: Batches<T, R>,
    in_flight: JoinSet<Sent<T, R>>,
    /// Ends the linger of the current batch.
    timer: Option<Timer>,
    /// Stored records that are to be sent once more.
    unconfirmed: Unconfirmed<R>,
    /// The positions of those that are in flight.
    confirming: BTreeSet<u64>,
    /// Ends the wait for some of them, and the time that their attempts ended at, or before.
    confirmation_timer: Option<(Timer, Instant)>,
    /// Those whose attempts ended no later than this are due.
    due_until: Option<Instant>,
    is_finishing_early: bool,
    ready: VecDeque<RecordResult<T, R>>,
    abort_error: Option<Arc<RecordError<R>>>,
    summary: Summary,
    progress: Progress,
    /// The first record that is not delivered, or could not be sent once more.
    first_unsettled: Option<u64>,
}

/// What was sent.
enum Sent<T, R: Record> {
    Batch(BatchResult<T, R>),
    /// Records that were stored before.
    Confirmation(BatchResult<(), R>),
}

/// What a run waits for.
enum Event<T, R: Record, D> {
    Record(T, D),
    InputEnded,
    BatchDone(Result<Sent<T, R>, JoinError>),
    LingerElapsed,
    /// Stored records are to be sent once more.
    ConfirmationDue,
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
            unconfirmed: Unconfirmed::default(),
            confirming: BTreeSet::new(),
            confirmation_timer: None,
            due_until: None,
            is_finishing_early: false,
            ready: VecDeque::new(),
            abort_error: None,
            summary: Summary::default(),
            progress: Progress::default(),
            first_unsettled: None,
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
    /// [`checkpoint`](Self::checkpoint) precedes them. Records that are to be sent once more ([order](super#order)) are
    /// sent at once, in one attempt.
    pub fn finish_early(&mut self) {
        self.input = None;
        self.batches.drain();
        self.is_finishing_early = true;
    }

    fn poll_result(&mut self, context: &mut Context<'_>) -> Poll<Option<RecordResult<T, R>>> {
        if self.abort_error.is_none()
            && let Err(error) = TransportError::check_runtime()
        {
            self.abort(Some(Arc::new(error.into())));
        }
        loop {
            if let Some(result) = self.ready.pop_front() {
                return Poll::Ready(Some(result));
            }
            match ready!(self.poll_event(context)) {
                Event::Record(tag, record) => self.add(tag, record),
                Event::InputEnded => {
                    self.input = None;
                    self.confirmation_timer = None;
                }
                Event::LingerElapsed => self.start_batch(),
                Event::ConfirmationDue => {
                    let timer = self.confirmation_timer.take();
                    self.due_until = self.due_until.max(timer.map(|(_, until)| until));
                }
                Event::BatchDone(Ok(Sent::Batch(result))) => self.finish_batch(result),
                Event::BatchDone(Ok(Sent::Confirmation(result))) => {
                    self.finish_confirmation(result);
                }
                Event::BatchDone(Err(error)) => match error.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(_) => self.abort(Some(Arc::new(runtime_shut_down().into()))),
                },
                Event::Done => return Poll::Ready(None),
            }
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event<T, R, D>> {
        while self.start_confirmation() {}
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
        if self.in_flight.is_empty() && self.batches.is_empty() {
            if let Some(timer) = self.confirmation_timer() {
                ready!(timer.as_mut().poll(context));
                return Poll::Ready(Event::ConfirmationDue);
            }
            if self.input.is_none() {
                return Poll::Ready(Event::Done);
            }
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

    /// The timer of a run that has nothing else to do: until the first request can no longer arrive, or, at the end of
    /// the input, until the last one has had about as much time as an attempt may take.
    fn confirmation_timer(&mut self) -> Option<&mut Timer> {
        let clock = Arc::clone(self.sender.client.clock());
        let (since, delay) = if self.input.is_none() {
            let (attempt, [min, max]) = (self.sender.client.attempt_timeout(), SETTLING);
            (self.unconfirmed.newest()?, attempt.clamp(min, max))
        } else {
            (self.unconfirmed.oldest()?, WINDOW)
        };
        let (timer, _) = self.confirmation_timer.get_or_insert_with(|| {
            let passed = clock.instant().saturating_duration_since(since);
            let delay = delay.saturating_sub(passed);
            (Box::pin(async move { clock.sleep(delay).await }), since)
        });
        Some(timer)
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
        let (batch, sender) = (self.batches.take_batch(), self.sender.clone());
        self.in_flight
            .spawn(async { Sent::Batch(sender.send(batch).await) });
    }

    /// Sends stored records once more, if some are due and a batch may start.
    fn start_confirmation(&mut self) -> bool {
        if self.unconfirmed.is_empty() || self.in_flight.len() >= self.max_concurrent_batches {
            return false;
        }
        let expired = self.sender.client.clock().instant().checked_sub(WINDOW);
        let until = self.due_until.max(expired);
        let is_early = self.is_finishing_early || self.unconfirmed.is_over_full();
        if until.is_none() && !is_early {
            return false;
        }
        let until = until.filter(|_| !is_early);
        let batch = self.batches.take_unconfirmed(&mut self.unconfirmed, until);
        if batch.is_empty() {
            return false;
        }
        let mut sender = self.sender.clone();
        if self.is_finishing_early {
            sender.retry_timeout = Duration::ZERO;
        }
        let positions = batch.iter().map(|it| it.latest.position);
        self.confirming.extend(positions);
        if is_early {
            self.summary.confirmed_early += batch.len() as u64;
        }
        self.in_flight
            .spawn(async { Sent::Confirmation(sender.send(batch).await) });
        true
    }

    fn finish_batch(&mut self, result: BatchResult<T, R>) {
        self.summary.superseded += result.superseded;
        self.batches.release(&result.ids);
        for (entry, outcome) in &result.outcomes {
            if let RecordOutcome::Stored = outcome {
                self.unconfirmed.remove(entry.record.id());
            }
        }
        for (position, record, since) in result.unconfirmed {
            self.unconfirmed.insert(position, record, since);
        }
        for (entry, outcome) in result.outcomes {
            self.emit(entry.position, entry.tag, outcome);
        }
        self.abort(result.abort_error);
    }

    fn finish_confirmation(&mut self, result: BatchResult<(), R>) {
        self.batches.release(&result.ids);
        self.summary.extra_calls += result.calls;
        for (entry, outcome) in result.outcomes {
            self.confirming.remove(&entry.position);
            if !matches!(outcome, RecordOutcome::Stored) {
                self.not_confirmed(entry.position);
            }
        }
        self.abort(result.abort_error);
    }

    /// A stored record could not be sent once more.
    fn not_confirmed(&mut self, position: u64) {
        self.summary.unconfirmed += 1;
        self.unsettled(position);
    }

    fn unsettled(&mut self, position: u64) {
        let first = self.first_unsettled.get_or_insert(position);
        *first = position.min(*first);
    }

    /// Ends the run if there is an error that every record would meet.
    fn abort(&mut self, error: Option<Arc<RecordError<R>>>) {
        if let Some(error) = error {
            for entry in self.batches.drain() {
                let outcome = RecordOutcome::NotDelivered(Arc::clone(&error));
                self.emit(entry.position, entry.tag, outcome);
            }
            self.input = None;
            self.abort_error.get_or_insert(error);
        }
        if self.abort_error.is_some() {
            for position in self.unconfirmed.take_positions() {
                self.not_confirmed(position);
            }
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
                self.unsettled(position);
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
        let mut summary = self.summary;
        summary.unconfirmed += (self.unconfirmed.len() + self.confirming.len()) as u64;
        summary
    }

    /// How many records from the start of the input need not be sent again: results for all of them were returned, and
    /// all of them are stored, invalid or rejected. It precedes a stored record that is yet to be sent once more
    /// ([order](super#order)), or could not be.
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        // A result that was not returned yet would be lost.
        let ready = self.ready.iter().map(|result| result.position);
        let confirming = self.confirming.iter().copied();
        let unconfirmed = self.unconfirmed.positions().chain(confirming);
        let unsettled = ready.chain(unconfirmed).chain(self.first_unsettled);
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
            .field("summary", &self.summary())
            .field("checkpoint", &self.checkpoint())
            .finish_non_exhaustive()
    }
}

/// The error of a run whose batches were cancelled.
fn runtime_shut_down() -> TransportError {
    TransportError::invalid(
        "the Tokio runtime in which the batches were sent was shut down; poll a run in one runtime only, and drop the run \
         before the runtime",
    )
}
