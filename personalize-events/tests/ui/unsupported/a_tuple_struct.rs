//! A tuple struct has no names for the keys.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer(u8);

fn main() {}
