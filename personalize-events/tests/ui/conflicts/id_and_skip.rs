//! The ID need not be skipped.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id, skip)]
    id: String,
}

fn main() {}
