//! Keys and columns that are not simply the names of fields.

use personalize_events::UserProperties;
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(UserProperties)]
#[personalize(rename_all = "camelCase")]
pub(crate) struct Renamed<'a> {
    #[personalize(user_id)]
    r#struct: &'a str,
    #[personalize(categorical)]
    r#type: &'a str,
    #[personalize(plain)]
    r#as: Option<&'a str>,
    number_of_videos_watched: u32,
    genre_l2: i8,
    #[personalize(rename = "zip5Code", categorical)]
    zip_5_code: &'a str,
    #[personalize(column = "MEMBERSHIP_TYPE", categorical)]
    tier: &'a str,
    #[personalize(column = "IS_2FA_ENABLED", rename = "is2faEnabled")]
    two_factors: bool,
    #[personalize(column = "Interests", rename = "interests", categorical)]
    likes: &'a str,
    #[personalize(rename = "ageGroup")]
    bracket: u8,
    #[personalize(rename = "grosse", column = "GROSSE")]
    größe: f32,
    #[personalize(column = "_Private_", rename = "private")]
    hidden: Option<bool>,
}

impl Case for Renamed<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("type", "TYPE categorical"),
        ("as", "AS string or null"),
        ("numberOfVideosWatched", "NUMBER_OF_VIDEOS_WATCHED long"),
        ("genreL2", "GENRE_L2 int"),
        ("zip5Code", "ZIP_5_CODE categorical"),
        ("membershipType", "MEMBERSHIP_TYPE categorical"),
        ("is2faEnabled", "IS_2FA_ENABLED boolean"),
        ("interests", "Interests categorical"),
        ("ageGroup", "AGE_GROUP int"),
        ("grosse", "GROSSE float"),
        ("private", "_Private_ boolean or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            r#struct: "full",
            r#type: "human",
            r#as: Some("\"as\""),
            number_of_videos_watched: 45,
            genre_l2: -3,
            zip_5_code: "89073",
            tier: "gold",
            two_factors: true,
            likes: "Drama|Crime",
            bracket: 3,
            größe: 1.75,
            hidden: Some(true),
        };
        let absent = Self {
            r#struct: "absent",
            r#type: "",
            r#as: None,
            number_of_videos_watched: 0,
            genre_l2: 0,
            zip_5_code: "",
            tier: "",
            two_factors: false,
            likes: "",
            bracket: 0,
            größe: 0.0,
            hidden: None,
        };
        vec![
            sample(
                "full",
                full,
                json!({
                    "type": "human", "as": "\"as\"", "numberOfVideosWatched": "45", "genreL2": "-3",
                    "zip5Code": "89073", "membershipType": "gold", "is2faEnabled": "true",
                    "interests": "Drama|Crime", "ageGroup": "3", "grosse": "1.75", "private": "true"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "type": "", "numberOfVideosWatched": "0", "genreL2": "0", "zip5Code": "",
                    "membershipType": "", "is2faEnabled": "false", "interests": "", "ageGroup": "0",
                    "grosse": "0"
                }),
            ),
        ]
    }
}

/// The emulator's keys are in camel case. Of the other cases only `snake_case` gives such, for
/// names of one word; keys in `PascalCase` and `SCREAMING_SNAKE_CASE` begin with a capital always.
#[derive(UserProperties)]
#[personalize(rename_all = "snake_case")]
pub(crate) struct InSnakeCase {
    #[personalize(user_id)]
    account_id: u32,
    age: u8,
    #[personalize(column = "TOWN", plain)]
    place_of_birth: String,
    #[personalize(rename = "watchedMinutes")]
    watched_minutes: Option<i64>,
    genre2: Option<u16>,
}

impl Case for InSnakeCase {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("age", "AGE int"),
        ("town", "TOWN string"),
        ("watchedMinutes", "WATCHED_MINUTES long or null"),
        ("genre2", "GENRE2 int or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            account_id: 0,
            age: 255,
            place_of_birth: "Łódź".to_owned(),
            watched_minutes: Some(i64::MIN),
            genre2: Some(u16::MAX),
        };
        let absent = Self {
            account_id: u32::MAX,
            age: 0,
            place_of_birth: String::new(),
            watched_minutes: None,
            genre2: None,
        };
        vec![
            sample(
                "0",
                full,
                json!({
                    "age": "255", "town": "Łódź", "watchedMinutes": "-9223372036854775808",
                    "genre2": "65535"
                }),
            ),
            sample("4294967295", absent, json!({ "age": "0", "town": "" })),
        ]
    }
}
