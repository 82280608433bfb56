//! One partition: a stream of messages, which a bulk run sends.
//!
//! Each partition has a run of its own: the checkpoint of the run is the offset to commit, and nothing of the partition is
//! sent any more once its run is dropped. All runs share a client and a rate.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{Stream, stream};
use personalize_events::bulk::{Bulk, RateLimiter, RecordOutcome};
use personalize_events::{Client, User, ValidationError};
use rdkafka::Message;
use rdkafka::consumer::stream_consumer::StreamPartitionQueue;
use rdkafka::consumer::{Consumer, ConsumerContext, StreamConsumer};
use rdkafka::error::KafkaError;
use rdkafka::message::OwnedMessage;
use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, interval};
use tracing::warn;

use crate::dead_letters::DeadLetters;
use crate::viewer;

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
    let mut bulk = Bulk::users(&destination.client, destination.dataset_arn)
        .rate_limiter(destination.rate_limiter)
        // A rebalance waits for batches in flight. Two of each partition suffice for ten calls per second.
        .max_concurrent_batches(2);
    let may_skip_all = destination.dead_letters.is_some();
    if may_skip_all {
        bulk = bulk.max_rejected_batches(None);
    }
    let run = bulk.send_stream(records(queue))?;
    let mut run = run.with_checkpoint_key(|tag| tag.message.offset());

    let mut stored = None;
    let mut store = |checkpoint: Option<&i64>| -> Result<(), KafkaError> {
        if let Some(offset) = checkpoint
            && stored != Some(*offset)
        {
            // Librdkafka adds one, since what is committed is the offset of the next message.
            consumer.store_offset(topic, partition, *offset)?;
            stored = Some(*offset);
        }
        Ok(())
    };
    let mut is_stopping = false;
    let mut are_last_rejected = false;
    let mut every_second = interval(Duration::from_secs(1));
    every_second.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut end = Ok(());
    loop {
        tokio::select! {
            result = run.next() => {
                let Some(result) = result else { break };
                let Tag { message, unreadable } = result.tag;
                let reason = match result.outcome {
                    RecordOutcome::Stored => {
                        are_last_rejected = false;
                        continue;
                    }
                    // After the retry timeout, or with an error that every other record would meet too.
                    RecordOutcome::NotDelivered(error) => {
                        end = Err(error.into());
                        break;
                    }
                    outcome => {
                        are_last_rejected |= outcome.is_rejected();
                        unreadable.unwrap_or_else(|| format!("{outcome:#}"))
                    }
                };
                let offset = message.offset();
                warn!(topic, partition, offset, reason, "a message was rejected");
                if let Some(dead_letters) = &destination.dead_letters {
                    // An error ends the run here, so that no checkpoint after this message is stored.
                    dead_letters.send(&message, &reason).await?;
                }
            }
            _ = every_second.tick() => store(run.checkpoint_key())?,
            _ = &mut stop, if !is_stopping => {
                run.finish_early();
                is_stopping = true;
            }
        }
    }
    // What follows may be rejected too. The next run decides that, from the first of these messages on.
    if may_skip_all || !are_last_rejected {
        store(run.checkpoint_key())?;
    }
    match run.abort_error() {
        Some(error) => Err(error.clone().into()),
        None => end,
    }
}

/// The messages of a partition. The run reads one when it has room for it; until then it stays in the queue, and
/// librdkafka fetches no more than fit into that.
fn records<C: ConsumerContext + 'static>(
    queue: StreamPartitionQueue<C>,
) -> impl Stream<Item = (Tag, Result<User, ValidationError>)> {
    stream::unfold(queue, async |queue| {
        let message = loop {
            match queue.recv().await {
                Ok(message) => break message.detach(),
                // Librdkafka tries again.
                Err(error) => warn!("cannot fetch messages: {error}"),
            }
        };
        let (user, unreadable) = match viewer::read(message.payload()) {
            Ok(user) => (user, None),
            // A user without an id is invalid, so that the run settles the message in its place.
            Err(reason) => (User::builder().build(), Some(reason)),
        };
        let tag = Tag {
            message,
            unreadable,
        };
        Some(((tag, user), queue))
    })
}
