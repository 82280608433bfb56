//! A run: it reads, sends several batches at once, and tells the fate of every record.

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
use super::delivery::{Delivery, Landed};
use super::positions::Positions;
use super::record::{Record, RecordError};
use super::{RecordOutcome, RecordResult, Summary};
use crate::runtime::Draft;

/// How far is read beyond the first record whose fate is not known: as much may have to be remembered.
const FARTHEST: u64 = 100_000;

type Timer = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A run that is under way; [`next`](Self::next) drives it.
///
/// Dropping it cancels it: what is on its way may still be stored, and nothing more is sent. A run that
/// starts again with the records from [`checkpoint`](Self::checkpoint) on delivers all that is left; that some
/// are sent twice does no harm, since a put replaces.
#[must_use = "it does nothing unless `next` is awaited"]
pub struct BulkRun<S, T, R: Record> {
    /// `None` when it has ended.
    input: Option<Pin<Box<S>>>,
    delivery: Delivery,
    most_in_flight: usize,
    linger: Duration,
    batches: Batches<T, R>,
    flights: JoinSet<Landed<T, R>>,
    /// Until when a batch that is not full waits for more.
    timer: Option<Timer>,
    told: VecDeque<RecordResult<T, R>>,
    stop: Option<Arc<RecordError<R>>>,
    summary: Summary,
    /// Whose fate is known.
    known: Positions,
    /// The first of those that were not delivered.
    undelivered: Option<u64>,
}

/// What a run waits for.
enum Event<T, R: Record, D> {
    Record(T, D),
    InputEnded,
    Landed(Result<Landed<T, R>, JoinError>),
    Lingered,
    /// Nothing is left.
    Over,
}

impl<S, T, R, D> BulkRun<S, T, R>
where
    S: Stream<Item = (T, D)>,
    T: Send + 'static,
    R: Record,
    D: Into<Draft<R>>,
{
    pub(super) fn new(
        input: S,
        delivery: Delivery,
        (most_in_flight, most_bytes, linger): (usize, usize, Duration),
    ) -> Self {
        Self {
            input: Some(Box::pin(input)),
            delivery,
            most_in_flight,
            linger,
            batches: Batches::new(most_bytes),
            flights: JoinSet::new(),
            timer: None,
            told: VecDeque::new(),
            stop: None,
            summary: Summary::default(),
            known: Positions::default(),
            undelivered: None,
        }
    }

    /// The fate of the next record of which it is known, in no order; `None` when all are told, also after the run
    /// was [stopped](Self::stopped) or [closed](Self::close). Whoever stops waiting for it can go on later.
    ///
    /// # Panics
    ///
    /// When an [`Observer`](crate::Observer) or [`Clock`](trait@crate::Clock) of the client does.
    pub async fn next(&mut self) -> Option<RecordResult<T, R>> {
        loop {
            if let Some(result) = self.told.pop_front() {
                return Some(result);
            }
            match poll_fn(|context| self.poll(context)).await {
                Event::Record(tag, record) => self.read(tag, record),
                Event::InputEnded => self.input = None,
                Event::Lingered => self.launch(),
                Event::Landed(Ok(landed)) => self.land(landed),
                Event::Landed(Err(error)) => match error.try_into_panic() {
                    Ok(panic) => std::panic::resume_unwind(panic),
                    // The runtime is shutting down, and this with it.
                    Err(_) => return None,
                },
                Event::Over => return None,
            }
        }
    }

    /// Ends the run early: no more is read, and no more batches are begun. Those that are on their way are waited
    /// for, with their retries until their deadline. Records that were read and are in none of them are dropped
    /// without a fate; [`checkpoint`](Self::checkpoint) is before them.
    pub fn finish_early(&mut self) {
        self.input = None;
        self.batches.drain();
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Event<T, R, D>> {
        let may_launch = self.flights.len() < self.most_in_flight;
        let is_due = !self.batches.has_room() || self.input.is_none();
        if may_launch && is_due && !self.batches.is_empty() {
            self.launch();
        }
        if let Poll::Ready(Some(landed)) = self.flights.poll_join_next(context) {
            return Poll::Ready(Event::Landed(landed));
        }
        let is_near = self.summary.read - self.known.done() < FARTHEST;
        if let Some(input) = &mut self.input
            && is_near
            && self.batches.has_room()
            && let Poll::Ready(item) = input.as_mut().poll_next(context)
        {
            return Poll::Ready(match item {
                Some((tag, record)) => Event::Record(tag, record),
                None => Event::InputEnded,
            });
        }
        if self.input.is_none() && self.flights.is_empty() && self.batches.is_empty() {
            return Poll::Ready(Event::Over);
        }
        if self.batches.is_empty() || self.flights.len() >= self.most_in_flight {
            return Poll::Pending;
        }
        ready!(self.timer().as_mut().poll(context));
        Poll::Ready(Event::Lingered)
    }

    fn timer(&mut self) -> &mut Timer {
        let (clock, linger) = (Arc::clone(self.delivery.client.clock()), self.linger);
        self.timer
            .get_or_insert_with(|| Box::pin(async move { clock.sleep(linger).await }))
    }

    fn read(&mut self, tag: T, record: D) {
        let position = self.summary.read;
        self.summary.read += 1;
        match record.into().built() {
            Ok(record) => self.batches.take(Entry {
                position,
                tag,
                record,
            }),
            Err(invalid) => self.tell(position, tag, RecordOutcome::Invalid(invalid)),
        }
    }

    fn launch(&mut self) {
        self.timer = None;
        let batch = self.batches.launch();
        let delivery = self.delivery.clone();
        self.flights.spawn(delivery.run(batch));
    }

    fn land(&mut self, landed: Landed<T, R>) {
        self.summary.superseded += landed.superseded;
        self.batches.landed(&landed.ids);
        for (entry, fate) in landed.fates {
            self.tell(entry.position, entry.tag, fate);
        }
        if let Some(error) = landed.stop {
            for entry in self.batches.drain() {
                self.tell(
                    entry.position,
                    entry.tag,
                    RecordOutcome::NotDelivered(Arc::clone(&error)),
                );
            }
            self.input = None;
            self.stop.get_or_insert(error);
        }
    }

    fn tell(&mut self, position: u64, tag: T, fate: RecordOutcome<R>) {
        self.known.add(position);
        match &fate {
            RecordOutcome::Stored => self.summary.stored += 1,
            RecordOutcome::Invalid(_) | RecordOutcome::Rejected(_) => self.summary.rejected += 1,
            RecordOutcome::NotDelivered(_) => {
                self.summary.not_delivered += 1;
                let first = self.undelivered.get_or_insert(position);
                *first = position.min(*first);
            }
        }
        self.told.push_back(RecordResult {
            position,
            tag,
            outcome: fate,
        });
    }
}

impl<S, T, R: Record> BulkRun<S, T, R> {
    /// What has been done so far; for progress, and at the end for the result.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// How many records of the input need not be sent again: all before this one have been acknowledged or
    /// rejected, and told.
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        // What is known and has not been told would be told by nobody.
        let untold = self.told.iter().map(|result| result.position);
        let again = untold.chain(self.undelivered);
        again.fold(self.known.done(), u64::min)
    }

    /// Why nothing more was read: an error that every record would meet, such as missing permissions, a dataset
    /// that is not found, or no credentials.
    #[must_use]
    pub fn abort_error(&self) -> Option<&RecordError<R>> {
        self.stop.as_deref()
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
