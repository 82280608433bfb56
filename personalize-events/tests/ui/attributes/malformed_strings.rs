//! Attributes whose value must be a string.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(rename_all, crate = 7)]
struct Viewer {
    #[personalize(column)]
    age: u8,
    #[personalize(values = native)]
    town: String,
    #[personalize(skip_if("is_empty"))]
    zip: String,
    #[personalize(with = 7)]
    note: String,
}

fn main() {}
