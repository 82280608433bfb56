//! An unknown case for categories.

use personalize_events::Category;

#[derive(Category)]
#[personalize(rename_all = "Title Case")]
enum Genre {
    Horror,
}

fn main() {}
