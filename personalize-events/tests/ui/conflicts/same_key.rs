//! Two fields with the same key.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    zip_code: String,
    #[personalize(rename = "zipCode")]
    postal_code: String,
}

fn main() {}
