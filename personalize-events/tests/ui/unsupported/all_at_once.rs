//! Every error of a struct is reported at once.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    #[personalize(usr_id)]
    id: String,
    top_3_genres: String,
    #[personalize(rename = "")]
    age: u8,
    zip: String,
    #[personalize(rename = "ZIP")]
    town: String,
}

fn main() {}
