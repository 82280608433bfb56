//! The id is no property anyway.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id, skip)]
    id: String,
}

fn main() {}
