//! A struct whose field is not a category.

use personalize_events::Category;

#[derive(Category)]
struct Genre(u8);

fn main() {}
