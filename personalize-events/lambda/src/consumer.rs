//! What the handlers of all sources do with a batch of messages.

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use lambda_runtime::{BoxFuture, Context, Error};
use personalize_events::ValidationError;
use personalize_events::bulk::Bulk;
use tokio::time::timeout_at;

use crate::deadlines::Deadlines;
use crate::records::HandledRecord;
use crate::rejected::{RejectReason, Rejected};
use crate::send::{Failure, Outcome, send};

/// A message of a source.
pub(crate) trait Message: Clone + Send + Sync + 'static {
    /// What names the message in the response and in logs.
    fn id(&self) -> Option<&str>;

    /// The ARN of the queue or stream.
    fn source_arn(&self) -> Option<&str>;

    /// The group whose messages are delivered again from the first undelivered one on.
    fn ordered_group(&self) -> Option<&str>;
}

/// What a message is about.
pub(crate) enum Content<R> {
    Records(Vec<Result<R, RejectReason>>),
    /// The source has deleted a record.
    Removal,
}

/// Reads a message. An error is one of the configuration, which all messages have.
type Map<M, R> = dyn Fn(&M) -> Result<Content<R>, Error> + Send + Sync;

type Handler<T> = dyn Fn(T) -> BoxFuture<'static, Result<(), Error>> + Send + Sync;

/// The settings of a handler.
#[derive(Clone)]
pub(crate) struct Consumer<M, R> {
    bulk: Bulk<R>,
    map: Arc<Map<M, R>>,
    on_rejected: Arc<Handler<Rejected<M>>>,
    on_removed: Arc<Handler<M>>,
    margin: Duration,
}

/// Boxes an `async` closure.
fn boxed<T, F, Fut>(handler: F) -> Arc<Handler<T>>
where
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Error>> + Send + 'static,
{
    Arc::new(move |value| Box::pin(handler(value)))
}

impl<M: Message, R: HandledRecord> Consumer<M, R> {
    /// Fails if the settings of the bulk runs are invalid.
    pub(crate) fn new(
        bulk: Bulk<R>,
        map: impl Fn(&M) -> Result<Content<R>, Error> + Send + Sync + 'static,
    ) -> Result<Self, ValidationError> {
        let nothing: [((), R); 0] = [];
        drop(bulk.clone().send_iter(nothing)?);
        Ok(Self {
            bulk,
            map: Arc::new(map),
            on_rejected: boxed(|rejected: Rejected<M>| {
                let (id, source) = (rejected.message.id(), rejected.message.source_arn());
                tracing::warn!(id, source, reason = %rejected.reason, "rejected a record");
                std::future::ready(Ok(()))
            }),
            on_removed: boxed(|message: M| {
                let (id, source) = (message.id(), message.source_arn());
                tracing::info!(id, source, "ignored the removal of a record");
                std::future::ready(Ok(()))
            }),
            margin: Duration::from_secs(1),
        })
    }

    pub(crate) fn on_rejected<F, Fut>(&mut self, handler: F)
    where
        F: Fn(Rejected<M>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.on_rejected = boxed(handler);
    }

    pub(crate) fn on_removed<F, Fut>(&mut self, handler: F)
    where
        F: Fn(M) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.on_removed = boxed(handler);
    }

    pub(crate) fn margin(&mut self, margin: Duration) {
        self.margin = margin;
    }

    /// Sends the records of messages, which are in the order of the source. Returns the ids of the messages that are to be
    /// delivered again, each once.
    pub(crate) async fn consume(
        &self,
        messages: &[M],
        context: &Context,
    ) -> Result<Vec<String>, Error> {
        let deadlines = Deadlines::of_context(context, self.margin);
        let mut is_removal = vec![false; messages.len()];
        let mut records = Vec::with_capacity(messages.len());
        for (index, message) in messages.iter().enumerate() {
            match (self.map)(message)? {
                Content::Records(mapped) => records.push(mapped),
                Content::Removal => {
                    is_removal[index] = true;
                    records.push(Vec::new());
                }
            }
        }
        let outcomes = send(self.bulk.clone(), records, deadlines).await?;
        let mut returned = Returned::default();
        let (mut ids, mut known) = (Vec::new(), HashSet::new());
        for ((message, outcome), is_removal) in
            messages.iter().zip(outcomes.messages).zip(is_removal)
        {
            let must_return = returned.must_return(message, &outcome);
            let rejected = if must_return {
                &[][..]
            } else {
                &outcome.rejected
            };
            let is_removal = is_removal && !must_return;
            if must_return
                || !self
                    .call_handlers(message, rejected, is_removal, deadlines)
                    .await
            {
                let id = message.id().filter(|id| !id.is_empty());
                let id = id.ok_or("a message that is to be delivered again has no id")?;
                if known.insert(id) {
                    ids.push(id.to_owned());
                }
                returned.add(message, outcome);
            }
        }
        if !ids.is_empty() {
            let source = messages.first().and_then(Message::source_arn);
            let (returned, of) = (ids.len(), messages.len());
            match outcomes.failure {
                Some(Failure::Abort(error)) => {
                    tracing::error!(source, returned, of, error, "returned messages");
                }
                Some(Failure::NotDelivered(error)) => {
                    tracing::warn!(source, returned, of, error, "returned messages");
                }
                None => tracing::warn!(source, returned, of, "returned messages"),
            }
        }
        Ok(ids)
    }

    /// Calls the handlers for a message of which everything else is settled. Returns whether they have succeeded.
    async fn call_handlers(
        &self,
        message: &M,
        rejected: &[RejectReason],
        is_removal: bool,
        deadlines: Deadlines,
    ) -> bool {
        let rejected = rejected.iter().map(|reason| {
            (self.on_rejected)(Rejected {
                message: message.clone(),
                reason: reason.clone(),
            })
        });
        let removed = is_removal.then(|| (self.on_removed)(message.clone()));
        for future in rejected.chain(removed) {
            let error = match timeout_at(deadlines.handlers, future).await {
                Ok(Ok(())) => continue,
                Ok(Err(error)) => error,
                Err(elapsed) => elapsed.into(),
            };
            let (id, source) = (message.id(), message.source_arn());
            tracing::error!(id, source, error, "a handler failed; returned its message");
            return false;
        }
        true
    }
}

impl<M, R> fmt::Debug for Consumer<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consumer")
            .field("margin", &self.margin)
            .finish_non_exhaustive()
    }
}

/// What the messages that are delivered again require of later ones.
#[derive(Debug, Default)]
struct Returned {
    groups: HashSet<String>,
    /// Records of these are sent again, and would replace what later messages have stored.
    ids: HashSet<String>,
}

impl Returned {
    fn must_return(&self, message: &impl Message, outcome: &Outcome) -> bool {
        let mut stored = outcome.stored_ids.iter();
        outcome.is_undelivered
            || message
                .ordered_group()
                .is_some_and(|group| self.groups.contains(group))
            || stored.any(|id| self.ids.contains(id))
    }

    fn add(&mut self, message: &impl Message, outcome: Outcome) {
        self.groups
            .extend(message.ordered_group().map(ToOwned::to_owned));
        self.ids.extend(outcome.stored_ids);
        self.ids.extend(outcome.undelivered_ids);
    }
}
