//! Strings in every pointer that holds them, values that may be absent, and what displays.

use std::borrow::Cow;
use std::fmt::Display;
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::sync::Arc;

use personalize_events::UserProperties;
use serde_json::json;

use crate::case::{Case, Sample, sample};

const ODD: &str = "\"für\" 😀 \\ \n\t\u{0}\u{7f}\u{2028}|'/{}";

#[derive(UserProperties)]
pub(crate) struct Texts<'a> {
    #[personalize(user_id)]
    id: Cow<'a, str>,
    #[personalize(plain)]
    name: String,
    #[personalize(categorical)]
    town: &'a str,
    #[personalize(plain)]
    street: Cow<'a, str>,
    #[personalize(categorical)]
    country: Box<str>,
    #[personalize(plain)]
    note: Rc<str>,
    #[personalize(categorical)]
    tier: Arc<String>,
    #[personalize(categorical)]
    initial: char,
    #[personalize(plain)]
    motto: &'a &'a str,
    #[personalize(plain)]
    draft: &'a mut String,
}

impl Texts<'static> {
    fn of(id: &'static str, text: &'static &'static str, initial: char) -> Self {
        Self {
            id: Cow::Borrowed(id),
            name: (*text).to_owned(),
            town: text,
            street: Cow::Owned((*text).to_owned()),
            country: Box::from(*text),
            note: Rc::from(*text),
            tier: Arc::new((*text).to_owned()),
            initial,
            motto: text,
            draft: Box::leak(Box::new((*text).to_owned())),
        }
    }
}

impl Case for Texts<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("name", "NAME string"),
        ("town", "TOWN categorical"),
        ("street", "STREET string"),
        ("country", "COUNTRY categorical"),
        ("note", "NOTE string"),
        ("tier", "TIER categorical"),
        ("initial", "INITIAL categorical"),
        ("motto", "MOTTO string"),
        ("draft", "DRAFT string"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let row = |text: &str, initial: &str| {
            json!({
                "name": text, "town": text, "street": text, "country": text, "note": text,
                "tier": text, "initial": initial, "motto": text, "draft": text
            })
        };
        vec![
            sample(
                "typical",
                Texts::of("typical", &"Ulm", 'u'),
                row("Ulm", "u"),
            ),
            sample("empty", Texts::of("empty", &"", '\0'), row("", "\0")),
            sample(
                "\"odd\" ü",
                Texts::of("\"odd\" ü", &ODD, '😀'),
                row(ODD, "😀"),
            ),
            sample(
                "user null",
                Texts::of("user null", &"Null", '"'),
                row("Null", "\""),
            ),
        ]
    }
}

#[derive(Default, UserProperties)]
pub(crate) struct Options<'a> {
    #[personalize(user_id, allow_null_text)]
    id: &'a str,
    age: Option<u8>,
    #[personalize(null_if_none)]
    views: Option<Box<i64>>,
    #[expect(clippy::option_option, reason = "a parameter may become it")]
    score: Option<Option<f64>>,
    #[personalize(null_if_none)]
    subscribed: Option<&'a bool>,
    #[personalize(categorical)]
    town: Option<String>,
    #[personalize(null_if_none, plain)]
    note: Option<Cow<'a, str>>,
    #[personalize(null_if_none, nullable, categorical, skip_if = "str::is_empty")]
    country: &'a str,
    #[personalize(skip_if = "is_zero")]
    visits: u32,
    #[personalize(skip_if = "Option::is_none", null_if_none)]
    ratio: Option<f32>,
    #[personalize(nullable)]
    rank: i16,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "this is what `skip_if` calls"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Case for Options<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("age", "AGE int or null"),
        ("views", "VIEWS long or null"),
        ("score", "SCORE double or null"),
        ("subscribed", "SUBSCRIBED boolean or null"),
        ("town", "TOWN categorical or null"),
        ("note", "NOTE string or null"),
        ("country", "COUNTRY categorical or null"),
        ("visits", "VISITS long or null"),
        ("ratio", "RATIO float or null"),
        ("rank", "RANK int or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            id: "null",
            age: Some(34),
            views: Some(Box::new(i64::MAX)),
            score: Some(Some(-4.5)),
            subscribed: Some(&false),
            town: Some("'s-Hertogenbosch".to_owned()),
            note: Some(Cow::Borrowed("null")),
            country: "NL",
            visits: 1,
            ratio: Some(0.5),
            rank: -1,
        };
        let absent = Self {
            id: "absent",
            score: Some(None),
            ..Self::default()
        };
        vec![
            sample(
                "null",
                full,
                json!({
                    "age": "34", "views": "9223372036854775807", "score": "-4.5",
                    "subscribed": "false", "town": "'s-Hertogenbosch", "note": "null",
                    "country": "NL", "visits": "1", "ratio": "0.5", "rank": "-1"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "views": null, "subscribed": null, "note": null, "rank": "0"
                }),
            ),
        ]
    }
}

/// Displays as its number, twice.
struct Twice(i32);

impl Display for Twice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0 * 2)
    }
}

#[derive(UserProperties)]
#[personalize(values = "json")]
pub(crate) struct Displayed<'a, T> {
    #[personalize(user_id)]
    id: &'a String,
    #[personalize(display, categorical)]
    address: Ipv4Addr,
    #[personalize(display, column_type = "int")]
    doubled: Twice,
    #[personalize(display, column_type = "long")]
    count: Option<T>,
    #[personalize(display, plain, null_if_none)]
    title: Option<&'a dyn Display>,
    #[personalize(display, column_type = "boolean")]
    verified: Box<dyn Display>,
    #[personalize(display, plain)]
    quoted: std::fmt::Arguments<'a>,
}

impl Case for Displayed<'static, u8> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("address", "ADDRESS categorical"),
        ("doubled", "DOUBLED int"),
        ("count", "COUNT long or null"),
        ("title", "TITLE string or null"),
        ("verified", "VERIFIED boolean"),
        ("quoted", "QUOTED string"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let id = |id: &str| &*Box::leak(Box::new(id.to_owned()));
        let full = Self {
            id: id("full"),
            address: Ipv4Addr::LOCALHOST,
            doubled: Twice(-1_073_741_824),
            count: Some(255),
            title: Some(&"Dr. \"Ü\""),
            verified: Box::new(true),
            quoted: format_args!("\"\\"),
        };
        let absent = Self {
            id: id("absent"),
            address: Ipv4Addr::UNSPECIFIED,
            doubled: Twice(0),
            count: None,
            title: None,
            verified: Box::new("false"),
            quoted: format_args!(""),
        };
        vec![
            sample(
                "full",
                full,
                json!({
                    "address": "127.0.0.1", "doubled": "-2147483648", "count": "255",
                    "title": "Dr. \"Ü\"", "verified": "true", "quoted": "\"\\"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "address": "0.0.0.0", "doubled": "0", "title": null, "verified": "false",
                    "quoted": ""
                }),
            ),
        ]
    }
}
