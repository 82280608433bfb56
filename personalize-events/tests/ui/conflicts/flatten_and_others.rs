//! A flattened field is not a property itself.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(flatten, rename = "address")]
    address: Address,
    #[personalize(values = "json", flatten)]
    device: Address,
}

#[derive(UserProperties)]
struct Address {
    town: String,
}

fn main() {}
