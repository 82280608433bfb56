//! Events and action interactions, of which the emulator validates rows: see `record.rs`.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;
use std::time::Duration;

use personalize_events::{
    ActionInteractionProperties, EventProperties, PropertyValue, ValueWriter,
};
use serde_json::json;

use crate::case::{Case, Sample, sample};
use crate::categories::Genre;

#[derive(EventProperties)]
#[personalize(optional_columns = "IMPRESSION, RECOMMENDATION_ID")]
pub(crate) struct Watched<'a> {
    event_value: f32,
    #[personalize(column = "EVENT_ATTRIBUTION_SOURCE")]
    source: Option<&'a str>,
    #[personalize(categorical)]
    device_type: &'a str,
    minutes: i32,
    position: Option<f64>,
    #[personalize(rename = "genres")]
    genres: BTreeSet<Genre>,
    #[personalize(display, plain)]
    address: Option<Ipv6Addr>,
    #[personalize(skip)]
    #[expect(dead_code, reason = "it is left out")]
    session_id: u64,
}

impl Case for Watched<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("eventValue", "EVENT_VALUE float"),
        (
            "eventAttributionSource",
            "EVENT_ATTRIBUTION_SOURCE string or null",
        ),
        ("deviceType", "DEVICE_TYPE categorical"),
        ("minutes", "MINUTES int"),
        ("position", "POSITION double or null"),
        ("genres", "GENRES categorical or null"),
        ("address", "ADDRESS string or null"),
    ];
    const OPTIONAL: &'static [&'static str] = &["IMPRESSION", "RECOMMENDATION_ID"];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            event_value: f32::MIN,
            source: Some("\"news\" | ü"),
            device_type: "tablet",
            minutes: i32::MIN,
            position: Some(f64::MIN),
            genres: BTreeSet::from([Genre::Crime, Genre::Drama]),
            address: Some(Ipv6Addr::LOCALHOST),
            session_id: 7,
        };
        let absent = Self {
            event_value: 0.0,
            source: None,
            device_type: "",
            minutes: 0,
            position: None,
            genres: BTreeSet::new(),
            address: None,
            session_id: 7,
        };
        let least = format!("-179769313486231570{}", "0".repeat(291));
        vec![
            sample(
                "full",
                full,
                json!({
                    "eventValue": "-340282346638528859811704183484516925440",
                    "eventAttributionSource": "\"news\" | ü", "deviceType": "tablet",
                    "minutes": "-2147483648", "position": least, "genres": "Drama|Crime",
                    "address": "::1"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "eventValue": "0", "deviceType": "", "minutes": "0"
                }),
            ),
        ]
    }
}

#[derive(EventProperties, ActionInteractionProperties)]
#[personalize(values = "json")]
pub(crate) struct Shared<'a, D> {
    #[personalize(flatten)]
    device: D,
    #[personalize(null_if_none)]
    muted: Option<bool>,
    #[personalize(column_type = "long", values = "string")]
    bytes: u64,
    tags: [&'a str; 1],
}

#[derive(EventProperties, ActionInteractionProperties)]
pub(crate) struct Device {
    #[personalize(categorical, skip_if = "String::is_empty")]
    device: String,
    pixels: u16,
}

impl Case for Shared<'static, Device> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("device", "DEVICE categorical or null"),
        ("pixels", "PIXELS int"),
        ("muted", "MUTED boolean or null"),
        ("bytes", "BYTES long"),
        ("tags", "TAGS categorical"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |device: &str, muted, bytes| Self {
            device: Device {
                device: device.to_owned(),
                pixels: 1080,
            },
            muted,
            bytes,
            tags: ["ü \"x\""],
        };
        vec![
            sample(
                "full",
                of("telly", Some(false), 9_223_372_036_854_775_807),
                json!({
                    "device": "telly", "pixels": "1080", "muted": false,
                    "bytes": "9223372036854775807", "tags": "ü \"x\""
                }),
            ),
            sample(
                "absent",
                of("", None, 0),
                json!({
                    "pixels": "1080", "muted": null, "bytes": "0", "tags": "ü \"x\""
                }),
            ),
        ]
    }
}

/// A struct without own columns has those besides the properties.
#[derive(EventProperties, ActionInteractionProperties)]
pub(crate) struct Bare {}

impl Case for Bare {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[];

    fn samples() -> Vec<Sample<Self>> {
        vec![sample("bare", Self {}, json!({}))]
    }
}

#[derive(ActionInteractionProperties)]
pub(crate) struct Shown<'a> {
    #[personalize(categorical)]
    r#where: &'a str,
    place: u8,
    #[personalize(with = "write_seconds", column_type = "float", nullable)]
    seconds: Duration,
    #[personalize(plain)]
    item_id: Option<char>,
}

fn write_seconds(duration: &Duration, property: ValueWriter<'_>) {
    (!duration.is_zero())
        .then_some(duration.as_secs_f32())
        .write_property(property);
}

impl Case for Shown<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("where", "WHERE categorical"),
        ("place", "PLACE int"),
        ("seconds", "SECONDS float or null"),
        ("itemId", "ITEM_ID string or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let of = |r#where, place, millis, item_id| Self {
            r#where,
            place,
            seconds: Duration::from_millis(millis),
            item_id,
        };
        vec![
            sample(
                "full",
                of("top \"ü\"", 255, 2500, Some('😀')),
                json!({
                    "where": "top \"ü\"", "place": "255", "seconds": "2.5", "itemId": "😀"
                }),
            ),
            sample(
                "absent",
                of("", 0, 0, None),
                json!({ "where": "", "place": "0" }),
            ),
        ]
    }
}
