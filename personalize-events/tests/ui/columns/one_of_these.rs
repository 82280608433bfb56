//! Column attributes that exclude each other.

use personalize_events::ItemProperties;

#[derive(ItemProperties)]
struct Film {
    #[personalize(column_type = "int", categorical)]
    age: u8,
    #[personalize(textual, column_type = "int")]
    seen: u8,
    #[personalize(column_type = "long", plain)]
    rated: u8,
    #[personalize(categorical, textual)]
    genre: String,
    #[personalize(plain, categorical)]
    country: String,
    #[personalize(textual, plain)]
    about: String,
    #[personalize(categorical, values = "json")]
    channel: u8,
    #[personalize(values = "string", textual)]
    description: String,
    #[personalize(plain, values = "json")]
    code: u8,
}

fn main() {}
