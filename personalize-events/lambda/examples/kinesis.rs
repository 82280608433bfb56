//! A Lambda function that puts the events in the records of a Kinesis stream.
//!
//! It reads the environment variable `TRACKING_ID`, besides those that Lambda sets.
//!
//! ```text
//! cargo lambda build --release -p personalize-events-lambda --example kinesis
//! ```

use std::env;

use lambda_runtime::Error;
use personalize_events::bulk::Bulk;
use personalize_events::events::Session;
use personalize_events::{Client, Config, Event, Timestamp};
use personalize_events_lambda::KinesisHandler;
use serde::Deserialize;

/// The data of a record: `{"visit": "visit-1", "viewer": null, "film": "film-7", "seconds": 1700000000}`.
#[derive(Deserialize)]
struct View {
    visit: String,
    viewer: Option<String>,
    film: String,
    seconds: i64,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let client = Client::new(Config::from_env()?)?;
    let events = Bulk::events(&client, env::var("TRACKING_ID")?);
    let handler = KinesisHandler::new(events, |view: View, _record| {
        // Its ID comes from the record, so that it counts once.
        let event = Event::builder()
            .event_type("view")
            .item_id(view.film)
            .sent_at(Timestamp::from_secs(view.seconds));
        Session::from_ids(view.visit, view.viewer).map(|session| (session, event))
    })?;
    lambda_runtime::run(handler).await
}
