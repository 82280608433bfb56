//! Records of Amazon DynamoDB Streams.

use std::future::Future;
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use aws_lambda_events::dynamodb::{Event, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use lambda_runtime::{BoxFuture, Error, LambdaEvent, Service};
use personalize_events::ValidationError;
use personalize_events::bulk::Bulk;
use serde::de::DeserializeOwned;

use crate::consumer::{Consumer, Content, Message};
use crate::records::{HandledRecord, IntoRecords, Records};
use crate::rejected::{RejectReason, Rejected};
use crate::unreadable::UnreadableError;

impl Message for EventRecord {
    fn id(&self) -> Option<&str> {
        self.change.sequence_number.as_deref()
    }

    fn source_arn(&self) -> Option<&str> {
        self.event_source_arn.as_deref()
    }

    /// Lambda delivers everything from the lowest undelivered record on.
    fn ordered_group(&self) -> Option<&str> {
        Some("")
    }
}

/// Sends the changes of a table from Amazon DynamoDB Streams: a service for [`lambda_runtime::run`].
///
/// # Example
///
/// ```no_run
/// use lambda_runtime::Error;
/// use personalize_events::bulk::Bulk;
/// use personalize_events::{Client, Config, UserProperties};
/// use personalize_events_lambda::DynamoDbHandler;
/// use serde::Deserialize;
///
/// /// An item of the table; other attributes are ignored.
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
///     let handler = DynamoDbHandler::new(users, |viewer: Viewer, _record| viewer.to_user())?;
///     lambda_runtime::run(handler).await
/// }
/// ```
///
/// # Stream view type
///
/// The mapping receives the new image of an item, so the stream needs the view type `NEW_IMAGE` or `NEW_AND_OLD_IMAGES`. With
/// another one an invocation fails with an error that names the type, and Lambda delivers the batch again. The view type of a
/// stream cannot be changed: disable the stream, enable it with another view type, and change the event source mapping.
///
/// # Removed items
///
/// The mapping is called for the event names `INSERT` and `MODIFY`. `REMOVE` goes to [`on_removed`](Self::on_removed), because the API
/// of Amazon Personalize Events cannot delete records.
///
/// # Order
///
/// The response has the lowest sequence number that is undelivered. Lambda delivers this record and those after it
/// again, so that the order of a shard is preserved; what is stored already is stored once more.
#[derive(Clone, Debug)]
pub struct DynamoDbHandler<R> {
    consumer: Consumer<EventRecord, R>,
}

impl<R: HandledRecord> DynamoDbHandler<R> {
    /// Creates a handler that deserializes the new image of each item (with `serde_dynamo`), and sends what `map` returns for
    /// it ([`IntoRecords`]). The mapping also receives the record, which has the old image if the stream has it.
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
        F: Fn(T, &EventRecord) -> I + Send + Sync + 'static,
    {
        let consumer = Consumer::new(bulk, move |record: &EventRecord| {
            match record.event_name.as_str() {
                "INSERT" | "MODIFY" => {}
                "REMOVE" => return Ok(Content::Removal),
                _ => {
                    let error =
                        UnreadableError::other("the event name is not INSERT, MODIFY or REMOVE");
                    return Ok(Content::Records(vec![Err(RejectReason::Unreadable(error))]));
                }
            }
            // Every item has a key at least.
            if record.change.new_image.is_empty() {
                return Err(missing_image(record).into());
            }
            let image = serde_dynamo::from_item(record.change.new_image.clone());
            let image =
                image.map_err(|error| RejectReason::Unreadable(UnreadableError::item(error)));
            let mapped = image.map(|image| map(image, record));
            Ok(Content::Records(Records::collect(&record.event_id, mapped)))
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
        F: Fn(Rejected<EventRecord>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.consumer.on_rejected(handler);
        self
    }

    /// Calls an `async` closure with each record whose item was removed from the table, such as to collect the IDs for a data deletion
    /// job (`CreateDataDeletionJob`). The default logs its sequence number.
    ///
    /// It is called once everything before it is settled, and once more if the record is delivered again. If it returns an
    /// error, or does not end before the deadline, the record is delivered again.
    ///
    /// The item may have been added again meanwhile, by a later record of the stream: look it up in the table before you
    /// delete what the service has of it. An item that Time to Live has removed has a
    /// [`user_identity`](EventRecord::user_identity).
    #[must_use]
    pub fn on_removed<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(EventRecord) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Error>> + Send + 'static,
    {
        self.consumer.on_removed(handler);
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
    /// Fails if a record has no new image, because of the [view type](Self#stream-view-type), or if one that is to be delivered again has
    /// no sequence number. Lambda then delivers the whole batch again.
    pub async fn handle(&self, event: LambdaEvent<Event>) -> Result<DynamoDbEventResponse, Error> {
        let records = &event.payload.records;
        let failures = self.consumer.consume(records, &event.context).await?;
        let mut response = DynamoDbEventResponse::default();
        response.batch_item_failures = failures
            .into_iter()
            .take(1)
            .map(|id| {
                let mut failure = DynamoDbBatchItemFailure::default();
                failure.item_identifier = Some(id);
                failure
            })
            .collect();
        Ok(response)
    }
}

fn missing_image(record: &EventRecord) -> String {
    let view_type = record.change.stream_view_type.as_ref();
    let view_type = view_type.map_or("another view type".to_owned(), |view_type| {
        format!("the view type {view_type}")
    });
    format!(
        "a record has no new image, because its stream has {view_type}: enable a stream with the view type NEW_IMAGE or \
         NEW_AND_OLD_IMAGES, and change the event source mapping to it"
    )
}

impl<R: HandledRecord> Service<LambdaEvent<Event>> for DynamoDbHandler<R> {
    type Response = DynamoDbEventResponse;
    type Error = Error;
    type Future = BoxFuture<'static, Result<DynamoDbEventResponse, Error>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, event: LambdaEvent<Event>) -> Self::Future {
        let handler = self.clone();
        Box::pin(async move { handler.handle(event).await })
    }
}
