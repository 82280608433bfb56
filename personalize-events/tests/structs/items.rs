//! Items, with the columns that only they have.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personalize_events::{Category, ItemProperties, Timestamp};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(Category)]
#[personalize(rename_all = "SCREAMING_SNAKE_CASE")]
enum Rating {
    ForEveryone,
    Adults,
}

#[derive(ItemProperties)]
pub(crate) struct Film<'a> {
    #[personalize(item_id)]
    id: Arc<str>,
    creation_timestamp: SystemTime,
    #[personalize(textual)]
    description: Option<String>,
    #[personalize(plain)]
    title: &'a str,
    #[personalize(categorical)]
    year: u16,
    rating: Rating,
    #[personalize(nullable)]
    price: f64,
    #[personalize(column_type = "int")]
    minutes: u64,
    user_id: i32,
    genres: Vec<&'a str>,
    #[personalize(skip)]
    #[expect(dead_code, reason = "it is left out")]
    poster: &'a [u8],
}

impl Case for Film<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("creationTimestamp", "CREATION_TIMESTAMP long"),
        ("description", "DESCRIPTION textual or null"),
        ("title", "TITLE string"),
        ("year", "YEAR categorical"),
        ("rating", "RATING categorical"),
        ("price", "PRICE double or null"),
        ("minutes", "MINUTES int"),
        ("userId", "USER_ID int"),
        ("genres", "GENRES categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: Arc::from("film \"7\""),
            creation_timestamp: UNIX_EPOCH + Duration::from_secs(1_700_000_000),
            description: Some("He cried: \"Größer!\"\nThen | he left.".to_owned()),
            title: "Größer",
            year: 2009,
            rating: Rating::ForEveryone,
            price: 2.5,
            minutes: 2_147_483_647,
            user_id: i32::MIN,
            genres: vec!["Drama", "\"Noir\""],
            poster: &[0, 159],
        };
        let blank = |id: &'static str| Self {
            id: Arc::from(id),
            creation_timestamp: UNIX_EPOCH - Duration::from_nanos(1),
            description: None,
            title: "",
            year: 0,
            rating: Rating::Adults,
            price: 0.0,
            minutes: 0,
            user_id: 0,
            genres: Vec::new(),
            poster: &[],
        };
        let long = Self {
            description: Some("ü".repeat(15_000)),
            ..blank("long")
        };
        let absent_row = json!({
            "creationTimestamp": "-1", "title": "", "year": "0", "rating": "ADULTS", "price": "0",
            "minutes": "0", "userId": "0"
        });
        let mut long_row = absent_row.clone();
        long_row["description"] = json!("ü".repeat(15_000));
        vec![
            sample(
                "film \"7\"",
                full,
                json!({
                    "creationTimestamp": "1700000000",
                    "description": "He cried: \"Größer!\"\nThen | he left.", "title": "Größer",
                    "year": "2009", "rating": "FOR_EVERYONE", "price": "2.5",
                    "minutes": "2147483647",
                    "userId": "-2147483648", "genres": "Drama|\"Noir\""
                }),
            ),
            sample("absent", blank("absent"), absent_row),
            sample("long", long, long_row),
        ]
    }
}

/// Declares everything about reserved columns, and about others.
#[derive(ItemProperties)]
#[personalize(values = "json")]
pub(crate) struct Product {
    #[personalize(item_id, allow_null_text)]
    sku: String,
    #[personalize(column = "CREATION_TIMESTAMP", column_type = "long")]
    added: u64,
    #[personalize(textual, rename = "text")]
    text: Box<str>,
    #[personalize(column = "IN_STOCK", null_if_none)]
    stock: Option<bool>,
    #[personalize(nullable, skip_if = "Vec::is_empty")]
    sizes: Vec<String>,
    reviewed: Option<Timestamp>,
}

impl Case for Product {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("creationTimestamp", "CREATION_TIMESTAMP long"),
        ("text", "TEXT textual"),
        ("inStock", "IN_STOCK boolean or null"),
        ("sizes", "SIZES categorical or null"),
        ("reviewed", "REVIEWED long or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            sku: "null".to_owned(),
            added: 253_402_300_799,
            text: Box::from("\"\\\u{1f}"),
            stock: Some(true),
            sizes: vec!["S".to_owned(), "XL".to_owned()],
            reviewed: Some(Timestamp::from_millis(i64::MIN)),
        };
        let absent = Self {
            sku: "ü".repeat(256),
            added: 0,
            text: Box::default(),
            stock: None,
            sizes: Vec::new(),
            reviewed: None,
        };
        let long: &'static str = Box::leak("ü".repeat(256).into_boxed_str());
        vec![
            sample(
                "null",
                full,
                json!({
                    "creationTimestamp": 253_402_300_799_i64, "text": "\"\\\u{1f}",
                    "inStock": true, "sizes": "S|XL", "reviewed": -9_223_372_036_854_776_i64
                }),
            ),
            sample(
                long,
                absent,
                json!({
                    "creationTimestamp": 0, "text": "", "inStock": null
                }),
            ),
        ]
    }
}
