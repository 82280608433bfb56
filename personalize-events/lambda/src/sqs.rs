//! Messages of Amazon SQS.

use std::future::Future;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_runtime::{BoxFuture, Error, LambdaEvent, Service};
use personalize_events::ValidationError;
use personalize_events::bulk::Bulk;
use serde::de::DeserializeOwned;

use crate::consumer::{Consumer, Content, Message};
use crate::records::{HandledRecord, IntoRecords, Records};
use crate::rejected::{RejectReason, Rejected};
use crate::unreadable::UnreadableError;

impl Message for SqsMessage {
    fn id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    fn source_arn(&self) -> Option<&str> {
        self.event_source_arn.as_deref()
    }

    /// Standard queues may have groups too ("fair queues"), without an order.
    fn ordered_group(&self) -> Option<&str> {
        let is_fifo = is_fifo(self);
        let group = self.attributes.get("MessageGroupId");
        is_fifo.then(|| group.map_or("", String::as_str))
    }
}

fn is_fifo(message: &SqsMessage) -> bool {
    let queue = message.event_source_arn.as_deref();
    queue.is_some_and(|arn| arn.strip_suffix(".fifo").is_some())
}

/// Sends the records of messages of Amazon SQS: a service for [`lambda_runtime::run`].
///
/// # Example
///
/// ```no_run
/// use lambda_runtime::Error;
/// use personalize_events::bulk::Bulk;
/// use personalize_events::{Client, Config, UserProperties};
/// use personalize_events_lambda::SqsHandler;
/// use serde::Deserialize;
///
/// /// The body of a message: `{"id": "viewer-1", "videos_watched": 45}`.
/// #[derive(Deserialize, UserProperties)]
/// struct Viewer {
///     #[personalize(user_id)]
///     id: String,
///     videos_watched: u32,
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), Error> {
///     lambda_runtime::tracing::init_default_subscriber();
///     let client = Client::new(Config::from_env()?)?;
///     let users = Bulk::users(&client, std::env::var("DATASET_ARN")?);
///     let handler = SqsHandler::new(users, |viewer: Viewer, _message| viewer.to_user())?;
///     lambda_runtime::run(handler).await
/// }
/// ```
///
/// # Order
///
/// The messages of a standard queue have no order. Within a batch, those that were sent to the queue later (`SentTimestamp`) are
/// taken to be newer; the messages of one batch do not overwrite what newer ones of another batch have stored only if the queue is a
/// FIFO queue, with the ID of the record as message group ID.
///
/// In a FIFO queue, the messages of a group after the first one that is returned are returned too, so that the group
/// continues there.
///
/// # Messages of SNS and `EventBridge`
///
/// A topic of SNS that delivers to the queue puts messages into an envelope, unless *raw message delivery* is enabled in the
/// subscription, and a rule of `EventBridge` sends the whole event. Enable it, or map the envelope:
///
/// ```
/// # use personalize_events::UserProperties;
/// # #[derive(serde::Deserialize, UserProperties)]
/// # struct Viewer {
/// #     #[personalize(user_id)]
/// #     id: String,
/// #     videos_watched: u32,
/// # }
/// # use personalize_events::bulk::Bulk;
/// # use personalize_events::{Client, ValidationError};
/// # use personalize_events_lambda::SqsHandler;
/// /// An event of `EventBridge`. SNS has a string in its field `Message`.
/// #[derive(serde::Deserialize)]
/// struct Envelope {
///     detail: Viewer,
/// }
///
/// # fn example(client: &Client, dataset: &str) -> Result<(), ValidationError> {
/// let users = Bulk::users(client, dataset);
/// let handler = SqsHandler::new(users, |event: Envelope, _message| event.detail.to_user())?;
/// # drop(handler);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct SqsHandler<R> {
    consumer: Consumer<SqsMessage, R>,
}

