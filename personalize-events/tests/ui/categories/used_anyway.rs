//! Uses of an invalid enum cause no further errors.

use personalize_events::{Category, UserProperties};

#[derive(Category)]
enum Genre {
    Horror(u8),
}

#[derive(UserProperties)]
struct Viewer {
    genres: Vec<Genre>,
    genre: Genre,
}

fn main() {}
