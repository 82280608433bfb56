//! A key must be a string.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(rename = 7)]
    age: u8,
    #[personalize(rename)]
    town: String,
    #[personalize(rename("code"))]
    zip: String,
}

fn main() {}
