//! Ids are strings and integers.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: Option<f64>,
}

fn main() {}
