//! Converters disagree on a letter after a digit.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    last7d_views: u32,
}

fn main() {}
