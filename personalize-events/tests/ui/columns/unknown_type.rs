//! `column_type` must be one of Avro's types except string.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column_type = "u64")]
    watched: u64,
    #[personalize(column_type = "Int")]
    age: u8,
    #[personalize(column_type = "string")]
    country: String,
    #[personalize(column_type = "")]
    town: String,
}

fn main() {}
