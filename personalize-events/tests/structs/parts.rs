//! Structs whose properties are a part of those of another struct.

use personalize_events::{ItemProperties, UserProperties};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(UserProperties)]
pub(crate) struct Nested {
    #[personalize(user_id)]
    id: String,
    age: u8,
    #[personalize(flatten)]
    address: Address<'static>,
    #[personalize(flatten, skip_if = "Device::is_unknown")]
    device: Device,
    #[personalize(flatten)]
    nothing: Nothing,
    subscribed: bool,
}

#[derive(UserProperties)]
struct Address<'a> {
    #[personalize(categorical)]
    town: &'a str,
    #[personalize(flatten)]
    place: Place,
    #[personalize(categorical, null_if_none)]
    country: Option<&'a str>,
}

#[derive(UserProperties)]
#[personalize(values = "json")]
struct Place {
    latitude: f64,
    longitude: f64,
}

#[derive(UserProperties)]
#[personalize(rename_all = "snake_case")]
struct Device {
    pixels: u32,
    #[personalize(flatten)]
    system: System,
}

#[derive(UserProperties)]
struct System {
    #[personalize(column = "OPERATING_SYSTEM", categorical)]
    name: &'static str,
    #[personalize(values = "json", skip_if = "Option::is_none")]
    release: Option<u16>,
}

#[derive(UserProperties)]
struct Nothing {}

impl Device {
    fn is_unknown(&self) -> bool {
        self.pixels == 0
    }
}

impl Case for Nested {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("age", "AGE int"),
        ("town", "TOWN categorical"),
        ("latitude", "LATITUDE double"),
        ("longitude", "LONGITUDE double"),
        ("country", "COUNTRY categorical or null"),
        ("pixels", "PIXELS long or null"),
        ("operatingSystem", "OPERATING_SYSTEM categorical or null"),
        ("release", "RELEASE int or null"),
        ("subscribed", "SUBSCRIBED boolean"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |id: &str, town, country, pixels, release| Self {
            id: id.to_owned(),
            age: 34,
            address: Address {
                town,
                place: Place {
                    latitude: 48.5,
                    longitude: -180.0,
                },
                country,
            },
            device: Device {
                pixels,
                system: System {
                    name: "Größe",
                    release,
                },
            },
            nothing: Nothing {},
            subscribed: true,
        };
        vec![
            sample(
                "full",
                of("full", "Ulm", Some("DE"), u32::MAX, Some(14)),
                json!({
                    "age": "34", "town": "Ulm", "latitude": 48.5, "longitude": -180.0,
                    "country": "DE", "pixels": "4294967295", "operatingSystem": "Größe",
                    "release": 14, "subscribed": "true"
                }),
            ),
            sample(
                "absent",
                of("absent", "", None, 0, None),
                json!({
                    "age": "34", "town": "", "latitude": 48.5, "longitude": -180.0, "country": null,
                    "subscribed": "true"
                }),
            ),
            sample(
                "half",
                of("half", "\"", None, 1, None),
                json!({
                    "age": "34", "town": "\"", "latitude": 48.5, "longitude": -180.0,
                    "country": null,
                    "pixels": "1", "operatingSystem": "Größe", "subscribed": "true"
                }),
            ),
        ]
    }
}

/// Both parts are known only when the parameters are; what they have in common stays in between.
#[derive(ItemProperties)]
pub(crate) struct Composed<'a, A, B, const N: usize>
where
    A: ItemProperties,
{
    #[personalize(item_id)]
    id: &'a str,
    #[personalize(flatten)]
    first: A,
    tags: [&'a str; N],
    #[personalize(flatten, skip_if = "is_none")]
    second: Part<B>,
}

#[derive(ItemProperties)]
pub(crate) struct Part<T> {
    price: T,
    former_price: Option<T>,
}

#[derive(ItemProperties)]
pub(crate) struct Rated<T> {
    #[personalize(categorical)]
    rating: T,
    stars: i8,
}

fn is_none<T>(part: &Part<T>) -> bool {
    part.former_price.is_none()
}

impl Case for Composed<'static, Rated<char>, f32, 1> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("rating", "RATING categorical"),
        ("stars", "STARS int"),
        ("tags", "TAGS categorical"),
        ("price", "PRICE float or null"),
        ("formerPrice", "FORMER_PRICE float or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |id, rating, price, former_price| Self {
            id,
            first: Rated { rating, stars: -1 },
            tags: ["ü"],
            second: Part {
                price,
                former_price,
            },
        };
        vec![
            sample(
                "full",
                of("full", 'G', 2.5, Some(-0.5)),
                json!({
                    "rating": "G", "stars": "-1", "tags": "ü", "price": "2.5", "formerPrice": "-0.5"
                }),
            ),
            sample(
                "absent",
                of("absent", '"', 1.0, None),
                json!({
                    "rating": "\"", "stars": "-1", "tags": "ü"
                }),
            ),
        ]
    }
}
