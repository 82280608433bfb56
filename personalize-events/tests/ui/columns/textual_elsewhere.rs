//! Only items can have a textual column.

use personalize_events::{
    ActionInteractionProperties, ActionProperties, EventProperties, UserProperties,
};

#[derive(UserProperties)]
struct Viewer {
    #[personalize(textual)]
    about: String,
}

#[derive(ActionProperties)]
struct Action {
    #[personalize(textual)]
    about: String,
}

#[derive(EventProperties)]
struct Watched {
    #[personalize(textual)]
    about: String,
}

#[derive(ActionInteractionProperties)]
struct Taken {
    #[personalize(textual)]
    about: String,
}

fn main() {}
