//! Values that may be missing, for columns that are never null.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    age: Option<i32>,
    watched_seconds: Option<u32>,
    #[personalize(skip_if = "is_zero")]
    score: f64,
    #[personalize(nullable)]
    country: String,
    genres: Vec<String>,
    nickname: Option<String>,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Visitor {
    age: i32,
    watched_seconds: i64,
    score: f64,
    country: Vec<String>,
    genres: [String; 2],
    nickname: String,
}

fn is_zero(score: &f64) -> bool {
    *score == 0.0
}

fn main() {}
