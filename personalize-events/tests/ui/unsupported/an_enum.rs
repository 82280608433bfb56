//! An enum has no fields of its own.

use personalize_events::UserProperties;

#[derive(UserProperties)]
enum Viewer {
    Anonymous,
}

fn main() {}
