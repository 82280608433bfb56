//! Reads the input, sends batches concurrently and collects the result of every record.
//!
//! A run has no task of its own: it advances while its results are polled, so that it never reads ahead of the
//! caller. Its batches are tasks and end with it.

use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::task::JoinError;

use super::super::batch_sender::BatchResult;
use super::super::entry::Entry;
use super::super::grouping::Grouping;
use super::super::outcome::{RecordOutcome, RecordResult};
use super::super::record::Record;
use super::super::rejections::Evidence;
use super::super::report::AbortError;
use super::super::source::Source;
use super::{BulkRun, Sent, Timer};
use crate::error::TransportError;
use crate::unanswered::WINDOW;
use crate::validation::ValidationError;

/// The bounds of the wait before stored records are sent once more at the end of a run.
const SETTLING: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(30)];

/// The most records that are read after the first unfinished one; it bounds the memory for tracking them.
const MAX_READ_AHEAD: u64 = 100_000;

/// What a run waits for.
enum Event<T, R: Record, E> {
    Record(T, Result<R, ValidationError>),
    /// With the error of the input, if it failed.
    InputEnded(Option<E>),
    BatchDone(Result<Sent<T, R>, JoinError>),
    LingerElapsed,
    /// Stored records are to be sent once more.
    ConfirmationDue,
    /// Nothing else is to be done than to split rejected batches.
    OnlyRejections,
    Done,
}

