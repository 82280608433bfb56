//! Columns that requests fill, in `optional_columns`.

use personalize_events::{ActionInteractionProperties, EventProperties, UserProperties};

#[derive(EventProperties)]
#[personalize(optional_columns = "IMPRESSIONS, EVENT_VALUE, EVENT_VALUE,")]
struct Mistaken {
    minutes: u16,
}

#[derive(ActionInteractionProperties)]
#[personalize(optional_columns = "EVENT_TYPE")]
struct OfEveryRecord {
    minutes: u16,
}

#[derive(UserProperties)]
#[personalize(optional_columns = "IMPRESSION")]
struct Viewer {
    age: u8,
}

#[derive(EventProperties)]
#[personalize(schema = "tests/schemas/interactions.json", optional_columns = "IMPRESSION")]
struct InFile {
    device: Option<String>,
}

fn main() {}
