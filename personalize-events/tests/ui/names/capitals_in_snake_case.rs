//! A name with upper-case letters under `rename_all = "snake_case"`.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(rename_all = "snake_case")]
struct Viewer {
    zipCode: String,
    straße: String,
}

fn main() {}
