//! An invalid attribute hides no other error, and the path of the crate is still used.

extern crate self as films;

pub mod personalize {
    pub use personalize_events::*;
}

#[derive(personalize::UserProperties)]
#[personalize(crate = "films::personalize", values = "numbers", namespace = "films")]
struct Viewer {
    age: u8,
}

fn main() {
    personalize::UserProperties::to_properties(&Viewer { age: 34 }).unwrap();
}
