//! Attributes of serde on fields, with each derive of properties.

use personalize_events::{
    ActionInteractionProperties, ActionProperties, EventProperties, ItemProperties, UserProperties,
};
use serde::Serialize;

#[derive(Serialize, UserProperties)]
struct Viewer {
    #[personalize(user_id)]
    id: String,
    #[serde(skip)]
    password_hash: String,
    #[serde(skip_serializing)]
    email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    nickname: String,
    #[cfg_attr(all(), serde(skip))]
    token: String,
}

#[derive(Serialize, ItemProperties)]
struct Film {
    #[serde(rename = "releaseYear")]
    year: u16,
    #[serde(rename(serialize = "runTime", deserialize = "minutes"))]
    length: u16,
}

#[derive(Serialize, ActionProperties)]
struct Offer {
    #[serde(flatten)]
    price: Price,
}

#[derive(Serialize, ActionProperties)]
struct Price {
    #[serde(serialize_with = "in_cents")]
    value: u32,
}

#[derive(Serialize, EventProperties)]
struct Watched {
    #[serde(with = "minutes")]
    duration: u32,
}

#[derive(Serialize, ActionInteractionProperties)]
struct Clicked {
    #[serde(skip)]
    position: u32,
}

fn in_cents<S: serde::Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u32(value * 100)
}

mod minutes {
    pub fn serialize<S: serde::Serializer>(value: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(value / 60)
    }
}

fn main() {}
