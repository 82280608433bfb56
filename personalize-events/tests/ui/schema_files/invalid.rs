//! An invalid schema with several errors.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/refused.json")]
struct Viewer {
    age: i32,
    shoe_size: u8,
}

fn main() {}
