//! The function of `with` writes the whole value.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(with = "write", display)]
    age: u8,
}

fn main() {}
