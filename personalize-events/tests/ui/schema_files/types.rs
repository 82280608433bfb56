use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer<'a> {
    age: i64,
    watched_seconds: Option<u32>,
    score: f32,
    genres: Vec<&'a str>,
    country: Vec<String>,
    nickname: &'a str,
}

fn main() {}
