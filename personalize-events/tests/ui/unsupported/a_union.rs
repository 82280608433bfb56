//! A union.

use personalize_events::UserProperties;

#[derive(UserProperties)]
union Viewer {
    age: u8,
}

fn main() {}
