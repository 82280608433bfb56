//! Enums are not newtypes.

use personalize_events::{IdValue, PropertyValue};

#[derive(PropertyValue)]
enum Genre {
    Horror,
}

#[derive(IdValue)]
enum Account {
    Guest,
}

#[derive(PropertyValue)]
union Either {
    name: u8,
    code: u8,
}

fn main() {}
