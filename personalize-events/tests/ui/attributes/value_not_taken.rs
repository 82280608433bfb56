//! Attributes that take no value.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id = "userId")]
    id: String,
    #[personalize(skip(always))]
    cache: String,
}

fn main() {}
