//! No field is the id.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    age: u8,
}

fn main() {
    Viewer { age: 34 }.to_user().unwrap();
}
