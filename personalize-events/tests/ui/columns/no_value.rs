//! `column_type` takes a value, the other column attributes do not.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column_type)]
    watched: u64,
    #[personalize(categorical = "true")]
    country: String,
    #[personalize(nullable(true))]
    town: String,
}

fn main() {}
