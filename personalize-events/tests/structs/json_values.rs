//! Numbers, booleans and instants as JSON has them, for a whole struct and for single fields.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personalize_events::{PropertyValue, Timestamp, UserProperties};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(PropertyValue)]
struct Minutes(u32);

#[derive(UserProperties)]
#[personalize(values = "json")]
pub(crate) struct Numbers {
    #[personalize(user_id)]
    id: String,
    age: u8,
    balance: i64,
    score: f64,
    ratio: f32,
    subscribed: bool,
    watched: Minutes,
    since: SystemTime,
    renewed: Option<Timestamp>,
    rank: Option<i32>,
    #[personalize(null_if_none)]
    trusted: Option<bool>,
    #[personalize(values = "string")]
    stars: u16,
    #[personalize(values = "string")]
    adult: bool,
    #[personalize(plain)]
    name: String,
    #[personalize(categorical)]
    cohort: u16,
}

impl Case for Numbers {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("age", "AGE int"),
        ("balance", "BALANCE long"),
        ("score", "SCORE double"),
        ("ratio", "RATIO float"),
        ("subscribed", "SUBSCRIBED boolean"),
        ("watched", "WATCHED long"),
        ("since", "SINCE long"),
        ("renewed", "RENEWED long or null"),
        ("rank", "RANK int or null"),
        ("trusted", "TRUSTED boolean or null"),
        ("stars", "STARS int"),
        ("adult", "ADULT boolean"),
        ("name", "NAME string"),
        ("cohort", "COHORT categorical"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: "full".to_owned(),
            age: 34,
            balance: i64::MIN,
            score: -2.5,
            ratio: 0.125,
            subscribed: true,
            watched: Minutes(u32::MAX),
            since: UNIX_EPOCH + Duration::from_millis(1_700_000_000_999),
            renewed: Some(Timestamp::from_secs(-1)),
            rank: Some(i32::MIN),
            trusted: Some(false),
            stars: 5,
            adult: false,
            name: "7".to_owned(),
            cohort: 2009,
        };
        let absent = Self {
            id: "absent".to_owned(),
            age: 0,
            balance: i64::MAX,
            score: 1e300,
            ratio: 0.0,
            subscribed: false,
            watched: Minutes(0),
            since: UNIX_EPOCH,
            renewed: None,
            rank: None,
            trusted: None,
            stars: 0,
            adult: true,
            name: String::new(),
            cohort: 0,
        };
        vec![
            sample(
                "full",
                full,
                json!({
                    "age": 34, "balance": -9_223_372_036_854_775_808_i64, "score": -2.5,
                    "ratio": 0.125, "subscribed": true, "watched": 4_294_967_295_u32,
                    "since": 1_700_000_000, "renewed": -1, "rank": -2_147_483_648, "trusted": false,
                    "stars": "5", "adult": "false", "name": "7", "cohort": "2009"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "age": 0, "balance": 9_223_372_036_854_775_807_i64, "score": 1e300,
                    "ratio": 0.0,
                    "subscribed": false, "watched": 0, "since": 0, "trusted": null, "stars": "0",
                    "adult": "true", "name": "", "cohort": "0"
                }),
            ),
        ]
    }
}

#[derive(UserProperties)]
#[personalize(values = "string")]
pub(crate) struct SomeNumbers {
    #[personalize(user_id)]
    id: i32,
    age: u8,
    subscribed: Option<bool>,
    #[personalize(values = "json")]
    visits: u32,
    #[personalize(values = "json", column_type = "float")]
    score: f64,
    #[personalize(values = "json")]
    trusted: Option<bool>,
    joined: Timestamp,
    #[personalize(values = "json")]
    left: Option<SystemTime>,
}

impl Case for SomeNumbers {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("age", "AGE int"),
        ("subscribed", "SUBSCRIBED boolean or null"),
        ("visits", "VISITS long"),
        ("score", "SCORE float"),
        ("trusted", "TRUSTED boolean or null"),
        ("joined", "JOINED long"),
        ("left", "LEFT long or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: -7,
            age: 34,
            subscribed: Some(true),
            visits: 9,
            score: 0.5,
            trusted: Some(true),
            joined: Timestamp::from_millis(1_700_000_000_001),
            left: Some(UNIX_EPOCH - Duration::from_millis(1500)),
        };
        let absent = Self {
            id: 7,
            age: 0,
            subscribed: None,
            visits: 0,
            score: -1e38,
            trusted: None,
            joined: Timestamp::from_millis(-1),
            left: None,
        };
        vec![
            sample(
                "-7",
                full,
                json!({
                    "age": "34", "subscribed": "true", "visits": 9, "score": 0.5, "trusted": true,
                    "joined": "1700000000", "left": -2
                }),
            ),
            sample(
                "7",
                absent,
                json!({
                    "age": "0", "visits": 0, "score": -1e38, "joined": "-1"
                }),
            ),
        ]
    }
}
