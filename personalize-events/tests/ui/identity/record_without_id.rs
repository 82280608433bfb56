//! Events have no id that a field could hold.

use personalize_events::EventProperties;

#[derive(EventProperties)]
struct Watched {
    #[personalize(item_id)]
    film: String,
}

fn main() {}
