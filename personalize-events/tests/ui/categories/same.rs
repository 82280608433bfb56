//! Two variants with one category.

use personalize_events::Category;

#[derive(Category)]
enum Genre {
    Horror,
    #[personalize(rename = "Horror")]
    Terror,
}

fn main() {}
