//! The one field takes no mark, and the struct takes one.

use personalize_events::PropertyValue;

#[derive(PropertyValue)]
struct Price(#[personalize(display)] u32);

#[derive(PropertyValue)]
#[personalize(values = "json")]
struct Score(f32);

fn main() {}
