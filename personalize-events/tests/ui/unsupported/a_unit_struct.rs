//! A struct without a place for fields.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer;

fn main() {}
