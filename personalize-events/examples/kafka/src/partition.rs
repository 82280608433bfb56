//! One partition: a stream of messages, which a bulk run sends.
//!
//! Each partition has a run of its own: the checkpoint of the run is the offset to commit, and nothing of the partition is
//! sent any more once its run is dropped. All runs share a client and a rate.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{Stream, stream};
use personalize_events::bulk::{AbortError, Bulk, RateLimiter, RecordOutcome};
use personalize_events::{Client, User, ValidationError};
use rdkafka::Message;
use rdkafka::consumer::stream_consumer::StreamPartitionQueue;
use rdkafka::consumer::{Consumer, ConsumerContext, StreamConsumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::OwnedMessage;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};
use tracing::warn;

use crate::dead_letters::DeadLetters;
use crate::viewer;

/// So many messages in a row that cannot be read, or are invalid, end the consumer, unless there is a topic for them: the
/// mistake is probably in `viewer.rs`, or in all messages.
const MAX_UNREADABLE: u32 = 100;

/// How often a partition logs that users are not stored.
const WARNING_INTERVAL: Duration = Duration::from_secs(30);

/// An error of any kind.
pub(crate) type Error = Box<dyn std::error::Error + Send + Sync>;

/// Where users are sent, and how fast.
#[derive(Clone)]
pub(crate) struct Destination {
    pub(crate) client: Client,
    pub(crate) dataset_arn: String,
    pub(crate) rate_limiter: RateLimiter,
    pub(crate) dead_letters: Option<DeadLetters>,
}

impl Destination {
    fn bulk(&self) -> Bulk<User> {
        let bulk = Bulk::users(&self.client, &*self.dataset_arn)
            .rate_limiter(self.rate_limiter.clone())
            // A rebalance waits for batches in flight. Two of each partition suffice for ten calls per second.
            .max_concurrent_batches(2);
        if self.dead_letters.is_some() {
            bulk.max_rejected_batches(None)
        } else {
            bulk
        }
    }

    /// Checks the settings before the first partition is assigned.
    pub(crate) fn check(&self) -> Result<(), ValidationError> {
        let nothing: [((), User); 0] = [];
        drop(self.bulk().send_iter(nothing)?);
        Ok(())
    }
}

/// A message of the partition, and why it cannot be read.
struct Tag {
    message: OwnedMessage,
    unreadable: Option<String>,
}

