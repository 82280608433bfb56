//! Types that the columns do not accept.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer<'a> {
    age: i64,
    watched_seconds: u64,
    score: i64,
    genres: u8,
    #[personalize(plain)]
    country: &'a str,
    nickname: Option<Genre>,
}

#[derive(personalize_events::Category)]
enum Genre {
    Drama,
}

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Visitor {
    age: u64,
    watched_seconds: Vec<String>,
    #[personalize(column_type = "boolean")]
    score: bool,
    #[personalize(display, plain)]
    genres: std::net::Ipv4Addr,
    #[personalize(categorical)]
    country: u8,
    #[personalize(categorical)]
    nickname: String,
}

fn main() {}
