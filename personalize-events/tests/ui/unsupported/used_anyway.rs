//! Uses of an invalid struct cause no further errors.

use personalize_events::UserProperties;

#[derive(UserProperties)]
struct Viewer {
    top_3_genres: String,
}

fn main() {
    let viewer = Viewer { top_3_genres: String::new() };
    viewer.to_properties().unwrap();
    viewer.to_user().unwrap();
}
