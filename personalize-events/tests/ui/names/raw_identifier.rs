//! The prefix of a raw identifier is not part of the name.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    r#type_2: String,
}

fn main() {}
