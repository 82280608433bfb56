//! The key merges single letters.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    group_a_b: String,
}

fn main() {}
