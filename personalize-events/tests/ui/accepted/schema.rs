//! Structs that the folder `schema` rejects are accepted as long as their schema is not requested.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    age: u8,
    #[personalize(categorical)]
    country: String,
}

#[derive(UserProperties)]
struct NeverAsked {
    country: String,
}

fn main() {
    assert!(Viewer::schema().contains("COUNTRY"));
    let country = "NZ".to_owned();
    assert!(NeverAsked { country }.to_properties().is_ok());
}
