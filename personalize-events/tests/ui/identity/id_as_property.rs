//! The id under its own name, without a mark.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    user_id: String,
}

fn main() {}
