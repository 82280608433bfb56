//! Categories that the service would split or drop.

use personalize_events::Category;

#[derive(Category)]
#[personalize(rename_all = "lowercase")]
enum Genre {
    #[personalize(rename = "Sci|Fi")]
    ScienceFiction,
    #[personalize(rename = "")]
    None,
    #[personalize(rename = "null")]
    Unknown,
    Null,
}

fn main() {}
