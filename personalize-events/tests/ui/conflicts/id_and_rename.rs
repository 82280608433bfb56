//! The ID has no key.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    #[personalize(rename = "user")]
    id: String,
}

fn main() {}
