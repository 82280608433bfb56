//! An attribute without a list.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize]
    age: u8,
    #[personalize = "years"]
    years: u8,
}

fn main() {}
