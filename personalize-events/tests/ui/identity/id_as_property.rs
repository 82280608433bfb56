//! The ID under its own name, without its attribute.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    user_id: String,
}

fn main() {}
