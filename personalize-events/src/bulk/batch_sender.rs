//! Sends a batch until all of it is stored, its bad records are isolated, or it cannot be delivered.
//!
//! A request whose attempt ended without an answer may arrive later and overwrite newer values of its ids. The client
//! remembers these ids, and what a later batch stores for them is sent once more ([`unconfirmed`](super::unconfirmed)).
//!
//! Events replace nothing: each has its own id, which the service takes once.
//!
//! A response with status 400 or 413 is taken to be about the records unless its code is a sender error: only one of
//! the service's codes for bad records is documented. Other service errors abort the run.

use std::collections::HashMap;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::entry::{Entry, Versions};
use super::outcome::RecordOutcome;
use super::record::{Record, RecordError};
use crate::client::Client;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::rate_limiter::RateLimiter;
use crate::retry::{self, RetryKind};
use crate::transport::{BulkCall, RetryTimeout};
use crate::unanswered::{InFlight, Unanswered};
use crate::validation::ValidationError;

/// What all batches of a run share.
#[derive(Clone, Debug)]
pub(super) struct BatchSender {
    pub(super) client: Client,
    /// The ARN of the dataset or the tracking ID.
    pub(super) destination: Arc<str>,
    pub(super) rate_limiter: RateLimiter,
    pub(super) unanswered: Arc<Unanswered>,
    pub(super) retry_timeout: Duration,
}

/// The outcomes of a batch.
#[derive(Debug)]
pub(super) struct BatchResult<T, R: Record> {
    pub(super) ids: Vec<String>,
    /// The ids for which an attempt had ended without an answer before the batch was sent, and when.
    unanswered: HashMap<String, Instant>,
    /// In completion order.
    pub(super) outcomes: Vec<(Entry<T, R>, RecordOutcome<R>)>,
    /// The stored records that an earlier request may still overwrite, with their positions and the time at which its
    /// attempt ended.
    pub(super) unconfirmed: Vec<(u64, R, Instant)>,
    /// How many calls were made.
    pub(super) calls: u64,
    /// How many of the stored records were not sent because a later record of their id was.
    pub(super) superseded: u64,
    /// The batch, if it was rejected as a whole and is not split yet.
    pub(super) suspect: Option<Suspect<T, R>>,
    /// The error that aborts the run.
    pub(super) abort_error: Option<Arc<RecordError<R>>>,
}

/// A batch of several records that was rejected as a whole.
#[derive(Debug)]
pub(super) struct Suspect<T, R> {
    pub(super) batch: Vec<Versions<T, R>>,
    unanswered: HashMap<String, Instant>,
}

/// The errors that the batches of a run share.
#[derive(Debug)]
pub(super) struct RunErrors<R: Record> {
    /// The error that has aborted the run, after which its batches send nothing else.
    pub(super) aborted: OnceLock<Arc<RecordError<R>>>,
    /// The error of the last call that failed and is made again, until a call succeeds.
    retried: Mutex<Option<Arc<RecordError<R>>>>,
}

impl<R: Record> Default for RunErrors<R> {
    fn default() -> Self {
        Self {
            aborted: OnceLock::new(),
            retried: Mutex::default(),
        }
    }
}

impl<R: Record> RunErrors<R> {
    pub(super) fn retried(&self) -> Option<Arc<RecordError<R>>> {
        self.retried
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_retried(&self, error: Option<Arc<RecordError<R>>>) {
        *self.retried.lock().unwrap_or_else(PoisonError::into_inner) = error;
    }
}

/// The result of a request, after retries.
enum SendResult<E> {
    Stored,
    Invalid(ValidationError),
    /// The service rejects the content of the request.
    Rejected(Arc<Error<E>>),
    /// The retry timeout has passed, or the run is aborted.
    NotDelivered(Arc<Error<E>>),
    /// Every other request would fail too.
    Fatal(Arc<Error<E>>),
}

impl BatchSender {
    /// Registers the ids of a batch, and returns the future that sends it. If the batch is rejected as a whole, it is
    /// split, unless it is to be returned as a suspect.
    pub(super) fn send<T: Send, R: Record>(
        self,
        batch: Vec<Versions<T, R>>,
        splits: bool,
        errors: Arc<RunErrors<R>>,
    ) -> impl Future<Output = BatchResult<T, R>> + Send + use<T, R> {
        let (mut result, in_flight, since) = self.register(&batch);
        let unanswered = result.ids.iter().cloned().zip(since);
        result.unanswered = unanswered.filter_map(|(id, it)| Some((id, it?))).collect();
        async move {
            let result = self.send_groups(vec![batch], splits, result, &errors).await;
            drop(in_flight);
            result
        }
    }

