//! An empty attribute.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize()]
    age: u8,
}

fn main() {}
