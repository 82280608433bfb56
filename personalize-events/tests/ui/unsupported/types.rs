//! Types that are not property values.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    numbers: Vec<u8>,
    nested: Option<Vec<Option<String>>>,
    unit: (),
}

fn main() {}
