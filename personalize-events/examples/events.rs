//! Sends the events of one visit: views of an anonymous visitor, then, after the visitor has signed in, a click on a
//! recommended film with the impression, which is the list of films that were shown.
//!
//! ```text
//! cargo run -p personalize-events-examples --example events         # to an emulator in this process
//! cargo run -p personalize-events-examples --example events -- ID   # to your event tracker, with its tracking ID
//! ```
//!
//! If `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS` is set, the first command sends the events to the emulator at that URL. Then,
//! and with an ID, the region and credentials come from the environment (`AWS_REGION`, `AWS_ACCESS_KEY_ID` …).

use std::error::Error;
use std::process::ExitCode;

use personalize_events::builders::EventBuilder;
use personalize_events::events::{Recommended, Session};
use personalize_events::{Client, Config, Credentials, Event, EventProperties};
use personalize_events_emulator::Emulator;

const ENDPOINT: &str = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS";
const TRACKER: &str = "12345678-1234-1234-1234-123456789012";

/// The columns of the Item interactions dataset for which an event has no member of its own, and those of the members that
/// recommendations fill.
#[derive(EventProperties)]
#[personalize(optional_columns = "IMPRESSION, RECOMMENDATION_ID")]
struct Context {
    #[personalize(categorical)]
    device_type: &'static str, // sent as "deviceType": "tablet"
}

fn event(event_type: &str, item_id: &str) -> EventBuilder {
    let context = Context {
        device_type: "tablet",
    };
    Event::now(event_type) // the time is when it happened, not when it is sent
        .item_id(item_id)
        .properties(context.to_properties())
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}"); // with the causes, and often with how to fix the problem
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let id = std::env::args().nth(1);
    let is_set = std::env::var(ENDPOINT).is_ok_and(|url| !url.is_empty());
    let emulator = if id.is_some() || is_set {
        None
    } else {
        // With the schema, the emulator also checks the properties.
        let emulator = Emulator::builder().tracker_schema(TRACKER, Context::schema());
        Some(emulator.start().await?)
    };
    let mut config = Config::builder(); // what the code does not set comes from the environment
    if let Some(emulator) = &emulator {
        config = config
            .region("eu-west-1")
            .credentials(Credentials::new("test", "test"))
            .endpoint_url(emulator.url());
    }
    let client = Client::new(config.build()?)?;
    let tracker = id.as_deref().unwrap_or(TRACKER);

    let mut session = Session::anonymous(); // all its events have the same random session ID
    let views = [event("view", "film-7"), event("view", "film-8")]; // 1 to 10 events
    client.put_events(&session.request(tracker, views)?).await?;

    session.identify("viewer-1")?; // the service joins the views to the user when it receives the click
    // What `GetRecommendations` of Personalize Runtime returned, and the page shows.
    let shown = Recommended::new("RID-1a2b3c", ["film-1", "film-2", "film-3"])?;
    let click = session.request(tracker, [shown.event(event("click", "film-2"))])?;
    // After an error, you can send the same request again: its events have the same IDs and count once.
    client.put_events(&click).await?;

    if let Some(emulator) = &emulator {
        for event in emulator.session_events(TRACKER, session.id()) {
            println!("{:#}", event.json());
        }
    }
    Ok(())
}
