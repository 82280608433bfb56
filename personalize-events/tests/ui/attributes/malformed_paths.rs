//! Attributes whose value must be a path.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[personalize(crate = "films/personalize")]
struct Viewer {
    #[personalize(with = "")]
    age: u8,
    #[personalize(skip_if = "|x| true")]
    town: String,
}

fn main() {}
