//! Two variants with the same category.

use personalize_events::Category;

#[derive(Category)]
enum Genre {
    Horror,
    #[personalize(rename = "Horror")]
    Terror,
}

fn main() {}
