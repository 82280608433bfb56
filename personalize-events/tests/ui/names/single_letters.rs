//! Single letters in a row grow together.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    group_a_b: String,
}

fn main() {}
