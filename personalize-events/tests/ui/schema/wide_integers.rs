//! Integers that no column type can hold completely.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    watched_seconds: u64,
}

fn main() {
    println!("{}", Viewer::schema());
}
