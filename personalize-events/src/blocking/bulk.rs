//! Bulk runs without an async runtime.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::bulk::{
    AbortError, Bulk as AsyncBulk, BulkReport, BulkRun as AsyncRun, CollectedRejects, Iter,
    RateLimiter, Record, RecordResult, Source, SourceItem, Summary,
};
use crate::error::Error;
use crate::events::SessionEvent;
use crate::generated::{Action, ActionInteraction, Item, User};
use crate::validation::ValidationError;

use super::Client;

/// Sends many records to a dataset or an event tracker: [`bulk::Bulk`](crate::bulk::Bulk) for programs without an async runtime.
///
/// Batches, rate, retries, outcomes and checkpoints are documented in [`bulk`](crate::bulk). An input that has no record
/// at the time blocks the run, so that there is no `linger`.
///
/// # Example
///
/// ```no_run
/// use personalize_events::bulk::RecordOutcome;
/// use personalize_events::{Config, User, blocking};
///
/// # fn example(users: Vec<User>) -> Result<(), Box<dyn std::error::Error>> {
/// let client = blocking::Client::new(Config::from_env()?)?;
/// let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
/// let records = users.into_iter().enumerate();
/// let mut run = blocking::Bulk::users(&client, dataset).send_iter(records)?;
/// for result in &mut run {
///     match result.outcome {
///         RecordOutcome::Stored => {}
///         outcome => eprintln!("record {}: {outcome}", result.tag),
///     }
/// }
/// let summary = run.into_report().into_result()?;
/// println!("{} stored", summary.stored);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Bulk<R> {
    client: Client,
    bulk: AsyncBulk<R>,
}

impl Bulk<User> {
    /// Sends users to a Users dataset.
    pub fn users(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, AsyncBulk::users(&client.client, dataset_arn))
    }
}

impl Bulk<Item> {
    /// Sends items to an Items dataset.
    pub fn items(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, AsyncBulk::items(&client.client, dataset_arn))
    }
}

impl Bulk<Action> {
    /// Sends actions to an Actions dataset.
    pub fn actions(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, AsyncBulk::actions(&client.client, dataset_arn))
    }
}

impl Bulk<SessionEvent> {
    /// Sends events to an event tracker; see [`bulk::Bulk::events`](crate::bulk::Bulk::events).
    pub fn events(client: &Client, tracking_id: impl Into<String>) -> Self {
        Self::new(client, AsyncBulk::events(&client.client, tracking_id))
    }
}

impl Bulk<ActionInteraction> {
    /// Sends action interactions to the tracker of an Action interactions dataset; see
    /// [`bulk::Bulk::action_interactions`](crate::bulk::Bulk::action_interactions).
    pub fn action_interactions(client: &Client, tracking_id: impl Into<String>) -> Self {
        let bulk = AsyncBulk::action_interactions(&client.client, tracking_id);
        Self::new(client, bulk)
    }
}

impl<R: Record> Bulk<R> {
    fn new(client: &Client, bulk: AsyncBulk<R>) -> Self {
        Self {
            client: client.clone(),
            bulk,
        }
    }

    /// See [`bulk::Bulk::rate_limiter`](crate::bulk::Bulk::rate_limiter).
    pub fn rate_limiter(mut self, rate_limiter: RateLimiter) -> Self {
        self.bulk = self.bulk.rate_limiter(rate_limiter);
        self
    }

    /// See [`bulk::Bulk::max_concurrent_batches`](crate::bulk::Bulk::max_concurrent_batches).
    pub fn max_concurrent_batches(mut self, batches: usize) -> Self {
        self.bulk = self.bulk.max_concurrent_batches(batches);
        self
    }

    /// See [`bulk::Bulk::max_body_bytes`](crate::bulk::Bulk::max_body_bytes).
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.bulk = self.bulk.max_body_bytes(bytes);
        self
    }

    /// See [`bulk::Bulk::max_rejected_batches`](crate::bulk::Bulk::max_rejected_batches).
    pub fn max_rejected_batches(mut self, batches: impl Into<Option<u32>>) -> Self {
        self.bulk = self.bulk.max_rejected_batches(batches);
        self
    }

    /// See [`bulk::Bulk::retry_timeout`](crate::bulk::Bulk::retry_timeout).
    pub fn retry_timeout(mut self, timeout: Duration) -> Self {
        self.bulk = self.bulk.retry_timeout(timeout);
        self
    }

    /// Sends the records of an iterator, with a tag each; see
    /// [`bulk::Bulk::send_iter`](crate::bulk::Bulk::send_iter).
    ///
    /// # Errors
    ///
    /// Fails if the dataset ARN or the tracking ID is invalid, or [`max_concurrent_batches`](Self::max_concurrent_batches) or
    /// [`max_rejected_batches`](Self::max_rejected_batches) is 0.
    pub fn send_iter<I>(self, records: I) -> Result<BulkRun<Iter<I::IntoIter>, R>, ValidationError>
    where
        I: IntoIterator<Item: SourceItem<R>>,
    {
        Ok(BulkRun {
            run: self.bulk.send_iter(records)?,
            client: self.client,
        })
    }
}

