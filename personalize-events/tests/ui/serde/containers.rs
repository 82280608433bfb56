//! Attributes of serde on structs, with each derive of properties.

use personalize_events::{
    ActionInteractionProperties, ActionProperties, EventProperties, ItemProperties, UserProperties,
};
use serde::Serialize;

#[derive(Serialize, UserProperties)]
#[serde(rename_all = "camelCase")]
struct Viewer {
    age: u8,
}

#[derive(Serialize, ItemProperties)]
#[serde(tag = "kind")]
struct Film {
    year: u16,
}

#[derive(Serialize, ActionProperties)]
#[serde(transparent)]
struct Offer {
    price: u32,
}

#[derive(Clone, Serialize, EventProperties)]
#[serde(into = "u32")]
struct Watched {
    minutes: u32,
}

impl From<Watched> for u32 {
    fn from(watched: Watched) -> Self {
        watched.minutes
    }
}

#[derive(Serialize, ActionInteractionProperties)]
#[serde(rename_all(serialize = "SCREAMING_SNAKE_CASE"))]
struct Clicked {
    position: u32,
}

fn main() {}
