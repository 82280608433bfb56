//! A function writes the value.

use std::time::Duration;

use personalize_events::{ValueWriter, PropertyValue, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(with = "seconds")]
    watched: Duration,
}

fn seconds(watched: &Duration, property: ValueWriter<'_>) {
    watched.as_secs().write_property(property);
}

fn main() {
    println!("{}", Viewer::schema());
}
