//! Events have no ID field.

use personalize_events::EventProperties;

#[derive(EventProperties)]
struct Watched {
    #[personalize(item_id)]
    film: String,
}

fn main() {}
