//! Values are strings or native, and keys have one of few cases.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(values = "numbers", rename_all = "kebab-case")]
struct Viewer {
    #[personalize(values = "raw")]
    age: u8,
}

fn main() {}
