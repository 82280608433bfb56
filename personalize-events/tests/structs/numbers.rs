//! Numbers of every width, up to the ends of their columns.

use personalize_events::UserProperties;
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(UserProperties)]
pub(crate) struct Integers {
    #[personalize(user_id)]
    id: u64,
    shelf: i8,
    level: i16,
    floor: i32,
    age: u8,
    year: u16,
    balance: i64,
    views: u32,
    #[personalize(column_type = "long")]
    bytes: u64,
    #[personalize(column_type = "long")]
    debt: i128,
    #[personalize(column_type = "long")]
    stars: u128,
    #[personalize(column_type = "long")]
    pages: usize,
    #[personalize(column_type = "int")]
    offset: isize,
}

impl Integers {
    /// The end of each type's range, or of its column's where that is narrower.
    fn least() -> Self {
        Self {
            id: 0,
            shelf: i8::MIN,
            level: i16::MIN,
            floor: i32::MIN,
            age: 0,
            year: 0,
            balance: i64::MIN,
            views: 0,
            bytes: 0,
            debt: i128::from(i64::MIN),
            stars: 0,
            pages: 0,
            offset: -2_147_483_648,
        }
    }

    fn most() -> Self {
        Self {
            id: u64::MAX,
            shelf: i8::MAX,
            level: i16::MAX,
            floor: i32::MAX,
            age: u8::MAX,
            year: u16::MAX,
            balance: i64::MAX,
            views: u32::MAX,
            bytes: 9_223_372_036_854_775_807,
            debt: i128::from(i64::MAX),
            stars: 9_223_372_036_854_775_807,
            pages: 4_294_967_295,
            offset: 2_147_483_647,
        }
    }
}

impl Case for Integers {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("shelf", "SHELF int"),
        ("level", "LEVEL int"),
        ("floor", "FLOOR int"),
        ("age", "AGE int"),
        ("year", "YEAR int"),
        ("balance", "BALANCE long"),
        ("views", "VIEWS long"),
        ("bytes", "BYTES long"),
        ("debt", "DEBT long"),
        ("stars", "STARS long"),
        ("pages", "PAGES long"),
        ("offset", "OFFSET int"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let least = json!({
            "shelf": "-128", "level": "-32768", "floor": "-2147483648", "age": "0", "year": "0",
            "balance": "-9223372036854775808", "views": "0", "bytes": "0",
            "debt": "-9223372036854775808", "stars": "0", "pages": "0", "offset": "-2147483648"
        });
        let most = json!({
            "shelf": "127", "level": "32767", "floor": "2147483647", "age": "255", "year": "65535",
            "balance": "9223372036854775807", "views": "4294967295",
            "bytes": "9223372036854775807", "debt": "9223372036854775807",
            "stars": "9223372036854775807", "pages": "4294967295", "offset": "2147483647"
        });
        vec![
            sample("0", Self::least(), least),
            sample("18446744073709551615", Self::most(), most),
        ]
    }
}

#[derive(UserProperties)]
pub(crate) struct Floats<'a> {
    #[personalize(user_id)]
    id: &'a str,
    ratio: f32,
    score: f64,
    #[personalize(column_type = "float")]
    narrow: f64,
    #[personalize(column_type = "double")]
    wide: f32,
    #[personalize(column_type = "double")]
    whole: i32,
    #[personalize(column_type = "float")]
    text: &'a str,
}

impl Floats<'static> {
    fn of(id: &'static str, narrow: f32, double: f64) -> Self {
        Self {
            id,
            ratio: narrow,
            score: double,
            narrow: f64::from(narrow),
            wide: 1.5,
            whole: i32::MIN,
            text: "+1e-3",
        }
    }
}

impl Case for Floats<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("ratio", "RATIO float"),
        ("score", "SCORE double"),
        ("narrow", "NARROW float"),
        ("wide", "WIDE double"),
        ("whole", "WHOLE double"),
        ("text", "TEXT float"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let row = |narrow: &str, double: &str| {
            json!({
                "ratio": narrow, "score": double, "narrow": narrow, "wide": "1.5",
                "whole": "-2147483648", "text": "+1e-3"
            })
        };
        let most = format!("179769313486231570{}", "0".repeat(291));
        vec![
            sample(
                "typical",
                Self::of("typical", -0.1, 4.7),
                row("-0.1", "4.7"),
            ),
            sample("zero", Self::of("zero", -0.0, 0.0), row("-0", "0")),
            sample(
                "most",
                Self::of("most", f32::MAX, f64::MAX),
                row("340282346638528859811704183484516925440", &most),
            ),
            sample(
                "least",
                Self::of("least", f32::MIN_POSITIVE, f64::from_bits(1)),
                row("1.17549435e-38", "4.9e-324"),
            ),
        ]
    }
}
