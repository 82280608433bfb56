//! A flattened struct must have the same trait.

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
