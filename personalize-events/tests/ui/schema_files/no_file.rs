//! Paths that name no file.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "schemas/users.json")]
struct Viewer {
    age: u8,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas")]
struct Visitor {
    age: u8,
}

#[derive(UserProperties)]
#[personalize(schema = "")]
struct Guest {
    age: u8,
}

#[derive(UserProperties)]
#[personalize(schema = "/no/such/users.json")]
struct Member {
    age: u8,
}

fn main() {}
