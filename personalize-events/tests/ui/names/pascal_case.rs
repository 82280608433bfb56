//! Pascal case follows the rule of camel case.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(rename_all = "PascalCase")]
struct Viewer {
    top_3_genres: String,
}

fn main() {}
