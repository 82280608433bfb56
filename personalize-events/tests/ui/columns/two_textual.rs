//! Only one column can be textual.

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
struct Film {
    #[personalize(textual)]
    description: String,
    title: String,
    #[personalize(textual)]
    review: Option<String>,
}

fn main() {}
