//! A name that no column can have.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    straße: String,
}

fn main() {}
