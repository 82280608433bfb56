//! Strings without a column attribute.

use personalize_events::{ItemProperties, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    country: String,
}

#[derive(ItemProperties)]
struct Film<'a> {
    title: Option<&'a str>,
}

fn main() {
    println!("{}", Viewer::schema());
    println!("{}", Film::schema());
}
