//! An enum.

use personalize_events::UserProperties;

#[derive(UserProperties)]
enum Viewer {
    Anonymous,
}

fn main() {}
