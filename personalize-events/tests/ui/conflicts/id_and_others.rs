//! The ID is not a property.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id, allow_null_text, null_if_none)]
    id: String,
    age: u8,
}

fn main() {}
