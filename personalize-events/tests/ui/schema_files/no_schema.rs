//! Files that contain no schema.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/malformed.json")]
struct Viewer {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/comma.json")]
struct Visitor {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/empty.json")]
struct Guest {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/mark.json")]
struct Member {
    age: i32,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/latin1.json")]
struct Subscriber {
    age: i32,
}

fn main() {}
