//! Specified columns that are the same.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column = "ZIP")]
    postal_code: String,
    #[personalize(column = "Zip", rename = "zIP")]
    code: String,
    #[personalize(column = "TOWN")]
    place: String,
    #[personalize(column = "TOWN")]
    city: String,
}

fn main() {}
