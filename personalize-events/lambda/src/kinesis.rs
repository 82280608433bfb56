//! Records of Amazon Kinesis Data Streams.

use std::future::Future;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use aws_lambda_events::kinesis::{KinesisEvent, KinesisEventRecord};
use aws_lambda_events::streams::KinesisEventResponse;
use lambda_runtime::{BoxFuture, Error, LambdaEvent, Service};
use personalize_events::ValidationError;
use personalize_events::bulk::Bulk;
use serde::de::DeserializeOwned;

use crate::consumer::{Consumer, Content, Message};
use crate::records::{HandledRecord, IntoRecords, Records};
use crate::rejected::{RejectReason, Rejected};
use crate::unreadable::UnreadableError;

/// The first bytes of data that is not JSON, and what to do.
const ENCODINGS: [(&[u8], &str); 3] = [
    (
        &[0xf3, 0x89, 0x9a, 0xc2],
        "the data is an aggregated record of the Kinesis Producer Library: set `AggregationEnabled` to false in the producer, or \
         split it with a Lambda function in front of this one",
    ),
    (
        &[0x1f, 0x8b],
        "the data is compressed with gzip: send plain JSON, or decompress it in the mapping of \
         `KinesisHandler::from_records`",
    ),
    (
        &[0x28, 0xb5, 0x2f, 0xfd],
        "the data is compressed with Zstandard: send plain JSON, or decompress it in the mapping of \
         `KinesisHandler::from_records`",
    ),
];

impl Message for KinesisEventRecord {
    fn id(&self) -> Option<&str> {
        Some(&self.kinesis.sequence_number)
    }

    fn source_arn(&self) -> Option<&str> {
        self.event_source_arn.as_deref()
    }

    /// Lambda delivers everything from the lowest undelivered record on.
    fn ordered_group(&self) -> Option<&str> {
        Some("")
    }
}

/// Sends the records of Amazon Kinesis Data Streams: a service for [`lambda_runtime::run`].
///
/// # Example
///
/// ```no_run
/// use lambda_runtime::Error;
/// use personalize_events::bulk::Bulk;
/// use personalize_events::events::Session;
/// use personalize_events::{Client, Config, Event, Timestamp};
/// use personalize_events_lambda::KinesisHandler;
/// use serde::Deserialize;
///
/// /// The data of a record.
/// #[derive(Deserialize)]
/// struct View {
///     visit: String,
///     viewer: Option<String>,
///     film: String,
///     seconds: i64,
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), Error> {
///     lambda_runtime::tracing::init_default_subscriber();
///     let client = Client::new(Config::from_env()?)?;
///     let events = Bulk::events(&client, std::env::var("TRACKING_ID")?);
///     let handler = KinesisHandler::new(events, |view: View, _record| {
///         let sent_at = Timestamp::from_secs(view.seconds);
///         let event = Event::builder().event_type("view").item_id(view.film).sent_at(sent_at);
///         Session::from_ids(view.visit, view.viewer).map(|session| (session, event))
///     })?;
///     lambda_runtime::run(handler).await
/// }
/// ```
///
/// The event has an `eventId` that comes from the record, so that it counts once
/// ([`IntoRecords`](IntoRecords#ids-of-events)).
///
/// # Order
///
/// The response has the lowest sequence number that is undelivered. Lambda delivers this record and those after it
/// again, so that the order of a shard is preserved; what is stored already is stored once more.
#[derive(Clone, Debug)]
pub struct KinesisHandler<R> {
    consumer: Consumer<KinesisEventRecord, R>,
}

impl<R: HandledRecord> KinesisHandler<R> {
    /// Creates a handler that deserializes the data of each record from JSON, and sends what `map` returns for it
    /// ([`IntoRecords`]).
    ///
    /// Of the settings of the bulk runs, the retry timeout is replaced by the time that an invocation has left.
    ///
    /// Data that the Kinesis Producer Library has aggregated, and compressed data, is [rejected](Self::on_rejected).
    ///
    /// # Errors
    ///
    /// Fails if the dataset ARN or the tracking ID, or a setting of the bulk runs, is invalid.
    pub fn new<T, I, F>(bulk: Bulk<R>, map: F) -> Result<Self, ValidationError>
    where
        T: DeserializeOwned,
        I: IntoRecords<R>,
        F: Fn(T, &KinesisEventRecord) -> I + Send + Sync + 'static,
    {
        Self::from_records(bulk, move |record| {
            let data = json(&record.kinesis.data).map_err(RejectReason::Unreadable)?;
            Ok::<_, RejectReason>(map(data, record))
        })
    }

    /// Creates a handler for records whose data is not JSON: `map` reads each record. An error of it is
    /// [rejected](Self::on_rejected).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_records<I, F>(bulk: Bulk<R>, map: F) -> Result<Self, ValidationError>
    where
        I: IntoRecords<R>,
        F: Fn(&KinesisEventRecord) -> I + Send + Sync + 'static,
    {
        let consumer = Consumer::new(bulk, move |record: &KinesisEventRecord| {
            let id = record.event_id.as_deref();
            let id = id.unwrap_or(&record.kinesis.sequence_number);
            Ok(Content::Records(Records::collect(id, map(record))))
        })?;
        Ok(Self { consumer })
    }

    /// Calls an `async` closure with each record that cannot be stored, such as to send it to a queue. The
    /// default logs the sequence number and the reason, without data.
    ///
    /// It is called once everything before it is settled. If it returns an error, or does not end
    /// before the deadline, the record is delivered again.
    #[must_use]
    pub fn on_rejected<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Rejected<KinesisEventRecord>) -> Fut + Send + Sync + 'static,
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
    /// Fails if a record that is to be delivered again has no sequence number. Lambda then delivers the whole batch again.
    pub async fn handle(
        &self,
        event: LambdaEvent<KinesisEvent>,
    ) -> Result<KinesisEventResponse, Error> {
        let records = &event.payload.records;
        let failures = self.consumer.consume(records, &event.context).await?;
        let mut response = KinesisEventResponse::default();
        response.set_failures(failures.into_iter().next());
        Ok(response)
    }
}

fn json<T: DeserializeOwned>(data: &[u8]) -> Result<T, UnreadableError> {
    serde_json::from_slice(data).map_err(|error| {
        let mut encodings = ENCODINGS.iter();
        match encodings.find(|(start, _)| data.starts_with(start)) {
            Some((_, message)) => UnreadableError::other(message),
            None => UnreadableError::json("data", error),
        }
    })
}

impl<R: HandledRecord> Service<LambdaEvent<KinesisEvent>> for KinesisHandler<R> {
    type Response = KinesisEventResponse;
    type Error = Error;
    type Future = BoxFuture<'static, Result<KinesisEventResponse, Error>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, event: LambdaEvent<KinesisEvent>) -> Self::Future {
        let handler = self.clone();
        Box::pin(async move { handler.handle(event).await })
    }
}
