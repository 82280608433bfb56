//! A field with another error is not reported as missing.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    #[personalize(column_type = "u8")]
    age: u8,
    watched_seconds: u32,
    score: f64,
    shoe_size: u8,
}

fn main() {}
