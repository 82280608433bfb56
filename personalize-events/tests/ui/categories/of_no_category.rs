//! The field of the struct is no category.

use personalize_events::Category;

#[derive(Category)]
struct Genre(u8);

fn main() {}
