//! The field is neither a value nor an ID.

use personalize_events::{IdValue, PropertyValue};

#[derive(PropertyValue)]
struct Bytes(Vec<u8>);

#[derive(IdValue)]
struct Account(f64);

fn main() {}