/// A bulk run in progress: an [`Iterator`] of record results, which waits for the next one. Dropping it cancels it: batches
/// in flight may still be stored, or arrive [late](crate::bulk#order), and nothing more is sent.
///
/// Iterate over `&mut run`, and take its [report](Self::into_report) afterwards. Between two results only the batches
/// in flight continue.
#[must_use = "a run does nothing unless it is iterated over"]
pub struct BulkRun<S: Source<R>, R: Record, K = ()> {
    // Dropped before the client, whose thread runs its batches.
    run: AsyncRun<S, R, K>,
    client: Client,
}

impl<S: Source<R>, R: Record> BulkRun<S, R> {
    /// See [`bulk::BulkRun::with_checkpoint_key`](crate::bulk::BulkRun::with_checkpoint_key).
    pub fn with_checkpoint_key<K>(self, key: fn(&S::Tag) -> K) -> BulkRun<S, R, K> {
        BulkRun {
            run: self.run.with_checkpoint_key(key),
            client: self.client,
        }
    }
}

impl<S: Source<R>, R: Record, K> BulkRun<S, R, K> {
    /// Calls a function with each result and returns how the run ended.
    pub fn for_each(
        mut self,
        f: impl FnMut(RecordResult<S::Tag, R>),
    ) -> BulkReport<R, S::Error, K> {
        Iterator::for_each(&mut self, f);
        self.into_report()
    }

    /// Returns the results of all records that are not stored and how the run ended.
    pub fn collect_rejects(mut self) -> CollectedRejects<S::Tag, R, S::Error, K> {
        let is_reject = |result: &RecordResult<S::Tag, R>| !result.outcome.is_stored();
        let rejects = self.by_ref().filter(is_reject).collect();
        (rejects, self.into_report())
    }

    /// Returns how the run ended. Before the run has returned `None`, this cancels it like a drop, and
    /// [`BulkReport::into_result`] is an error.
    pub fn into_report(self) -> BulkReport<R, S::Error, K> {
        self.run.into_report()
    }

    /// See [`bulk::BulkRun::finish_early`](crate::bulk::BulkRun::finish_early).
    pub fn finish_early(&mut self) {
        self.run.finish_early();
    }

    /// The counts so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.run.summary()
    }

    /// See [`bulk::BulkRun::checkpoint`](crate::bulk::BulkRun::checkpoint).
    #[must_use]
    pub fn checkpoint(&self) -> u64 {
        self.run.checkpoint()
    }

    /// See [`bulk::BulkRun::checkpoint_key`](crate::bulk::BulkRun::checkpoint_key).
    #[must_use]
    pub fn checkpoint_key(&self) -> Option<&K> {
        self.run.checkpoint_key()
    }

    /// See [`bulk::BulkRun::abort_error`](crate::bulk::BulkRun::abort_error).
    #[must_use]
    pub fn abort_error(&self) -> Option<&AbortError<R>> {
        self.run.abort_error()
    }

    /// See [`bulk::BulkRun::retry_error`](crate::bulk::BulkRun::retry_error).
    #[must_use]
    pub fn retry_error(&self) -> Option<Arc<Error<R::Error>>> {
        self.run.retry_error()
    }

    /// See [`bulk::BulkRun::source_error`](crate::bulk::BulkRun::source_error).
    #[must_use]
    pub fn source_error(&self) -> Option<&S::Error> {
        self.run.source_error()
    }
}

impl<S: Source<R>, R: Record, K> Iterator for BulkRun<S, R, K> {
    type Item = RecordResult<S::Tag, R>;

    fn next(&mut self) -> Option<RecordResult<S::Tag, R>> {
        self.client.wait(self.run.next())
    }
}

impl<S: Source<R>, R: Record, K> fmt::Debug for BulkRun<S, R, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.run.fmt(f)
    }
}
