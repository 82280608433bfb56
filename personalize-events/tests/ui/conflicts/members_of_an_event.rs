//! Members of an event cannot be properties.

use personalize_events::{ActionInteractionProperties, EventProperties};

#[derive(EventProperties)]
struct Watched {
    timestamp: u64,
    #[personalize(rename = "SESSION_ID")]
    session: String,
}

#[derive(ActionInteractionProperties)]
struct Shown {
    impression: String,
}

fn main() {}
