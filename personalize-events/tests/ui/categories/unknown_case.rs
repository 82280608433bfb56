//! Categories have one of serde's cases.

use personalize_events::Category;

#[derive(Category)]
#[personalize(rename_all = "Title Case")]
enum Genre {
    Horror,
}

fn main() {}
