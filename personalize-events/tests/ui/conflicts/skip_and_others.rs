//! A skipped field takes no other attribute.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(null_if_none, skip)]
    age: Option<u8>,
    #[personalize(skip, flatten)]
    address: u8,
    #[personalize(skip, skip_if = "String::is_empty")]
    town: String,
}

fn main() {}
