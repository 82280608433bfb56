//! The ID attribute of another derive.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(item_id)]
    film: String,
    #[personalize(id)]
    account: String,
}

fn main() {}
