//! An enum that is no category, in a collection.

use personalize_events::UserProperties;

enum Genre {
    Horror,
}

#[derive(UserProperties)]
struct Viewer {
    genres: Vec<Genre>,
    genre: Genre,
}

fn main() {}
