//! Names that the file does not have so, and columns that nothing fills.

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
    // `SCORE` has a field, and `USER_ID` is no property: neither was meant.
    scores: f64,
    used_id: u8,
}

fn main() {}
