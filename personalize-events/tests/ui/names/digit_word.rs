//! An underscore before a digit is lost in the key.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    top_3_genres: String,
    age_18_plus: bool,
}

fn main() {}
