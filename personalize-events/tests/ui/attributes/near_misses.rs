//! Misspelled attributes.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(userId)]
    id: String,
    #[personalize(renmae = "years")]
    age: u8,
    #[personalize(skipped)]
    cache: String,
    #[personalize(rename_to("city"))]
    town: String,
}

fn main() {}