impl<R: HandledRecord> SqsHandler<R> {
    /// Creates a handler that deserializes the body of each message from JSON, and sends what `map` returns for it
    /// ([`IntoRecords`]).
    ///
    /// Of the settings of the bulk runs, the retry timeout is replaced by the time that an invocation has left.
    ///
    /// # Errors
    ///
    /// Fails if the dataset ARN or the tracking ID, or a setting of the bulk runs, is invalid.
    pub fn new<T, I, F>(bulk: Bulk<R>, map: F) -> Result<Self, ValidationError>
    where
        T: DeserializeOwned,
        I: IntoRecords<R>,
        F: Fn(T, &SqsMessage) -> I + Send + Sync + 'static,
    {
        Self::from_messages(bulk, move |message| {
            let body = message.body.as_deref().unwrap_or_default();
            let body = serde_json::from_str(body);
            let body = body.map_err(|error| UnreadableError::json("body", error));
            let body = body.map_err(RejectReason::Unreadable)?;
            Ok::<_, RejectReason>(map(body, message))
        })
    }

    /// Creates a handler for messages whose bodies are not JSON: `map` reads each message. An error of it is
    /// [rejected](Self::on_rejected).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_messages<I, F>(bulk: Bulk<R>, map: F) -> Result<Self, ValidationError>
    where
        I: IntoRecords<R>,
        F: Fn(&SqsMessage) -> I + Send + Sync + 'static,
    {
        let consumer = Consumer::new(bulk, move |message: &SqsMessage| {
            check_source(message)?;
            let id = message.id().unwrap_or_default();
            Ok(Content::Records(Records::collect(id, map(message))))
        })?;
        Ok(Self { consumer })
    }

    /// Calls an `async` closure with each record that cannot be stored, such as to send its message to another queue. The
    /// default logs the ID of the message and the reason, without data.
    ///
    /// It is called once everything else of the message is settled. If it returns an error, or does not end
    /// before the deadline, the message is delivered again.
    #[must_use]
    pub fn on_rejected<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Rejected<SqsMessage>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.consumer.on_rejected(handler);
        self
    }

    /// Sets how long before its deadline an invocation drops calls in flight; no batch is started at twice that time before it. The
    /// default is 1 second. It is at most a quarter of the time that an invocation has when it begins.
    #[must_use]
    pub fn deadline_margin(mut self, margin: Duration) -> Self {
        self.consumer.margin(margin);
        self
    }

    /// Handles an invocation: for a service of your own, and for tests. [`lambda_runtime::run`] does this for each one.
    ///
    /// A context without a deadline (0), as the default one of tests, has 15 minutes.
    ///
    /// # Errors
    ///
    /// Fails if the event is from another source, or a message that is to be delivered again has no ID. Lambda then delivers the whole batch again.
    pub async fn handle(&self, event: LambdaEvent<SqsEvent>) -> Result<SqsBatchResponse, Error> {
        let mut messages = event.payload.records;
        if !messages.first().is_some_and(is_fifo) {
            messages.sort_by_key(sent_at);
        }
        let failures = self.consumer.consume(&messages, &event.context).await?;
        let mut response = SqsBatchResponse::default();
        response.set_failures(failures);
        Ok(response)
    }
}

/// Every event of Lambda with records can be read as one of SQS, with empty messages.
fn check_source(message: &SqsMessage) -> Result<(), Error> {
    match message.event_source.as_deref() {
        Some("aws:sqs") => Ok(()),
        Some(source) => {
            Err(format!("the event is from {source}, but `SqsHandler` handles aws:sqs").into())
        }
        None if message.message_id.is_none() && message.body.is_none() => {
            let error = "a record is no message of SQS, since it has neither `messageId` nor `body`: \
                         if the event is from SNS, subscribe a queue to the topic, and connect the \
                         function to the queue";
            Err(error.into())
        }
        None => Ok(()),
    }
}

/// When a message was sent to its queue, in milliseconds since 1970.
fn sent_at(message: &SqsMessage) -> Option<u64> {
    message.attributes.get("SentTimestamp")?.parse().ok()
}

impl<R: HandledRecord> Service<LambdaEvent<SqsEvent>> for SqsHandler<R> {
    type Response = SqsBatchResponse;
    type Error = Error;
    type Future = BoxFuture<'static, Result<SqsBatchResponse, Error>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, event: LambdaEvent<SqsEvent>) -> Self::Future {
        let handler = self.clone();
        Box::pin(async move { handler.handle(event).await })
    }
}
