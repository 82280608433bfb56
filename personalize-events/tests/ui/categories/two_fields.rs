//! A category struct must have one field.

use personalize_events::Category;

#[derive(Category)]
struct Genre {
    name: String,
    code: u8,
}

#[derive(Category)]
union Either {
    name: u8,
    code: u8,
}

fn main() {}
