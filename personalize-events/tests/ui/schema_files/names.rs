use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(schema = "tests/schemas/users.json")]
struct Viewer {
    aeg: Option<i32>,
    #[personalize(column = "WATCHEDSECONDS", rename = "watchedSeconds")]
    watched: u64,
    #[personalize(column = "COUNTRY", rename = "home")]
    home: String,
    shoe_size: u8,
    score: f64,
}

fn main() {}
