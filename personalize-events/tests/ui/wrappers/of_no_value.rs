//! The field is no value, or no id.

use personalize_events::{IdValue, PropertyValue};

#[derive(PropertyValue)]
struct Bytes(Vec<u8>);

#[derive(IdValue)]
struct Account(f64);

fn main() {}
