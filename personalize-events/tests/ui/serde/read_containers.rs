//! Attributes of serde that structs cannot have with `#[personalize(serde)]`.

use personalize_events::{
    ActionInteractionProperties, ActionProperties, Category, EventProperties, ItemProperties,
    PropertyValue, UserProperties,
};
use serde::Serialize;

#[derive(Serialize, UserProperties)]
#[personalize(serde)]
struct Viewer {
    age: u8,
    membership_years: u8,
    favourite_genres: Vec<String>,
}

#[derive(Serialize, ItemProperties)]
#[personalize(serde)]
#[serde(tag = "kind")]
struct Film {
    year: u16,
}

#[derive(Serialize, ActionProperties)]
#[personalize(serde)]
#[serde(transparent)]
struct Offer {
    price: u32,
}

#[derive(Clone, Serialize, EventProperties)]
#[personalize(serde)]
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
#[personalize(serde)]
#[serde(rename_all = "kebab-case")]
struct Clicked {
    #[personalize(serde)]
    position: u32,
}

#[derive(Serialize, Category)]
#[personalize(serde)]
#[serde(untagged)]
enum Genre {
    Comedy,
}

#[derive(Serialize, PropertyValue)]
#[personalize(serde)]
struct Minutes(u32);

fn main() {}
