//! Two ID fields.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    account: String,
    #[personalize(user_id)]
    login: String,
}

fn main() {}
