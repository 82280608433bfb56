//! Fields without names have no keys.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer(u8);

fn main() {}