impl<S: Source<R>, R: Record, K> BulkRun<S, R, K> {
    pub(super) fn poll_result(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<RecordResult<S::Tag, R>>> {
        if self.abort_error.is_none()
            && let Err(error) = TransportError::check_runtime()
        {
            self.abort(AbortError::Call(Arc::new(error.into())));
        }
        loop {
            if let Some(result) = self.ready.pop_front() {
                if !matches!(result.outcome, RecordOutcome::NotDelivered(_)) {
                    self.settled
                        .returned(result.position, (self.key)(&result.tag));
                }
                return Poll::Ready(Some(result));
            }
            match ready!(self.poll_event(context)) {
                Event::Record(tag, record) => self.add(tag, record),
                Event::InputEnded(error) => {
                    self.input_has_ended = error.is_none();
                    self.source_error = error;
                    self.input = None;
                    self.flush_until(u64::MAX);
                    self.confirmation_timer = None;
                }
                Event::LingerElapsed => self.start_batch(),
                Event::ConfirmationDue => {
                    let timer = self.confirmation_timer.take();
                    self.due_until = self.due_until.max(timer.map(|(_, until)| until));
                }
                Event::OnlyRejections => self.rejections.split_all(),
                Event::BatchDone(Ok(Sent::Batch(result))) => {
                    let evidence = evidence(&result);
                    self.finish_batch(result, evidence);
                }
                Event::BatchDone(Ok(Sent::Parts(result, counts))) => {
                    self.rejections.split();
                    let mut evidence = evidence(&result);
                    if !counts && matches!(evidence, Evidence::Rejected(_)) {
                        evidence = Evidence::Nothing;
                    }
                    self.finish_batch(result, evidence);
                }
                Event::BatchDone(Ok(Sent::Confirmation(result))) => {
                    self.finish_confirmation(result);
                }
                Event::BatchDone(Err(error)) => match error.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    Err(_) => self.abort(AbortError::Call(Arc::new(runtime_shut_down().into()))),
                },
                Event::Done => {
                    self.is_done = true;
                    self.settled.release_rejected();
                    return Poll::Ready(None);
                }
            }
        }
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event<S::Tag, R, S::Error>> {
        while self.start_confirmation() || self.start_split() {}
        let now = self.sender.client.clock().instant();
        while self.may_send()
            && !self.batches.is_empty()
            && (!self.may_read() || self.batches.is_ready(now))
        {
            self.start_batch();
        }
        if let Poll::Ready(Some(result)) = self.in_flight.poll_join_next(context) {
            return Poll::Ready(Event::BatchDone(result));
        }
        let may_read = self.may_read();
        if let Some(input) = &mut self.input
            && may_read
            && let Poll::Ready(item) = input.as_mut().poll_record(context)
        {
            return Poll::Ready(match item {
                Some(Ok((tag, record))) => Event::Record(tag, record),
                Some(Err(error)) => Event::InputEnded(Some(error)),
                None => Event::InputEnded(None),
            });
        }
        if self.in_flight.is_empty() && self.batches.is_empty() {
            if !self.rejections.is_empty() {
                return Poll::Ready(Event::OnlyRejections);
            }
            if let Some(timer) = self.confirmation_timer() {
                ready!(timer.as_mut().poll(context));
                return Poll::Ready(Event::ConfirmationDue);
            }
            if self.input.is_none() {
                return Poll::Ready(Event::Done);
            }
        }
        if self.batches.is_empty() || !self.may_send() {
            return Poll::Pending;
        }
        self.poll_linger(now, context)
            .map(|()| Event::LingerElapsed)
    }

    /// If nothing can be read, what waits is sent, so that a run never stops at its bounds.
    fn may_read(&self) -> bool {
        let ahead = self.summary.read - self.finished.watermark();
        self.batches.has_room() && ahead < MAX_READ_AHEAD
    }

    fn may_send(&self) -> bool {
        self.has_permit() && self.rejections.has_room()
    }

    fn has_permit(&self) -> bool {
        self.in_flight.len() < self.max_concurrent_batches
    }

    /// Waits until the batch that waits longest is to be sent. A timer that ends earlier remains, since another batch may
    /// have waited longest when it was set.
    fn poll_linger(&mut self, now: Instant, context: &mut Context<'_>) -> Poll<()> {
        let Some(end) = self.batches.linger_end() else {
            return Poll::Pending;
        };
        loop {
            let (timer, at) = self.timer.get_or_insert_with(|| {
                let clock = Arc::clone(self.sender.client.clock());
                let linger = end.saturating_duration_since(now);
                (Box::pin(async move { clock.sleep(linger).await }), end)
            });
            if *at <= end {
                ready!(timer.as_mut().poll(context));
            }
            let is_over = *at == end;
            self.timer = None;
            if is_over {
                return Poll::Ready(());
            }
        }
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

    fn add(&mut self, tag: S::Tag, record: Result<R, ValidationError>) {
        let position = self.summary.read;
        self.summary.read += 1;
        match record {
            Ok(record) => self.batches.push(Entry {
                position,
                tag,
                // With the comma.
                bytes: record.body_bytes() + 1,
                record,
                read_at: self.sender.client.clock().instant(),
            }),
            Err(error) => self.emit(position, tag, RecordOutcome::Invalid(error)),
        }
    }

    fn start_batch(&mut self) {
        let batch = self.batches.take_batch();
        let errors = Arc::clone(&self.errors);
        let sent = self.sender.clone().send(batch, false, errors);
        self.in_flight.spawn(async { Sent::Batch(sent.await) });
    }

    /// Sends the parts of a rejected batch, if one is to be split and a batch may start.
    fn start_split(&mut self) -> bool {
        if !self.has_permit() {
            return false;
        }
        let Some((suspect, counts)) = self.rejections.next() else {
            return false;
        };
        let errors = Arc::clone(&self.errors);
        let sent = self.sender.clone().split(suspect, errors);
        self.in_flight
            .spawn(async move { Sent::Parts(sent.await, counts) });
        true
    }

    /// Sends stored records once more, if some are due and a batch may start.
    fn start_confirmation(&mut self) -> bool {
        if self.unconfirmed.is_empty() || !self.has_permit() {
            return false;
        }
        let expired = self.sender.client.clock().instant().checked_sub(WINDOW);
        let until = self.due_until.max(expired);
        let is_early = self.is_finishing_early || self.unconfirmed.is_over_full();
        if until.is_none() && !is_early {
            return false;
        }
        let until = until.filter(|_| !is_early);
        let is_free = |id: &str| self.batches.is_free(id);
        let batch = (self.unconfirmed).take_batch(until, self.max_body_bytes, is_free);
        if batch.is_empty() {
            return false;
        }
        let ids = batch.iter().map(|it| it.latest.record.id().to_owned());
        self.batches.block(&ids.collect::<Vec<_>>());
        let mut sender = self.sender.clone();
        if self.is_finishing_early {
            sender.retry_timeout = Duration::ZERO;
        }
        if is_early {
            self.summary.confirmed_early += batch.len() as u64;
        }
        let sent = sender.send(batch, true, Arc::clone(&self.errors));
        self.in_flight
            .spawn(async { Sent::Confirmation(sent.await) });
        true
    }

    fn finish_batch(&mut self, mut result: BatchResult<S::Tag, R>, evidence: Evidence<R>) {
        self.summary.superseded += result.superseded;
        for (entry, outcome) in &result.outcomes {
            if let RecordOutcome::Stored = outcome
                && let Some(earlier) = self.unconfirmed.remove(entry.record.id())
            {
                self.settled.release(earlier);
            }
        }
        for (position, record, since) in std::mem::take(&mut result.unconfirmed) {
            self.unconfirmed.insert(position, record, since);
            self.settled.hold(position);
        }
        let stop = if let Some(suspect) = result.suspect.take() {
            self.rejections.push(suspect);
            None
        } else {
            self.batches.release(&result.ids);
            self.hold_rejected(&result, &evidence);
            self.rejections.done(evidence)
        };
        for (entry, outcome) in result.outcomes {
            self.emit(entry.position, entry.tag, outcome);
        }
        let aborted = result.abort_error.map(AbortError::Call).or(stop);
        if let Some(error) = aborted.or_else(|| self.abort_error.clone()) {
            self.abort(error);
        }
    }

    /// Holds the checkpoint before rejected batches in a row: the mistake may be in the whole input.
    fn hold_rejected(&mut self, result: &BatchResult<S::Tag, R>, evidence: &Evidence<R>) {
        match evidence {
            Evidence::Stored => self.settled.release_rejected(),
            Evidence::Rejected(_) if self.rejections.may_stop() => {
                for (entry, _) in &result.outcomes {
                    self.settled.hold_rejected(entry.position);
                }
            }
            Evidence::Rejected(_) | Evidence::Nothing => {}
        }
    }

    fn finish_confirmation(&mut self, result: BatchResult<(), R>) {
        self.batches.release(&result.ids);
        self.summary.extra_calls += result.calls;
        for (entry, outcome) in result.outcomes {
            if let RecordOutcome::Stored = outcome {
                self.settled.release(entry.position);
            } else {
                self.not_confirmed(entry.position);
            }
        }
        let aborted = result.abort_error.map(AbortError::Call);
        if let Some(error) = aborted.or_else(|| self.abort_error.clone()) {
            self.abort(error);
        }
    }

    /// A stored record could not be sent once more.
    fn not_confirmed(&mut self, position: u64) {
        self.summary.unconfirmed += 1;
        self.settled.fail(position);
    }

    /// Ends the run with an error that every record would meet. Nothing that waits is delivered.
    fn abort(&mut self, error: AbortError<R>) {
        let error = self.abort_error.get_or_insert(error);
        let shared = Arc::clone(error.shared());
        // The first error remains.
        let shared = Arc::clone(self.errors.aborted.get_or_init(|| shared));
        match error {
            AbortError::Rejected { .. } => self.settled.fail_rejected(),
            AbortError::Call(_) => self.settled.release_rejected(),
        }
        self.input = None;
        let mut entries = self.batches.drain();
        entries.extend(self.rejections.drain());
        entries.sort_by_key(|entry| entry.position);
        for entry in entries {
            let outcome = RecordOutcome::NotDelivered(Arc::clone(&shared));
            self.emit(entry.position, entry.tag, outcome);
        }
        for position in self.unconfirmed.take_positions() {
            self.not_confirmed(position);
        }
    }

    fn emit(&mut self, position: u64, tag: S::Tag, outcome: RecordOutcome<R>) {
        self.finished.finish(position, None);
        match &outcome {
            RecordOutcome::Stored => self.summary.stored += 1,
            RecordOutcome::Invalid(_) => self.summary.invalid += 1,
            RecordOutcome::Rejected(_) => self.summary.rejected += 1,
            RecordOutcome::NotDelivered(_) => {
                self.summary.not_delivered += 1;
                self.settled.fail(position);
            }
        }
        self.ready.push_back(RecordResult {
            position,
            tag,
            outcome,
        });
    }
}

/// Returns what a batch that is done shows about the rest of the input.
fn evidence<T, R: Record>(result: &BatchResult<T, R>) -> Evidence<R> {
    let outcomes = || result.outcomes.iter().map(|(_, outcome)| outcome);
    if outcomes().any(|outcome| matches!(outcome, RecordOutcome::Stored)) {
        return Evidence::Stored;
    }
    match result.outcomes.first() {
        Some((_, RecordOutcome::Rejected(error)))
            if outcomes().all(|outcome| matches!(outcome, RecordOutcome::Rejected(_))) =>
        {
            Evidence::Rejected(Arc::clone(error))
        }
        Some(_) | None => Evidence::Nothing,
    }
}

/// The error of a run whose batches were cancelled.
fn runtime_shut_down() -> TransportError {
    TransportError::invalid(
        "the Tokio runtime in which the batches were sent was shut down; poll a run in one runtime only, and drop the run \
         before the runtime",
    )
}
