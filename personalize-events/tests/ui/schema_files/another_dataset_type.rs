//! The schema of another dataset type.

use personalize_events::{EventProperties, UserProperties};

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/items.json")]
struct Viewer {
    age: i32,
}

#[derive(EventProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Watched {
    device: Vec<String>,
}

fn main() {}
