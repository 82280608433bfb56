//! Structs whose columns are those of a schema in a file.

use std::borrow::Cow;
use std::fmt::Display;

use personalize_events::{
    EventProperties, ItemProperties, PropertyValue, Timestamp, UserProperties,
};
use serde_json::json;

use crate::case::{Case, Sample, sample};
use crate::categories::Genre;

#[derive(UserProperties)]
#[personalize(schema = "tests/structs/viewers.json")]
pub(crate) struct FromFile<'a> {
    #[personalize(user_id)]
    id: &'a str,
    subscribed: Option<bool>,
    age: Option<i16>,
    watched_seconds: u64,
    #[personalize(values = "json")]
    score: f32,
    #[personalize(display, column_type = "float")]
    ratio: &'a (dyn Display + 'a),
    #[personalize(column = "Favourites", rename = "favourites")]
    genres: &'a [Genre],
    country: String,
    #[personalize(null_if_none)]
    nickname: Option<Cow<'a, str>>,
}

impl Case for FromFile<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("subscribed", "SUBSCRIBED boolean or null"),
        ("age", "AGE int or null"),
        ("watchedSeconds", "WATCHED_SECONDS long"),
        ("score", "SCORE double"),
        ("ratio", "RATIO float or null"),
        ("favourites", "Favourites categorical or null"),
        ("country", "COUNTRY categorical"),
        ("nickname", "NICKNAME string or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: "full",
            subscribed: Some(true),
            age: Some(i16::MIN),
            watched_seconds: 9_223_372_036_854_775_807,
            score: 0.5,
            ratio: &"-1e-3",
            genres: &[Genre::Drama, Genre::ScienceFiction],
            country: "NL|\"BE\"".to_owned(),
            nickname: Some(Cow::Borrowed("null")),
        };
        let absent = Self {
            id: "absent",
            subscribed: None,
            age: None,
            watched_seconds: 0,
            score: -0.25,
            ratio: &0,
            genres: &[],
            country: "ü".repeat(1000),
            nickname: None,
        };
        vec![
            sample(
                "full",
                full,
                json!({
                    "subscribed": "true", "age": "-32768", "watchedSeconds": "9223372036854775807",
                    "score": 0.5, "ratio": "-1e-3", "favourites": "Drama|Sci-Fi \"classics\"",
                    "country": "NL|\"BE\"", "nickname": "null"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "watchedSeconds": "0", "score": -0.25, "ratio": "0",
                    "country": "ü".repeat(1000),
                    "nickname": null
                }),
            ),
        ]
    }
}

#[derive(ItemProperties)]
#[personalize(schema = "tests/structs/films.json", values = "json")]
pub(crate) struct GenericFromFile<T, P, const N: usize>
where
    P: ItemProperties,
{
    #[personalize(item_id)]
    id: T,
    seasons: T,
    genres: [String; N],
    #[personalize(flatten)]
    rest: P,
}

#[derive(ItemProperties)]
pub(crate) struct Rest<T> {
    creation_timestamp: Timestamp,
    price: T,
    #[personalize(textual)]
    description: Option<&'static str>,
}

impl<T, const N: usize> GenericFromFile<u8, Rest<T>, N>
where
    T: PropertyValue,
{
    fn of(id: u8, genres: [&str; N], price: T, description: Option<&'static str>) -> Self {
        Self {
            id,
            seasons: 255,
            genres: genres.map(str::to_owned),
            rest: Rest {
                creation_timestamp: Timestamp::from_secs(-1),
                price,
                description,
            },
        }
    }
}

impl Case for GenericFromFile<u8, Rest<Option<i32>>, 2> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("description", "DESCRIPTION textual or null"),
        ("genres", "GENRES categorical or null"),
        ("creationTimestamp", "CREATION_TIMESTAMP long"),
        ("price", "PRICE double or null"),
        ("seasons", "SEASONS int"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let text = "\"Größer\"\n";
        vec![
            sample(
                "0",
                Self::of(0, ["a", "ü"], Some(i32::MIN), Some(text)),
                json!({
                    "seasons": 255, "genres": "a|ü", "creationTimestamp": "-1",
                    "price": "-2147483648", "description": "\"Größer\"\n"
                }),
            ),
            sample(
                "255",
                Self::of(255, ["-", "-"], None, None),
                json!({
                    "seasons": 255, "genres": "-|-", "creationTimestamp": "-1"
                }),
            ),
        ]
    }
}

#[derive(EventProperties)]
#[personalize(schema = "tests/structs/interactions.json")]
pub(crate) struct EventFromFile {
    #[personalize(categorical)]
    device_type: &'static str,
    event_value: Option<f32>,
}

impl Case for EventFromFile {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("deviceType", "DEVICE_TYPE categorical"),
        ("eventValue", "EVENT_VALUE float or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |device_type, event_value| Self {
            device_type,
            event_value,
        };
        vec![
            sample(
                "full",
                of("ü", Some(0.5)),
                json!({ "deviceType": "ü", "eventValue": "0.5" }),
            ),
            sample("absent", of("", None), json!({ "deviceType": "" })),
        ]
    }
}
