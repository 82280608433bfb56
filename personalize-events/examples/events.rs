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
use std::time::SystemTime;

use personalize_events::{
    Client, Config, Credentials, Event, EventProperties, PutEventsRequest, ValidationError,
};
use personalize_events_emulator::Emulator;

const ENDPOINT: &str = "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS";
const TRACKER: &str = "12345678-1234-1234-1234-123456789012";
const DATASET_GROUP: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset-group/films";
const INTERACTIONS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/INTERACTIONS";

/// The columns of the Item interactions dataset for which an event has no member of its own. The file is the schema of the
/// dataset: it has the columns `IMPRESSION` and `RECOMMENDATION_ID`, which a schema without a file would not have.
#[derive(EventProperties)]
#[personalize(schema = "interactions.json")]
struct Context {
    device_type: &'static str, // sent as "deviceType": "tablet"
}

/// What `GetRecommendations` of Personalize Runtime returned, and the page shows.
struct Recommendations {
    id: String,
    item_ids: Vec<String>,
}

/// A visit of the site. All its events have the same session ID, so that those from before the sign-in count for the
/// user too.
struct Visit {
    session_id: String,
    user_id: Option<String>,
}

impl Visit {
    fn request(
        &self,
        tracker: &str,
        events: Vec<Event>,
    ) -> Result<PutEventsRequest, ValidationError> {
        PutEventsRequest::builder()
            .tracking_id(tracker)
            .session_id(&self.session_id)
            .maybe_user_id(self.user_id.as_deref())
            .event_list(events) // 1 to 10 events
            .build()
    }
}

fn context() -> Context {
    Context {
        device_type: "tablet",
    }
}

fn view(item_id: &str) -> Result<Event, ValidationError> {
    Event::builder()
        .event_type("view")
        .item_id(item_id)
        .sent_at(SystemTime::now()) // when it happened, not when it is sent
        .properties(context().to_properties())
        .build()
}

/// A click on one of the recommended items.
fn click(shown: &Recommendations, item_id: &str) -> Result<Event, ValidationError> {
    Event::builder()
        .event_type("click")
        .item_id(item_id)
        .sent_at(SystemTime::now())
        .recommendation_id(&shown.id)
        .impression(&shown.item_ids) // all items that were shown, in their order
        .properties(context().to_properties())
        .build()
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
        let emulator = Emulator::builder()
            .schema(INTERACTIONS, Context::schema())
            .tracker(TRACKER, DATASET_GROUP);
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

    let mut visit = Visit {
        session_id: "session-1".to_owned(),
        user_id: None,
    };
    let views = vec![view("film-7")?, view("film-8")?];
    client.put_events(&visit.request(tracker, views)?).await?;

    visit.user_id = Some("viewer-1".to_owned());
    let shown = Recommendations {
        id: "RID-1a2b3c".to_owned(),
        item_ids: ["film-1", "film-2", "film-3"].map(str::to_owned).to_vec(),
    };
    let click = visit.request(tracker, vec![click(&shown, "film-2")?])?;
    // After an error, you can send the same request again: its events have the same IDs and count once.
    client.put_events(&click).await?;

    if let Some(emulator) = &emulator {
        for event in emulator.session_events(TRACKER, &visit.session_id) {
            println!("{:#}", event.json());
        }
    }
    Ok(())
}
