//! Users, items and actions need at least one metadata column.

use personalize_events::{ActionProperties, EventProperties, ItemProperties, UserProperties};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: u64,
}

#[derive(ItemProperties)]
struct Film {
    creation_timestamp: i64,
}

#[derive(ActionProperties)]
struct Action {}

#[derive(EventProperties)]
struct Watched {}

fn main() {
    println!("{}", Viewer::schema());
    println!("{}", Film::schema());
    println!("{}", Action::schema());
    println!("{}", Watched::schema());
}
