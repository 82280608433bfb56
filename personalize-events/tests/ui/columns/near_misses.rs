//! Misspelled column attributes.

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
struct Film {
    #[personalize(category)]
    genre: String,
    #[personalize(null_able)]
    country: String,
    #[personalize(columntype = "int")]
    seen: u8,
}

fn main() {}
