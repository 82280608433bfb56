//! An ID that cannot be displayed.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id, display)]
    id: Option<u64>,
    age: u8,
}

fn main() {}
