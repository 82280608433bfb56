//! Integers of which no type of column holds all.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    watched_seconds: u64,
}

fn main() {
    println!("{}", Viewer::schema());
}
