//! An unknown attribute on the struct.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(rename_fields = "camelCase")]
#[personalize(namespace = "films")]
struct Viewer {
    age: u8,
}

fn main() {}
