//! A struct whose field is not a category.

use personalize_events::Category;

#[derive(Category)]
struct Genre(f32);

fn main() {}
