//! Attributes of serde that fields and variants cannot have with `#[personalize(serde)]`.

use personalize_events::{Category, EventProperties, UserProperties};
use serde::Serialize;

#[derive(Serialize, UserProperties)]
#[personalize(serde)]
struct Viewer {
    #[serde(rename = "user-name")]
    name: u8,
    #[serde(rename(serialize = "homeTown", deserialize = "town"))]
    town: u8,
    #[serde(rename = "HOME_TOWN")]
    former_town: u8,
    #[serde(rename = "userId")]
    id: u8,
    #[serde(serialize_with = "in_cents")]
    price: u32,
    #[serde(with = "minutes")]
    watched: u32,
    #[serde(skip)]
    #[personalize(categorical)]
    token: String,
    #[serde(rename = "country")]
    #[personalize(column = "LAND")]
    land: u8,
}

#[derive(Serialize, EventProperties)]
#[personalize(serde)]
#[serde(rename_all = "camelCase")]
struct Watched {
    #[serde(rename = "session_id")]
    session: u8,
    top_3_genres: u8,
}

#[derive(Serialize, Category)]
#[personalize(serde)]
enum Genre {
    #[serde(rename = "a|b")]
    Comedy,
    #[serde(skip)]
    Unknown,
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
