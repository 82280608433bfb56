//! Marks belong to fields.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(skip)]
struct Viewer {
    age: u8,
}

fn main() {}
