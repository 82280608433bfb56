//! A struct whose attributes of serde are read.

use personalize_events::{Category, UserProperties};
use serde::Serialize;
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(Category, Serialize)]
#[personalize(serde)]
#[serde(rename_all = "kebab-case")]
enum Genre {
    FilmNoir,
    #[serde(rename = "sci-fi")]
    ScienceFiction,
}

#[derive(Serialize, UserProperties)]
#[personalize(serde)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Serialized {
    #[personalize(user_id)]
    id: u32,
    #[serde(rename = "GenresSeen")]
    genres: Vec<Genre>,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[personalize(categorical)]
    home_town: String,
    #[serde(skip)]
    #[expect(dead_code, reason = "nothing reads what is skipped")]
    password_hash: &'static str,
}

impl Case for Serialized {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("GenresSeen", "GENRES_SEEN categorical or null"),
        ("HomeTown", "HOME_TOWN categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let serialized = |id, genres, home_town: &str| Self {
            id,
            genres,
            home_town: home_town.to_owned(),
            password_hash: "secret",
        };
        let genres = vec![Genre::FilmNoir, Genre::ScienceFiction];
        vec![
            sample(
                "1",
                serialized(1, genres, "Ulm"),
                json!({ "GenresSeen": "film-noir|sci-fi", "HomeTown": "Ulm" }),
            ),
            sample("2", serialized(2, Vec::new(), ""), json!({})),
        ]
    }
}
