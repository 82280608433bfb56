//! The key loses an underscore before a digit.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    top_3_genres: String,
    age_18_plus: bool,
}

fn main() {}
