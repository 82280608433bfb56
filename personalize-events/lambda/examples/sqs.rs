//! A Lambda function that puts the users in the messages of an SQS queue.
//!
//! It reads these environment variables, besides those that Lambda sets:
//!
//! - `DATASET_ARN`: the Users dataset.
//! - `CALLS_PER_SECOND`: the share of each concurrent execution in the quota of 10 calls per second. With a maximum concurrency
//!   of 2 in the event source mapping, it is 5.
//!
//! ```text
//! cargo lambda build --release -p personalize-events-lambda --example sqs
//! ```

use std::env;

use lambda_runtime::Error;
use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::{Client, Config, UserProperties};
use personalize_events_lambda::SqsHandler;
use serde::Deserialize;

/// The body of a message: `{"id": "viewer-1", "videos_watched": 45}`.
#[derive(Deserialize, UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    videos_watched: u32,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let client = Client::new(Config::from_env()?)?;
    let rate = RateLimiter::per_second(env::var("CALLS_PER_SECOND")?.parse()?)?;
    let users = Bulk::users(&client, env::var("DATASET_ARN")?).rate_limiter(rate);
    let handler = SqsHandler::new(users, |viewer: Viewer, _message| viewer.to_user())?;
    lambda_runtime::run(handler).await
}
