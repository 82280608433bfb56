//! A name that is not in snake case.

use personalize_events::UserProperties;

#[derive(UserProperties)]
#[allow(non_snake_case)]
struct Viewer {
    userAge: String,
}

fn main() {}
