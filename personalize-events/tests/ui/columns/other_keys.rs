//! The key of another column.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column = "TOWN", rename = "city")]
    town: String,
    #[personalize(column = "TOP_3_GENRES", rename = "top3Genres")]
    genres: Vec<String>,
}

fn main() {}
