//! Attributes of the struct on a field.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(rename_all = "camelCase")]
    age: u8,
    #[personalize(crate = "films")]
    town: String,
}

fn main() {}
