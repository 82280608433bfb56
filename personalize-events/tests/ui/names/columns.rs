//! Invalid columns, and columns with an ambiguous key.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column = "zip code")]
    zip: String,
    #[personalize(column = "")]
    town: String,
    #[personalize(column = "TOP_3_GENRES")]
    genres: String,
    #[personalize(column = "Interests")]
    interests: String,
    #[personalize(column = "USER_ID", rename = "who")]
    who: String,
}

fn main() {}
