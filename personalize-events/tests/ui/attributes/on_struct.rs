//! Attributes of fields on the struct.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(skip, user_id, column = "AGE")]
struct Viewer {
    age: u8,
}

fn main() {}
