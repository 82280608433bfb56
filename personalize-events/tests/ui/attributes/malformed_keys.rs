//! Keys that are not valid column names.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(rename = "")]
    age: u8,
    #[personalize(rename = "zip code")]
    zip: String,
    #[personalize(rename = "7days\n")]
    week: String,
}

fn main() {}
