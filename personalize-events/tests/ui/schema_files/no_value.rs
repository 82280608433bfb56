//! A type that is invalid for every schema is reported once.

use personalize_events::UserProperties;

struct Town;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/viewers.json")]
struct Viewer {
    age: u8,
    home_town: Town,
}

fn main() {}
