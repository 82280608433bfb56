//! Types that are not property values.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    numbers: Vec<f64>,
    released: chrono::NaiveDateTime,
    nested: Option<Vec<Option<String>>>,
    unit: (),
}

fn main() {}
