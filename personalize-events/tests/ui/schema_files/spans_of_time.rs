//! Spans of time in columns that would round or cut them.

use std::time::Duration;

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    age: Option<Duration>,
    watched_seconds: Duration,
    score: Duration,
    genres: Duration,
    #[personalize(categorical)]
    country: Duration,
    nickname: Duration,
}

fn main() {}
