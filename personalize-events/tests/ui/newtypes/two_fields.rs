//! A newtype must have one field.

use personalize_events::{IdValue, PropertyValue};

#[derive(PropertyValue)]
struct Price(u32, u8);

#[derive(PropertyValue, IdValue)]
struct Nothing;

#[derive(IdValue)]
struct Account {}

fn main() {}