    /// Like [`send`](Self::send), for a batch that was rejected as a whole.
    pub(super) fn split<T: Send, R: Record>(
        self,
        suspect: Suspect<T, R>,
        errors: Arc<RunErrors<R>>,
    ) -> impl Future<Output = BatchResult<T, R>> + Send + use<T, R> {
        let (mut result, in_flight, _) = self.register(&suspect.batch);
        result.unanswered = suspect.unanswered;
        let groups = halves(suspect.batch);
        async move {
            let result = self.send_groups(groups.into(), true, result, &errors).await;
            drop(in_flight);
            result
        }
    }

    fn register<T, R: Record>(
        &self,
        batch: &[Versions<T, R>],
    ) -> (BatchResult<T, R>, InFlight, Vec<Option<Instant>>) {
        let ids = ids(batch);
        let now = self.client.clock().instant();
        let replaced = ids.iter().filter(|_| R::REPLACES).map(String::as_str);
        let (since, in_flight) = self.unanswered.begin(replaced, now);
        let result = BatchResult {
            ids,
            unanswered: HashMap::new(),
            outcomes: Vec::new(),
            unconfirmed: Vec::new(),
            calls: 0,
            superseded: 0,
            suspect: None,
            abort_error: None,
        };
        (result, in_flight, since)
    }

    /// Sends parts of a batch, the last one first, and parts of them if they are rejected.
    async fn send_groups<T, R: Record>(
        &self,
        mut groups: Vec<Vec<Versions<T, R>>>,
        mut splits: bool,
        mut result: BatchResult<T, R>,
        errors: &RunErrors<R>,
    ) -> BatchResult<T, R> {
        let retry_timeout = RetryTimeout::new(self.retry_timeout);
        // The error at the deadline, after which nothing else of the batch is sent.
        let mut timed_out = None;
        while let Some(group) = groups.pop() {
            let last_error = result.abort_error.as_ref().or(timed_out.as_ref());
            let sent = match (last_error.or(errors.aborted.get()), self.request(&group)) {
                (Some(error), _) => SendResult::NotDelivered(Arc::clone(error)),
                (None, Ok(request)) => {
                    let call = RequestContext {
                        ids: if R::REPLACES { ids(&group) } else { Vec::new() },
                        retry_timeout: &retry_timeout,
                        errors,
                    };
                    self.send_request::<R>(&request, call, &mut result.calls)
                        .await
                }
                (None, Err(invalid)) => SendResult::Invalid(invalid),
            };
            match sent {
                SendResult::Stored => result.stored(group),
                SendResult::Rejected(_) if group.len() > 1 && !splits => {
                    result.suspect = Some(Suspect {
                        batch: group,
                        unanswered: std::mem::take(&mut result.unanswered),
                    });
                }
                SendResult::Rejected(_) | SendResult::Invalid(_) if group.len() > 1 => {
                    splits = true;
                    groups.extend(halves(group));
                }
                SendResult::Rejected(error) => groups.extend(
                    result.latest_failed(group, || RecordOutcome::Rejected(Arc::clone(&error))),
                ),
                SendResult::Invalid(error) => groups
                    .extend(result.latest_failed(group, || RecordOutcome::Invalid(error.clone()))),
                SendResult::NotDelivered(error) => {
                    result.not_delivered(group, &error);
                    timed_out = Some(error);
                }
                SendResult::Fatal(error) => {
                    result.not_delivered(group, &error);
                    result.abort_error = Some(error);
                }
            }
        }
        result
    }

    fn request<T, R: Record>(
        &self,
        group: &[Versions<T, R>],
    ) -> Result<R::Request, ValidationError> {
        let latest = group.iter().map(|versions| versions.latest.record.clone());
        R::request(&self.destination, latest)
    }

    /// Sends a request, and again until the retry timeout as long as its error is retryable.
    async fn send_request<R: Record>(
        &self,
        request: &R::Request,
        context: RequestContext<'_, R>,
        calls_of_batch: &mut u64,
    ) -> SendResult<R::Error> {
        let (clock, retry_timeout) = (self.client.clock(), context.retry_timeout);
        let attempts = Attempts {
            count: AtomicU32::new(0),
            ids: context.ids,
            sender: self,
        };
        let mut calls = 1;
        let mut last_failure = None;
        loop {
            let call = BulkCall {
                rate_limiter: &self.rate_limiter,
                unanswered: &attempts.count,
                retry_timeout,
            };
            *calls_of_batch += 1;
            let Err(error) = self.client.send_bulk(request, call).await else {
                context.errors.set_retried(None);
                return SendResult::Stored;
            };
            let is_last = matches!(&error, Error::Timeout(it) if it.is_of_retry_timeout());
            let (kind, at_timeout) = match classify(&error) {
                ErrorClass::Retryable(kind) => {
                    (kind, SendResult::NotDelivered as fn(_) -> SendResult<_>)
                }
                ErrorClass::Credentials => (RetryKind::Throttling, SendResult::Fatal as _),
                ErrorClass::Rejected => return SendResult::Rejected(Arc::new(error)),
                ErrorClass::Fatal => return SendResult::Fatal(Arc::new(error)),
            };
            if kind == RetryKind::Throttling
                && error.status() == Some(429)
                && !error.is_throttling()
            {
                // The client does not take the status alone for throttling.
                self.rate_limiter.throttled(clock.instant());
            }
            let error = Arc::new(error);
            let failure = at_timeout(Arc::clone(&error));
            if is_last {
                // An earlier error is more useful.
                return last_failure.unwrap_or(failure);
            }
            let wait = retry::backoff(kind, calls, self.client.random().fraction());
            let (next, end) = (clock.instant().checked_add(wait), retry_timeout.deadline());
            if retry_timeout.is_zero()
                || end.zip(next).is_some_and(|(end, next)| next >= end)
                || context.errors.aborted.get().is_some()
            {
                return failure;
            }
            context.errors.set_retried(Some(error));
            clock.sleep(wait).await;
            calls += 1;
            last_failure = Some(failure);
        }
    }
}

/// What a request shares with the rest of its batch.
struct RequestContext<'a, R: Record> {
    ids: Vec<String>,
    retry_timeout: &'a RetryTimeout,
    errors: &'a RunErrors<R>,
}

