//! Reserved columns cannot be categorical or textual.

use personalize_events::{ActionProperties, ItemProperties};

#[derive(ItemProperties)]
struct Film {
    #[personalize(categorical)]
    creation_timestamp: i64,
    #[personalize(column = "CREATION_TIMESTAMP", textual)]
    created: i64,
}

#[derive(ActionProperties)]
struct Action {
    #[personalize(categorical)]
    r#type: String,
}

fn main() {}
