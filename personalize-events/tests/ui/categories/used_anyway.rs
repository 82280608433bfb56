//! Whoever uses an enum that is wrong is told about the enum only.

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
