//! Spans of time are decimal numbers, and no timestamp.

use std::time::Duration;

use personalize_events::{ItemProperties, UserProperties};

#[derive(ItemProperties)]
struct Film {
    creation_timestamp: Duration,
}

#[derive(UserProperties)]
struct Viewer {
    #[personalize(column_type = "boolean")]
    watched: Duration,
}

fn main() {
    println!("{}", Film::schema());
    println!("{}", Viewer::schema());
}
