//! Functions that do not exist or have another signature.

use personalize_events::{UserProperties, ValueWriter};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(with = "write")]
    town: String,
    #[personalize(with = "missing")]
    zip: String,
    #[personalize(with = "of_option")]
    street: Option<String>,
    #[personalize(skip_if = "is_zero")]
    age: u8,
}

fn write(text: &String) -> String {
    text.clone()
}

fn of_option(_: &Option<String>, _: ValueWriter<'_>) {}

fn is_zero(age: &u32) -> bool {
    *age == 0
}

fn main() {}
