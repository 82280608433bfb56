//! A collection of an enum that is not a category.

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
