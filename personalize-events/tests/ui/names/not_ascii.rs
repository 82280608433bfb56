//! A name that is not ASCII.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    straße: String,
}

fn main() {}
