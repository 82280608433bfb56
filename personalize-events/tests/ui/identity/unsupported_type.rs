//! An ID must be a string or an integer.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: Option<f64>,
}

fn main() {}
