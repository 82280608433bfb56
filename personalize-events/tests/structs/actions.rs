//! Actions: columns that the service knows, and others.

use std::time::{Duration, UNIX_EPOCH};

use personalize_events::{ActionProperties, Category, IdValue, Timestamp};
use serde_json::json;

use crate::case::{Case, Sample, sample};

#[derive(IdValue)]
struct Code<'a> {
    code: &'a str,
}

/// All columns that the service knows, where they may be null and are.
#[derive(ActionProperties)]
pub(crate) struct Offer<'a> {
    #[personalize(action_id)]
    code: Code<'a>,
    creation_timestamp: Timestamp,
    value: Option<u32>,
    r#type: Option<&'a str>,
    #[personalize(skip_if = "is_never")]
    expiration_timestamp: Timestamp,
    repeat_frequency: Option<u8>,
    discount: f32,
    segments: &'a [&'a str],
}

fn is_never(timestamp: &Timestamp) -> bool {
    timestamp.as_millis() == i64::MAX
}

impl Case for Offer<'static> {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("creationTimestamp", "CREATION_TIMESTAMP long"),
        ("value", "VALUE long or null"),
        ("type", "TYPE string or null"),
        ("expirationTimestamp", "EXPIRATION_TIMESTAMP long or null"),
        ("repeatFrequency", "REPEAT_FREQUENCY long or null"),
        ("discount", "DISCOUNT float"),
        ("segments", "SEGMENTS categorical or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            code: Code { code: "join | now" },
            creation_timestamp: Timestamp::from_secs(-62_135_596_800),
            value: Some(u32::MAX),
            r#type: Some("Größer | \"null\""),
            expiration_timestamp: Timestamp::from_millis(253_402_300_799_999),
            repeat_frequency: Some(30),
            discount: 0.5,
            segments: &["new", "ü"],
        };
        let absent = Self {
            code: Code { code: "absent" },
            creation_timestamp: Timestamp::from(UNIX_EPOCH + Duration::from_millis(999)),
            value: None,
            r#type: None,
            expiration_timestamp: Timestamp::from_millis(i64::MAX),
            repeat_frequency: None,
            discount: 0.0,
            segments: &[],
        };
        vec![
            sample(
                "join | now",
                full,
                json!({
                    "creationTimestamp": "-62135596800", "value": "4294967295",
                    "type": "Größer | \"null\"", "expirationTimestamp": "253402300799",
                    "repeatFrequency": "30", "discount": "0.5", "segments": "new|ü"
                }),
            ),
            sample(
                "absent",
                absent,
                json!({ "creationTimestamp": "0", "discount": "0" }),
            ),
        ]
    }
}

#[derive(Category)]
#[personalize(rename_all = "snake_case")]
enum Channel {
    PushMessage,
    InApp,
}

#[derive(ActionProperties)]
#[personalize(values = "json")]
pub(crate) struct Campaign {
    #[personalize(action_id, allow_null_text)]
    name: String,
    #[personalize(column_type = "long")]
    value: i128,
    #[personalize(column = "ACTION_EXPIRATION_TIMESTAMP", null_if_none)]
    ends: Option<Timestamp>,
    #[personalize(flatten)]
    reach: Reach,
}

#[derive(ActionProperties)]
struct Reach {
    channel: Option<Channel>,
    channels: Box<[Channel]>,
    #[personalize(values = "json", nullable)]
    recipients: i64,
}

impl Case for Campaign {
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("value", "VALUE long"),
        (
            "actionExpirationTimestamp",
            "ACTION_EXPIRATION_TIMESTAMP long or null",
        ),
        ("channel", "CHANNEL categorical or null"),
        ("channels", "CHANNELS categorical or null"),
        ("recipients", "RECIPIENTS long or null"),
    ];

    fn samples() -> Vec<Sample<Self>> {
        let full = Self {
            name: "null".to_owned(),
            value: i128::from(i64::MIN),
            ends: Some(Timestamp::from_secs(1_700_000_000)),
            reach: Reach {
                channel: Some(Channel::InApp),
                channels: Box::from([Channel::PushMessage, Channel::InApp]),
                recipients: i64::MAX,
            },
        };
        let absent = Self {
            name: "absent".to_owned(),
            value: 0,
            ends: None,
            reach: Reach {
                channel: None,
                channels: Box::default(),
                recipients: 0,
            },
        };
        vec![
            sample(
                "null",
                full,
                json!({
                    "value": -9_223_372_036_854_775_808_i64,
                    "actionExpirationTimestamp": 1_700_000_000, "channel": "in_app",
                    "channels": "push_message|in_app", "recipients": 9_223_372_036_854_775_807_i64
                }),
            ),
            sample(
                "absent",
                absent,
                json!({
                    "value": 0, "actionExpirationTimestamp": null, "recipients": 0
                }),
            ),
        ]
    }
}
