//! Gets recommendations with a generated client for Amazon Personalize Runtime, and reports a click on one of them.
//!
//! The crate `personalize_runtime` is generated from a model, such as
//! [AWS's](https://github.com/aws/api-models-aws/tree/main/models/personalize-runtime):
//!
//! ```text
//! cargo xtask codegen --model personalize-runtime-2018-05-22.json --out personalize-runtime
//! ```
//!
//! Its users depend on it by its path. `cargo test -p xtask --test recommendations` does so and runs this program; without
//! AWS's model, it generates the crate from `model.json`, which has the part that is used here.

use std::error::Error;
use std::time::Duration;

use personalize_events::events::{EventTracker, Recommended, Session};
use personalize_events::{Config, Credentials, Event};
use personalize_events_emulator::Emulator;
use personalize_runtime::{GetRecommendationsRequest, PredictedItem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const CAMPAIGN: &str = "arn:aws:personalize:eu-west-1:123456789012:campaign/films";
const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// Which items are shown to a user.
async fn recommend(
    client: &personalize_runtime::Client,
    user_id: &str,
) -> Result<Recommended, Box<dyn Error>> {
    let request = GetRecommendationsRequest::builder()
        .campaign_arn(CAMPAIGN)
        .user_id(user_id)
        .num_results(3)
        .build()?;
    let response = client.get_recommendations(&request).await?;
    let id = response.recommendation_id().unwrap_or_default();
    let items = response.item_list().unwrap_or_default();
    let items = items.iter().filter_map(PredictedItem::item_id);
    Ok(Recommended::new(id, items)?) // an error if there is no ID or no item
}

async fn run() -> Result<(), Box<dyn Error>> {
    let credentials = || Credentials::new("test", "test");
    let settings = personalize_runtime::ConfigBuilder::default()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(recommender().await?);
    let runtime = personalize_runtime::Client::new(settings)?;
    let emulator = Emulator::builder().start().await?;
    let config = Config::builder()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(emulator.url());
    let events = personalize_events::Client::new(config.build()?)?;
    let tracker = EventTracker::builder(&events, TRACKER).build()?;

    let session = Session::for_user("viewer-1")?;
    let shown = recommend(&runtime, "viewer-1").await?;
    println!("recommended: {}", shown.items().join(", "));
    // The event has the ID of the recommendation, and the items that were shown as its impression.
    let click = shown.event(Event::now("click").item_id("film-2"));
    tracker.track(session.event(click))?;

    let report = tracker.shutdown(Duration::from_secs(10)).await;
    println!("{report}");
    for event in emulator.session_events(TRACKER, session.id()) {
        println!("{}", event.json());
    }
    Ok(())
}

/// Starts a local server that recommends the same films for every request, and returns its URL.
async fn recommender() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let len = connection.read(&mut request).await.unwrap_or_default();
            let body = r#"{"recommendationId": "RID-1a2b3c",
                "itemList": [{"itemId": "film-1"}, {"itemId": "film-2"}, {"itemId": "film-3"}]}"#;
            let is_ours = request[..len].starts_with(b"POST /recommendations ");
            let status = if is_ours { "200 OK" } else { "404 Not Found" };
            let len = body.len();
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n");
            let _ = connection.write_all((head + body).as_bytes()).await;
        }
    });
    Ok(url)
}

#[tokio::main]
async fn main() {
    if let Err(error) = run().await {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