/// Sends the messages of a partition until it is stopped, and then waits for the requests in flight. To give up on
/// these, drop the future. Whoever consumes the partition next continues at the offset that was stored last.
pub(crate) async fn send<C: ConsumerContext + 'static>(
    destination: Destination,
    consumer: Arc<StreamConsumer<C>>,
    queue: StreamPartitionQueue<C>,
    (topic, partition): (&str, i32),
    mut stop: oneshot::Receiver<()>,
) -> Result<(), Error> {
    let dead_letters = destination.dead_letters.as_ref();
    let max_unreadable = dead_letters.is_none().then_some(MAX_UNREADABLE);
    let run = destination.bulk();
    let run = run.send_stream(records(queue, max_unreadable))?;
    let mut run = run.with_checkpoint_key(|tag| tag.message.offset());

    // The offset of the last user that was put.
    let mut last_put = None;
    let mut stored = None;
    let mut store = |checkpoint: Option<&i64>, last_put| -> Result<(), KafkaError> {
        let settled = checkpoint.copied();
        // Rejected messages at the end are committed only if they are in the topic of dead letters: what follows may be
        // rejected too, because of a mistake in the schema or in `viewer.rs`, and can be sent once that is corrected.
        let settled = if dead_letters.is_some() {
            settled
        } else {
            settled.min(last_put)
        };
        if let Some(offset) = settled
            && stored < settled
        {
            // Librdkafka adds one, since what is committed is the offset of the next message.
            consumer.store_offset(topic, partition, offset)?;
            stored = settled;
        }
        Ok(())
    };
    let mut is_stopping = false;
    let mut every_second = interval(Duration::from_secs(1));
    every_second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut warned: Option<Instant> = None;
    let mut end = Ok(());
    loop {
        tokio::select! {
            result = run.next() => {
                let Some(result) = result else { break };
                let Tag { message, unreadable } = result.tag;
                let offset = message.offset();
                let (reason, logged) = match result.outcome {
                    RecordOutcome::Stored => {
                        last_put = last_put.max(Some(offset));
                        continue;
                    }
                    // After the retry timeout, or with an error that every other record would meet too.
                    RecordOutcome::NotDelivered(error) => {
                        end = Err(error.into());
                        break;
                    }
                    RecordOutcome::Rejected(error) => (format!("{error:#}"), describe(&error)),
                    outcome => {
                        let reason = unreadable.unwrap_or_else(|| outcome.to_string());
                        (reason.clone(), reason)
                    }
                };
                warn!(topic, partition, offset, reason = logged, "a message was rejected");
                if let Some(dead_letters) = dead_letters {
                    // An error ends the run here, so that no checkpoint after this message is stored.
                    dead_letters.send(&message, &reason).await?;
                }
            }
            _ = every_second.tick() => {
                store(run.checkpoint_key(), last_put)?;
                if let Some(error) = run.retry_error()
                    && warned.is_none_or(|warned| warned.elapsed() >= WARNING_INTERVAL)
                {
                    warn!(topic, partition, "users are not stored, trying again: {error:#}");
                    warned = Some(Instant::now());
                }
            }
            _ = &mut stop, if !is_stopping => {
                run.finish_early();
                is_stopping = true;
            }
        }
    }
    store(run.checkpoint_key(), last_put)?;
    match (run.abort_error(), run.source_error()) {
        (Some(AbortError::Rejected { batches, error, .. }), _) => Err(format!(
            "{batches} batches in a row were rejected: {}; correct the schema or `viewer.rs`, or set a topic for dead \
             letters to skip such messages",
            describe(error)
        )
        .into()),
        (Some(error), _) => Err(error.clone().into()),
        (None, Some(error)) => Err(error.to_string().into()),
        (None, None) => end,
    }
}

/// Describes an error without the service's message, which may quote the user.
fn describe<E>(error: &personalize_events::Error<E>) -> String {
    let code = error.code().unwrap_or("an error without a code");
    let request_id = error.request_id().unwrap_or("none");
    format!("the service returned {code} (request id {request_id})")
}

/// The messages of a partition. The run reads one when it has room for it; until then it stays in the queue, and
/// librdkafka fetches no more than fit into that.
fn records<C: ConsumerContext + 'static>(
    queue: StreamPartitionQueue<C>,
    max_unreadable: Option<u32>,
) -> impl Stream<Item = Result<(Tag, Result<User, ValidationError>), Error>> {
    stream::unfold((queue, 0), move |(queue, unreadable_in_a_row)| async move {
        let message = loop {
            match queue.recv().await {
                Ok(message) => break message.detach(),
                // With `auto.offset.reset=error`: librdkafka does not try again.
                Err(
                    error @ (KafkaError::MessageConsumptionFatal(_)
                    | KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset)),
                ) => return Some((Err(error.into()), (queue, 0))),
                Err(error) => warn!("cannot fetch messages: {error}"),
            }
        };
        let (user, unreadable) = match viewer::read(message.payload()) {
            Ok(user) => (user, None),
            // A user without an id is invalid, so that the run settles the message in its place.
            Err(reason) => (User::builder().build(), Some(reason)),
        };
        let in_a_row = match (&user, message.payload()) {
            (Ok(_), _) => 0,
            (Err(_), Some(_)) => unreadable_in_a_row + 1,
            // Keys may well be deleted in a row.
            (Err(_), None) => unreadable_in_a_row,
        };
        let record = if max_unreadable.is_some_and(|max| in_a_row >= max) {
            Err(format!(
                "{in_a_row} messages in a row cannot be read or are invalid; correct `viewer.rs` or the messages, or set a \
                 topic for dead letters to skip such messages"
            )
            .into())
        } else {
            let tag = Tag {
                message,
                unreadable,
            };
            Ok((tag, user))
        };
        Some((record, (queue, in_a_row)))
    })
}
