//! A unit struct.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer;

fn main() {}
