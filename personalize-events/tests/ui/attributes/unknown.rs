//! An unknown attribute that resembles no other.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(default = "0")]
    age: u8,
}

fn main() {}
