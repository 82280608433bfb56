//! Columns that are one.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column = "ZIP", rename = "zip")]
    postal_code: String,
    #[personalize(column = "Zip", rename = "code")]
    code: String,
    #[personalize(rename = "place")]
    town: String,
    #[personalize(column = "TOWN", rename = "city")]
    city: String,
}

fn main() {}
