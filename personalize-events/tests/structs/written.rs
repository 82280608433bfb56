//! Values that functions and types of one's own write, and fields that are left out.

use std::collections::HashMap;
use std::time::Duration;

use personalize_events::{ColumnType, IdValue, PropertyValue, UserProperties, ValueWriter};
use serde_json::json;

use crate::case::{Case, Sample, sample};

mod minutes {
    use std::time::Duration;

    use personalize_events::{PropertyValue, ValueWriter};

    pub(super) fn write(duration: &Duration, property: ValueWriter<'_>) {
        (duration.as_secs() / 60).write_property(property);
    }
}

/// Omits the property if there is no value.
fn write_largest<const LEAST: u32>(counts: &HashMap<&str, u32>, property: ValueWriter<'_>) {
    let counts = counts.values().copied();
    if let Some(most) = counts.max().filter(|most| *most >= LEAST) {
        most.write_property(property);
    }
}

fn write_all<T: ToString>(values: &[T], property: ValueWriter<'_>) {
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    values.write_property(property.null_if_none());
}

fn is_short(duration: &Duration) -> bool {
    duration.as_secs() < 60
}

/// Ids of accounts, in the form of another system.
struct AccountId(u32);

impl IdValue for AccountId {
    fn to_id(&self) -> String {
        format!("account|{:04}|\"ü\"", self.0)
    }
}

/// One to five, or not rated.
struct Stars(u8);

impl PropertyValue for Stars {
    const COLUMN: ColumnType = ColumnType::FLOAT.nullable();

    fn write_property(&self, property: ValueWriter<'_>) {
        let stars = f32::from(self.0) / 2.0;
        (self.0 > 0).then_some(stars).write_property(property);
    }
}

#[derive(PropertyValue)]
struct Wrapped<T: ?Sized> {
    inner: T,
}

#[derive(UserProperties)]
#[personalize(values = "json")]
pub(crate) struct Written<'a> {
    #[personalize(user_id)]
    id: AccountId,
    #[personalize(with = "minutes::write", column_type = "int")]
    watched: Duration,
    #[personalize(with = "minutes::write", column_type = "long", values = "string")]
    paused: Duration,
    #[personalize(with = "minutes::write", column_type = "double", skip_if = "is_short")]
    waited: Duration,
    #[personalize(with = "write_largest::<2>", column_type = "long", nullable)]
    most: HashMap<&'a str, u32>,
    #[personalize(with = "self::write_all::<i16>", categorical, nullable)]
    years: Vec<i16>,
    #[personalize(with = "<u32 as PropertyValue>::write_property", column_type = "long")]
    direct: u32,
    stars: Stars,
    former_stars: Option<Stars>,
    wrapped: Wrapped<Box<Wrapped<Option<bool>>>>,
    unsized_tags: &'a Wrapped<[&'a str]>,
    #[personalize(skip)]
    #[expect(dead_code, reason = "it is left out")]
    connection: Option<std::net::TcpStream>,
}

impl Case for Written<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("watched", "WATCHED int"),
        ("paused", "PAUSED long"),
        ("waited", "WAITED double or null"),
        ("most", "MOST long or null"),
        ("years", "YEARS categorical or null"),
        ("direct", "DIRECT long"),
        ("stars", "STARS float or null"),
        ("formerStars", "FORMER_STARS float or null"),
        ("wrapped", "WRAPPED boolean or null"),
        ("unsizedTags", "UNSIZED_TAGS categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let wrapped = |inner| Wrapped {
            inner: Box::new(Wrapped { inner }),
        };
        let full = Self {
            id: AccountId(7),
            watched: Duration::from_secs(2_147_483_647 * 60 + 59),
            paused: Duration::from_secs(300),
            waited: Duration::from_secs(60),
            most: HashMap::from([("a", 1), ("b", u32::MAX)]),
            years: vec![2009, -1],
            direct: 9,
            stars: Stars(9),
            former_stars: Some(Stars(1)),
            wrapped: wrapped(Some(true)),
            unsized_tags: &Wrapped {
                inner: ["a", "\"b\""],
            },
            connection: None,
        };
        let absent = Self {
            id: AccountId(12_345),
            watched: Duration::ZERO,
            paused: Duration::from_secs(59),
            waited: Duration::from_secs(59),
            most: HashMap::from([("a", 1)]),
            years: Vec::new(),
            direct: 0,
            stars: Stars(0),
            former_stars: Some(Stars(0)),
            wrapped: wrapped(None),
            unsized_tags: &Wrapped { inner: [] },
            connection: None,
        };
        vec![
            sample(
                "account|0007|\"ü\"",
                full,
                json!({
                    "watched": 2_147_483_647, "paused": "5", "waited": 1, "most": 4_294_967_295_u32,
                    "years": "2009|-1", "direct": 9, "stars": 4.5, "formerStars": 0.5,
                    "wrapped": true, "unsizedTags": "a|\"b\""
                }),
            ),
            sample(
                "account|12345|\"ü\"",
                absent,
                json!({
                    "watched": 0, "paused": "0", "years": null, "direct": 0
                }),
            ),
        ]
    }
}