/// Returns the ids of a batch, each once if they follow each other.
fn ids<T, R: Record>(batch: &[Versions<T, R>]) -> Vec<String> {
    let ids = batch.iter().map(|versions| versions.latest.record.id());
    let mut ids: Vec<String> = ids.map(ToOwned::to_owned).collect();
    ids.dedup();
    ids
}

/// Splits records in halves, of which the first one is sent first.
fn halves<T>(mut records: Vec<T>) -> [Vec<T>; 2] {
    let rest = records.split_off(records.len() / 2);
    [rest, records]
}

/// The attempts for a request, which may arrive later if they ended without an answer: also when the run is dropped.
struct Attempts<'a> {
    /// The number of attempts without an answer.
    count: AtomicU32,
    ids: Vec<String>,
    sender: &'a BatchSender,
}

impl Drop for Attempts<'_> {
    fn drop(&mut self) {
        if *self.count.get_mut() > 0 {
            let now = self.sender.client.clock().instant();
            let ids = self.ids.iter().map(String::as_str);
            self.sender.unanswered.add(ids, now);
        }
    }
}

impl<T, R: Record> BatchResult<T, R> {
    fn stored(&mut self, group: Vec<Versions<T, R>>) {
        for versions in group {
            let Entry {
                position, record, ..
            } = &versions.latest;
            if let Some(since) = self.unanswered.get(record.id()) {
                self.unconfirmed.push((*position, record.clone(), *since));
            }
            self.superseded += versions.earlier.len() as u64;
            let entries = versions.into_entries();
            self.outcomes
                .extend(entries.map(|entry| (entry, RecordOutcome::Stored)));
        }
    }

    /// Settles the latest record of each id and returns what remains to be sent: the records before them.
    fn latest_failed(
        &mut self,
        group: Vec<Versions<T, R>>,
        outcome: impl Fn() -> RecordOutcome<R>,
    ) -> Option<Vec<Versions<T, R>>> {
        let mut remaining = Vec::new();
        for versions in group {
            let (latest, earlier) = versions.pop();
            self.outcomes.push((latest, outcome()));
            remaining.extend(earlier);
        }
        (!remaining.is_empty()).then_some(remaining)
    }

    fn not_delivered(&mut self, group: Vec<Versions<T, R>>, error: &Arc<RecordError<R>>) {
        let entries = group.into_iter().flat_map(Versions::into_entries);
        let outcome = || RecordOutcome::NotDelivered(Arc::clone(error));
        self.outcomes
            .extend(entries.map(|entry| (entry, outcome())));
    }
}

/// What an error means for a batch.
enum ErrorClass {
    /// The same request may succeed later.
    Retryable(RetryKind),
    /// There are no credentials, which may pass. If it does not, every other request would fail too.
    Credentials,
    /// The content of the request is wrong.
    Rejected,
    /// The sender or the destination is wrong.
    Fatal,
}

/// Treats HTTP 400 and 413 as errors of the content unless their code is about the sender, because AWS documents a
/// single code for bad records.
fn classify<E>(error: &Error<E>) -> ErrorClass {
    let kind = ErrorCode::lookup(error.code().unwrap_or_default()).kind;
    if matches!(kind, ErrorKind::Throttling | ErrorKind::ResourceInUse) {
        return ErrorClass::Retryable(RetryKind::Throttling);
    }
    if matches!(error, Error::Credentials(_)) {
        return ErrorClass::Credentials;
    }
    if error.is_retryable() {
        return ErrorClass::Retryable(RetryKind::Transient);
    }
    match error.status() {
        Some(429) => ErrorClass::Retryable(RetryKind::Throttling),
        Some(400 | 413) if kind != ErrorKind::Sender => ErrorClass::Rejected,
        Some(_) | None => ErrorClass::Fatal,
    }
}
