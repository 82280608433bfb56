//! A Lambda function that puts the users that are added to a DynamoDB table or changed in it, and logs those that are removed.
//!
//! It reads the environment variables of the example `sqs`.
//!
//! ```text
//! cargo lambda build --release -p personalize-events-lambda --example dynamodb
//! ```

use std::env;

use lambda_runtime::Error;
use personalize_events::bulk::{Bulk, RateLimiter};
use personalize_events::{Client, Config, UserProperties};
use personalize_events_lambda::DynamoDbHandler;
use serde::Deserialize;

/// An item of the table; other attributes are ignored.
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
    let handler = DynamoDbHandler::new(users, |viewer: Viewer, _record| viewer.to_user())?
        .on_removed(|record| async move {
            // An application stores the key, for a data deletion job.
            lambda_runtime::tracing::info!(
                sequence_number = record.change.sequence_number,
                "removed"
            );
            Ok(())
        });
    lambda_runtime::run(handler).await
}
