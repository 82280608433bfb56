//! What is flattened is of the same kind.

use personalize_events::{ItemProperties, UserProperties};

#[derive(ItemProperties)]
struct Address {
    town: String,
}

#[derive(UserProperties)]
struct Viewer {
    #[personalize(flatten)]
    address: Address,
}

fn main() {}
