//! Textual columns in two structs.

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
struct Film {
    #[personalize(textual)]
    description: String,
    #[personalize(flatten)]
    critics: Critics,
}

#[derive(ItemProperties)]
struct Critics {
    stars: u8,
    #[personalize(textual)]
    review: String,
}

fn main() {
    println!("{}", Film::schema());
}
