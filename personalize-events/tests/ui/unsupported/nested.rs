//! A nested struct, a collection of numbers, and a type of another crate.

use std::time::Duration;

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Address {
    age: u8,
}

#[derive(UserProperties)]
struct Viewer {
    address: Address,
    years: Vec<u32>,
    watched: Duration,
}

fn main() {}
