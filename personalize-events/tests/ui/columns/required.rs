//! Keys of columns that members of the record fill, whatever their case.

use personalize_events::{ActionInteractionProperties, EventProperties};

#[derive(EventProperties)]
struct Watched {
    item_id: String,
    #[personalize(column = "ITEMID", rename = "film")]
    film: String,
}

#[derive(ActionInteractionProperties)]
struct Taken {
    #[personalize(rename = "actionID")]
    action: String,
}

fn main() {}
