//! A union does not know which field it has.

use personalize_events::UserProperties;

#[derive(UserProperties)]
union Viewer {
    age: u8,
}

fn main() {}
