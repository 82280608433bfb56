//! Lifetimes do not delay the checks; other parameters delay only those of their fields.

use personalize_events::{PropertyValue, UserProperties};

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer<'a, T: PropertyValue, const N: usize>
where
    T: Copy + 'a,
{
    age: &'a i64,
    watched_seconds: T,
    score: f32,
    genres: [&'a str; N],
    country: Vec<&'a str>,
    nickname: Option<&'a str>,
}

fn main() {}
