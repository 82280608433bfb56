//! Repeated attributes.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(rename = "years", rename = "yearsOfAge")]
    age: u8,
    #[personalize(skip)]
    #[personalize(skip)]
    cache: String,
}

fn main() {}
