//! The type of a column is said, the other marks say enough.

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
