//! Names that differ from the schema, and columns without a field.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    aeg: Option<i32>,
    #[personalize(column = "WATCHEDSECONDS", rename = "watchedSeconds")]
    watched: u64,
    country: Vec<String>,
    shoe_size: u8,
    score: f64,
    // Not suggested: `SCORE`, which has a field, and `USER_ID`, which is not a property.
    scores: f64,
    used_id: u8,
}

fn main() {}
