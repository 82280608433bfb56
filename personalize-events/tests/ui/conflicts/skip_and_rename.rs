//! A skipped field has no key.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(skip, rename = "years")]
    age: u8,
}

fn main() {}
