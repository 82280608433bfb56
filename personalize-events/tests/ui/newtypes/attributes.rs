//! The field takes no attributes, and the struct takes only `crate`.

use personalize_events::PropertyValue;

#[derive(PropertyValue)]
struct Price(#[personalize(display)] u32);

#[derive(PropertyValue)]
#[personalize(values = "json")]
struct Score(f32);

fn main() {}
