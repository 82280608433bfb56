//! Types that only the schema in the file declares.

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
#[personalize(schema = "tests/schemas/items.json")]
struct Film {
    creation_timestamp: f64,
    rating: i64,
    available: String,
    #[personalize(plain)]
    description: String,
    #[personalize(textual)]
    title: String,
}

fn main() {}
