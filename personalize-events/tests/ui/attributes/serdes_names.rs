//! Attributes with serde's names.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(skip_serializing)]
    age: u8,
    #[personalize(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[personalize(serialize_with = "write")]
    town: String,
}

fn main() {}
