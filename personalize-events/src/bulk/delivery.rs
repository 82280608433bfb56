//! What becomes of a batch: it is sent until it is stored, given up, or each bad record in it is found.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::RecordOutcome;
use super::batch::{Entry, Versions};
use super::record::{Record, RecordError};
use crate::client::Client;
use crate::clock::Clock;
use crate::error::{Error, ErrorCode, ErrorKind};
use crate::rate_limiter::RateLimiter;
use crate::retry::{self, RetryKind};
use crate::validation_error::ValidationError;

/// How batches are sent.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    pub(super) client: Client,
    pub(super) dataset_arn: Arc<str>,
    pub(super) pace: RateLimiter,
    pub(super) deadline: Duration,
}

/// What became of a batch.
#[derive(Debug)]
pub(super) struct Landed<T, R: Record> {
    pub(super) ids: Vec<String>,
    /// In no order.
    pub(super) fates: Vec<(Entry<T, R>, RecordOutcome<R>)>,
    /// How many records of the batch others of their id have replaced.
    pub(super) superseded: u64,
    /// Why nothing more is to be sent.
    pub(super) stop: Option<Arc<RecordError<R>>>,
}

/// What a call came to.
enum Sent<E> {
    Stored,
    /// Something in it is bad.
    Refused(Arc<Error<E>>),
    /// It would be the same for every record.
    Stop(Arc<Error<E>>),
    /// Time is up.
    GivenUp(Arc<Error<E>>),
    Invalid(ValidationError),
}

impl Delivery {
    pub(super) async fn run<T, R: Record>(self, batch: Vec<Versions<T, R>>) -> Landed<T, R> {
        let clock = Arc::clone(self.client.clock());
        let end = clock.instant().checked_add(self.deadline);
        let ids = batch.iter().filter_map(Versions::last);
        let mut landed = Landed {
            ids: ids.map(|last| last.record.id().to_owned()).collect(),
            fates: Vec::new(),
            superseded: 0,
            stop: None,
        };
        let mut groups = vec![batch];
        while let Some(mut group) = groups.pop() {
            let request = self.request(&group);
            let sent = match (landed.stop.clone(), request) {
                (Some(error), _) => Sent::GivenUp(error),
                (None, Ok(request)) => self.send::<R>(&request, end, &*clock).await,
                (None, Err(invalid)) => Sent::Invalid(invalid),
            };
            match sent {
                Sent::Stored => {
                    for Versions(versions) in group {
                        landed.superseded += versions.len() as u64 - 1;
                        let fates = versions
                            .into_iter()
                            .map(|entry| (entry, RecordOutcome::Stored));
                        landed.fates.extend(fates);
                    }
                }
                Sent::Refused(_) | Sent::Invalid(_) if group.len() > 1 => {
                    let rest = group.split_off(group.len() / 2);
                    groups.extend([rest, group]);
                }
                // Alone it is bad; an earlier value of its id may be good.
                Sent::Refused(error) => {
                    groups.extend(
                        landed.reject(group, &|| RecordOutcome::Rejected(Arc::clone(&error))),
                    );
                }
                Sent::Invalid(invalid) => {
                    groups
                        .extend(landed.reject(group, &|| RecordOutcome::Invalid(invalid.clone())));
                }
                Sent::GivenUp(error) => landed.give_up(group, &error),
                Sent::Stop(error) => {
                    landed.give_up(group, &error);
                    landed.stop = Some(error);
                }
            }
        }
        landed
    }

    /// A request for the last values of a group.
    fn request<T, R: Record>(
        &self,
        group: &[Versions<T, R>],
    ) -> Result<R::Request, ValidationError> {
        let last = group.iter().filter_map(Versions::last);
        let records: Vec<R> = last.map(|entry| entry.record.clone()).collect();
        R::request(&self.dataset_arn, &records)
    }

    /// Sends a request until it is known what it comes to.
    async fn send<R: Record>(
        &self,
        request: &R::Request,
        end: Option<Instant>,
        clock: &dyn Clock,
    ) -> Sent<R::Error> {
        let mut rounds = 1;
        loop {
            let error = match self.client.send_limited(request, &self.pace).await {
                Ok(_) => return Sent::Stored,
                Err(error) => Arc::new(error),
            };
            let kind = match judge(&error) {
                Judged::Passes(kind) => kind,
                Judged::Content => return Sent::Refused(error),
                Judged::Hopeless => return Sent::Stop(error),
            };
            let wait = retry::backoff(kind, rounds, self.client.random().fraction());
            let next = clock.instant().checked_add(wait);
            if end.zip(next).is_some_and(|(end, next)| next >= end) {
                return Sent::GivenUp(error);
            }
            clock.sleep(wait).await;
            rounds += 1;
        }
    }
}

impl<T, R: Record> Landed<T, R> {
    /// The last value of each id is bad; what is left of them.
    fn reject(
        &mut self,
        mut group: Vec<Versions<T, R>>,
        fate: &dyn Fn() -> RecordOutcome<R>,
    ) -> Option<Vec<Versions<T, R>>> {
        for Versions(versions) in &mut group {
            self.fates
                .extend(versions.pop().map(|entry| (entry, fate())));
        }
        group.retain(|Versions(versions)| !versions.is_empty());
        (!group.is_empty()).then_some(group)
    }

    fn give_up(&mut self, group: Vec<Versions<T, R>>, error: &Arc<RecordError<R>>) {
        let entries = group.into_iter().flat_map(|Versions(versions)| versions);
        let fates = entries.map(|entry| (entry, RecordOutcome::NotDelivered(Arc::clone(error))));
        self.fates.extend(fates);
    }
}

/// What a failure says about what to do.
enum Judged {
    /// The same request may succeed later.
    Passes(RetryKind),
    /// It is about what was sent.
    Content,
    /// It is about who sent it, and where to.
    Hopeless,
}

fn judge<E>(error: &Error<E>) -> Judged {
    let kind = ErrorCode::lookup(error.code().unwrap_or_default()).kind;
    if matches!(kind, ErrorKind::Throttling | ErrorKind::ResourceInUse) {
        return Judged::Passes(RetryKind::Throttling);
    }
    if error.is_retryable() {
        return Judged::Passes(RetryKind::Transient);
    }
    match error.status() {
        Some(400 | 413) if kind != ErrorKind::Sender => Judged::Content,
        Some(_) | None => Judged::Hopeless,
    }
}
