//! AWS Lambda functions that send users, items, actions and events from Amazon SQS, Amazon Kinesis Data Streams and Amazon
//! DynamoDB Streams to Amazon Personalize.
//!
//! An application maps each message to a record. A handler sends the records of a batch with the
//! [bulk engine](personalize_events::bulk) of the client, and answers with a partial batch response, so that each message is
//! stored, rejected or delivered again:
//!
//! | source | handler | the mapping receives | the response names |
//! |---|---|---|---|
//! | SQS | [`SqsHandler`] | the body, from JSON | the messages that are undelivered |
//! | Kinesis | [`KinesisHandler`] | the data, from JSON | the lowest undelivered sequence number |
//! | DynamoDB | [`DynamoDbHandler`] | the new image | the lowest undelivered sequence number |
//!
//! ```no_run
//! use lambda_runtime::Error;
//! use personalize_events::bulk::Bulk;
//! use personalize_events::{Client, Config, UserProperties};
//! use personalize_events_lambda::SqsHandler;
//! use serde::Deserialize;
//!
//! /// The body of a message: `{"id": "viewer-1", "videos_watched": 45}`.
//! #[derive(Deserialize, UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32,
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Error> {
//!     lambda_runtime::tracing::init_default_subscriber();
//!     let client = Client::new(Config::from_env()?)?; // once: it is shared by all invocations
//!     let users = Bulk::users(&client, std::env::var("DATASET_ARN")?);
//!     let handler = SqsHandler::new(users, |viewer: Viewer, _message| viewer.to_user())?;
//!     lambda_runtime::run(handler).await
//! }
//! ```
//!
//! ```toml
//! [dependencies]
//! lambda_runtime = "1.5"
//! personalize-events = { path = "../personalize-events/personalize-events" }
//! personalize-events-lambda = { path = "../personalize-events/personalize-events/lambda" }
//! serde = { version = "1", features = ["derive"] }
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! The repository has an example for each source, in `personalize-events/lambda/examples`. `cargo lambda build` builds them
//! for Lambda. A handler sends one kind of records; a mapping returns `None` for messages about others.
//!
//! # Configuration
//!
//! ```sh
//! # A standard queue. A FIFO queue has a batch size of 10 at most, and no batching window.
//! aws lambda create-event-source-mapping --function-name viewers --event-source-arn "$QUEUE_ARN" \
//!     --function-response-types ReportBatchItemFailures --scaling-config MaximumConcurrency=2 \
//!     --batch-size 100 --maximum-batching-window-in-seconds 5
//! # A stream.
//! aws lambda create-event-source-mapping --function-name views --event-source-arn "$STREAM_ARN" \
//!     --function-response-types ReportBatchItemFailures --starting-position TRIM_HORIZON \
//!     --batch-size 100 --maximum-batching-window-in-seconds 5 --bisect-batch-on-function-error
//! ```
//!
//! - **`ReportBatchItemFailures`** must be in the `FunctionResponseTypes` of the event source mapping. Without it, Lambda takes
//!   every response for a success of the whole batch, and what is undelivered is lost.
//! - **Permissions** of the function's role: `personalize:PutUsers`, `PutItems` or `PutActions` on the dataset, or
//!   `personalize:PutEvents` on `*`, or `personalize:PutActionInteractions`; and AWS's managed policy of the source,
//!   `AWSLambdaSQSQueueExecutionRole`, `AWSLambdaKinesisExecutionRole` or `AWSLambdaDynamoDBExecutionRole`.
//! - **Quota**: a dataset group takes ten calls per second for users and for items, with ten records each. Each concurrent
//!   execution has a client of its own: limit their number (the maximum concurrency of an SQS event source mapping, which is
//!   at least 2; the shards and the parallelization factor of a stream), and divide the rate among them with
//!   [`Bulk::rate_limiter`](personalize_events::bulk::Bulk::rate_limiter). What is throttled is sent again, and delivered
//!   again if the time runs out.
//! - **Timeout** of the function: 60 seconds or more; at ten calls per second, a batch of 1,000 users takes 10 seconds. What
//!   does not fit into the time is returned. A run also waits up to 30 seconds for requests that [may arrive late](personalize_events::bulk#order), if there is time. The visibility
//!   timeout of an SQS queue should be six times as long, and longer by the batching window.
//! - **Retries** of the source: each delivery counts. An SQS queue moves a message to its dead-letter queue after
//!   `maxReceiveCount` deliveries, which should be 5 or more, and Lambda discards the records of a stream after
//!   `MaximumRetryAttempts` or `MaximumRecordAgeInSeconds`, which are unlimited by default: set an on-failure destination if
//!   you limit them. What is older than the retention period of the queue or stream is lost: 24 hours for a stream of DynamoDB,
//!   and by default of Kinesis. Rejected messages do not go to these destinations: see [below](#rejected-records).
//! - **Panics** of a mapping, and a function that runs out of memory, fail the invocation, and the whole batch is delivered
//!   again. In a stream, `BisectBatchOnFunctionError` isolates the record; in a queue, the other messages of the batch count a
//!   delivery too. Return an error from the mapping instead: it is rejected.
//! - **Batches**: a batch size of 10 or a multiple, and a batching window, fill the calls. Tumbling windows
//!   (`TumblingWindowInSeconds`) are not supported: their responses have a state.
//!
//! # Outcomes
//!
//! A message is returned (delivered again) if any of its records is undelivered:
//!
//! | outcome of a record | the message |
//! |---|---|
//! | stored, or a later record of its ID in the batch is stored | is settled |
//! | the message cannot be read, the mapping returns an error, or the record is invalid or rejected by the service | is settled after the handler for [rejected records](#rejected-records) |
//! | not delivered when the [time](#time) has run out, after throttling, errors of the service or broken connections | is returned |
//! | missing permissions, an unknown dataset, no credentials | is returned, as all others of the batch; the error is logged |
//! | in one of ten batches in a row of which the service has rejected every record ([`max_rejected_batches`](personalize_events::bulk::Bulk::max_rejected_batches)): the schema is probably wrong | is settled in the first and the last of these batches, and returned in the others |
//!
//! An invocation does not fail because messages are returned. To be informed, use the age of the oldest message
//! (`ApproximateAgeOfOldestMessage`, `IteratorAge`) or the logged errors: the metric `Errors` does not change.
//!
//! # Rejected records
//!
//! A record that cannot be stored would fail each time. It goes to `on_rejected` with its message and the reason, and is not
//! delivered again. The default logs source, ID and reason, without data, and the message is lost: store it, if it matters.
//! As with every message, it may happen twice:
//!
//! ```
//! use lambda_runtime::Error;
//! use personalize_events::bulk::Bulk;
//! use personalize_events::{Client, User};
//! use personalize_events_lambda::SqsHandler;
//! # use std::future::Future;
//! # fn send_to_queue(body: Option<String>) -> impl Future<Output = Result<(), Error>> { async move { drop(body); Ok(()) } }
//! # fn example(client: &Client, dataset: &str) -> Result<(), Error> {
//!
//! let users = Bulk::users(client, dataset);
//! let handler = SqsHandler::new(users, |id: String, _| User::builder().user_id(id))?
//!     .on_rejected(|rejected| async move {
//!         eprintln!("{:?}: {}", rejected.message.message_id, rejected.reason);
//!         send_to_queue(rejected.message.body).await // an error returns the message
//!     });
//! # drop(handler);
//! # Ok(())
//! # }
//! ```
//!
//! If a wrong mapping is deployed, all messages are rejected: send them to a queue, from which they can be sent again. With a
//! dead-letter queue for an SQS queue, `on_rejected` can return an error each time: SQS moves the message there after
//! `maxReceiveCount` deliveries. In a stream or a FIFO queue, an error delays what follows.
//!
//! # Time
//!
//! Retries are bounded by the time that the invocation has left: no batch of records is started in the last 2 seconds before its
//! deadline, and 1 second before it, calls in flight are dropped and what is not settled is returned. `deadline_margin` sets
//! another margin.
//!
//! A call that was dropped may still be stored. Its records are sent again, and each of them replaces itself, or has the same
//! `eventId`. If a newer value of an ID was put meanwhile, the run sends that once more
//! ([order](personalize_events::bulk#order), which also has the limits).
//!
//! # Order
//!
//! The records of an ID, and the events of a session, are sent in the order of the batch. Across deliveries:
//!
//! - **Streams**: everything from the lowest undelivered record on is delivered again, in order. The service ignores the
//!   events that it has.
//! - **FIFO queues**: the messages of a group after the first one that is returned are returned too.
//! - **Standard queues** have no order: an older message that is delivered after a newer one replaces what that has stored. For users, items
//!   and actions that change often, use a FIFO queue with their ID as message group ID.
//!
//! Sources deliver messages more than once. That is harmless for users, items and actions, and for events with
//! [IDs from their messages](IntoRecords#ids-of-events).
//!
//! # Tests
//!
//! `handle` takes an event, and the emulator takes the place of the service:
//!
//! ```
//! use lambda_runtime::{Context, LambdaEvent};
//! use personalize_events::bulk::Bulk;
//! use personalize_events::{Client, Config, Credentials, User};
//! use personalize_events_emulator::Emulator;
//! use personalize_events_lambda::SqsHandler;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), lambda_runtime::Error> {
//! let emulator = Emulator::start().await?;
//! let config = Config::builder()
//!     .region("eu-west-1")
//!     .credentials(Credentials::new("test", "test"))
//!     .endpoint_url(emulator.url());
//! let client = Client::new(config.build()?)?;
//! let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//! let users = Bulk::users(&client, dataset);
//! let handler = SqsHandler::new(users, |id: String, _| User::builder().user_id(id))?;
//!
//! let event = r#"{ "Records": [
//!     { "messageId": "message-1", "body": "\"viewer-1\"" },
//!     { "messageId": "message-2", "body": "viewer-2" }
//! ] }"#;
//! let event = LambdaEvent::new(serde_json::from_str(event)?, Context::default());
//! let response = handler.handle(event).await?;
//! assert!(response.batch_item_failures.is_empty()); // message-2 is not JSON, and rejected
//! assert_eq!(emulator.users(dataset).len(), 1);
//! # Ok(())
//! # }
//! ```

mod consumer;
mod deadlines;
mod dynamodb;
mod kinesis;
mod records;
mod rejected;
mod send;
mod sqs;
mod unreadable;

pub use dynamodb::DynamoDbHandler;
pub use kinesis::KinesisHandler;
pub use records::{HandledRecord, IntoRecords};
pub use rejected::{RejectReason, Rejected, ServiceRejection};
pub use sqs::SqsHandler;
pub use unreadable::UnreadableError;
