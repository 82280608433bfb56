//! Random inputs of every operation, as JSON and as builder calls.
//!
//! An input is the JSON that a client without checks would send; [`Input::build`] gives the same
//! data to the builders, member by member.

use personalize_events::builders::{
    ActionBuilder, ActionInteractionBuilder, EventBuilder, ItemBuilder, UserBuilder,
};
use personalize_events::{
    MetricAttribution, PutActionInteractionsRequest, PutActionsRequest, PutEventsRequest,
    PutItemsRequest, PutUsersRequest, Timestamp, ValidationError,
};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A member that is there nine times out of ten.
fn member<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    weighted(0.9, of)
}

/// An object of the members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let there = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

/// Counts around a limit, and ordinary ones.
fn count(max: usize) -> impl Strategy<Value = usize> {
    prop_oneof![
        12 => 1..max.min(12),
        1 => Just(0),
        1 => Just(max - 1),
        1 => Just(max),
        2 => Just(max + 1),
    ]
}

/// Text of one to four bytes a character; sometimes what JSON has to escape.
fn text(max: usize) -> impl Strategy<Value = Value> {
    let characters = prop_oneof![
        "[a-z]",
        "[ -~]",
        "[à-ÿ]",
        "[぀-ゟ]",
        "[😀-😊]",
        "[\\x00-\\x1f\"\\\\]"
    ];
    (characters, count(max)).prop_map(|(character, count)| character.repeat(count).into())
}

/// Ids, some of which are the text `null`.
fn id() -> impl Strategy<Value = Value> {
    prop_oneof![
        9 => text(256),
        1 => prop_oneof![Just("null"), Just("Null"), Just("null ")].prop_map(Value::from),
    ]
}

/// ARNs: mostly right, with each part sometimes missing or odd, and of lengths around the limit.
fn arn() -> impl Strategy<Value = Value> {
    let start = prop_oneof![9 => Just("arn:"), 1 => Just("arn"), 1 => Just("xarn:")];
    let partition = prop_oneof![
        5 => Just("aws".to_owned()),
        3 => "[a-z0-9-]{1,8}",
        1 => "[ -~]{0,8}",
        1 => Just(String::new()),
    ];
    let service =
        prop_oneof![9 => Just(":personalize:"), 1 => Just(":s3:"), 1 => Just(":personalize")];
    let rest = prop_oneof![
        8 => Just("eu-west-1:123456789012:dataset/films/USERS"),
        1 => Just("::x"),
        1 => Just("::"),
        1 => Just("a:b\nc:d"),
        1 => Just("a:b\u{2028}:d"),
        1 => Just("a:b\u{85}:d"),
        1 => Just("é😀:é:é"),
    ];
    let length = prop_oneof![8 => Just(0_usize), 1 => 250..260_usize];
    (start, partition, service, rest, length).prop_map(
        |(start, partition, service, rest, length)| {
            let arn = format!("{start}{partition}{service}{rest}");
            let missing = length.saturating_sub(arn.chars().count());
            format!("{arn}{}", "x".repeat(missing)).into()
        },
    )
}

/// JSON text of lengths around the limit, and text that is no JSON.
fn properties(max: usize) -> impl Strategy<Value = Value> {
    let padded = |value: &str, length: usize| {
        let rest = length.saturating_sub(r#"{"a":""}"#.len());
        let fitting = rest / value.chars().count().max(1);
        format!(r#"{{"a":"{}"}}"#, value.repeat(fitting))
    };
    prop_oneof![
        4 => Just("{}".to_owned()),
        4 => (prop_oneof![Just("é"), Just("x"), Just("😀"), Just(r"\n")], max - 3..max + 4)
            .prop_map(move |(value, length)| padded(value, length)),
        1 => Just(String::new()),
        1 => Just(" ".to_owned()),
        1 => Just("{'a': 1}".to_owned()),
        1 => Just(r#"{"a":1,}"#.to_owned()),
        1 => Just(r#"{"a":"\ud800"}"#.to_owned()),
        1 => Just(r#"{"a":1} x"#.to_owned()),
        1 => prop_oneof![Just("null"), Just(" [1]"), Just("\"{}\""), Just("nullx"), Just("\n{}")]
            .prop_map(str::to_owned),
        1 => Just(r#"{"a":1e400}"#.to_owned()),
        3 => vec(entry(), 0..4).prop_map(|entries| format!("{{{}}}", entries.join(","))),
    ]
    .prop_map(Value::String)
}

/// Entries whose keys the service reserves for some records, and escapes of surrogates.
fn entry() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        "(user_?id|SessionId|event_type|EVENTVALUE|timeStamp|recommendationID|impressions?|itemId)",
        "(creation|expiration|ACTION_EXPIRATION_)_?Timestamp",
        "[a-z_\\\\]{0,3}",
    ];
    let value = prop_oneof![
        timestamp().prop_map(|seconds| seconds.to_string()),
        timestamp().prop_map(|seconds| format!("\"{seconds}\"")),
        r"-?[0-9]{1,14}\.[0-9]|[1-9]e[0-9]{1,2}|null|true|\[1e12\]",
        r#""(\\u(d83d|DE00|d800|0041|[0-9a-f]{4})|\\\\|x|\\n|-|0){0,4}""#,
    ];
    (key, value).prop_map(|(key, value)| format!("\"{key}\":{value}"))
}

/// How the records of a dataset look.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    id: &'static str,
    properties: usize,
}

impl Record {
    pub(crate) fn with_id(id: &'static str, properties: usize) -> Self {
        Self { id, properties }
    }

    fn any(self) -> impl Strategy<Value = Value> {
        (member(id()), weighted(0.3, properties(self.properties)))
            .prop_map(move |(id, properties)| object([(self.id, id), ("properties", properties)]))
    }
}

/// Batches: often of one record, so that most of what is wrong is wrong alone.
fn batch(record: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let counts = prop_oneof![6 => Just(1_usize), 1 => Just(0), 1 => 2..10_usize, 1 => 9..12_usize];
    let records = (counts, vec(record, 11));
    records.prop_map(|(count, mut records)| {
        records.truncate(count);
        Value::Array(records)
    })
}

#[derive(Clone, Debug)]
pub(crate) struct Input(Value);

pub(crate) fn put(list: &'static str, record: Record) -> impl Strategy<Value = Input> {
    (member(arn()), member(batch(record.any())))
        .prop_map(move |(arn, records)| Input(object([("datasetArn", arn), (list, records)])))
}

fn impression() -> impl Strategy<Value = Value> {
    (count(25), vec(id(), 26)).prop_map(|(count, mut ids)| {
        ids.truncate(count);
        Value::Array(ids)
    })
}

fn attribution() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        4 => text(1024),
        1 => count(1024).prop_map(|count| " ".repeat(count).into()),
        1 => count(1024).prop_map(|count| format!("{}~", " ".repeat(count)).into()),
    ];
    member(text).prop_map(|source| object([("eventAttributionSource", source)]))
}

/// Whole seconds, as JSON numbers, of which some can only be milliseconds.
fn timestamp() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => -62_135_596_800..253_402_300_800_i64,
        1 => -62_135_596_802..-62_135_596_799_i64,
        1 => 253_402_300_798..253_402_300_802_i64,
        1 => -4_000_000_000_000_000..4_000_000_000_000_000_i64,
    ]
    .prop_map(Value::from)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => any::<f32>().prop_filter("finite", |value| value.is_finite()).prop_map(Value::from),
        1 => Just("NaN".into()),
        1 => Just("-Infinity".into()),
    ]
}

pub(crate) fn events() -> impl Strategy<Value = Input> {
    let first = (
        member(text(256)),
        member(text(256)),
        weighted(0.5, value()),
        member(id()),
    );
    let second = (
        weighted(0.5, properties(1024)),
        member(timestamp()),
        weighted(0.5, text(40)),
    );
    let third = (weighted(0.3, impression()), weighted(0.5, attribution()));
    let event = (first, second, third).prop_map(|(first, second, third)| {
        object([
            ("eventId", first.0),
            ("eventType", first.1),
            ("eventValue", first.2),
            ("itemId", first.3),
            ("properties", second.0),
            ("sentAt", second.1),
            ("recommendationId", second.2),
            ("impression", third.0),
            ("metricAttribution", third.1),
        ])
    });
    (
        member(text(256)),
        member(id()),
        member(id()),
        member(batch(event)),
    )
        .prop_map(|(tracker, user, session, events)| {
            Input(object([
                ("trackingId", tracker),
                ("userId", user),
                ("sessionId", session),
                ("eventList", events),
            ]))
        })
}

pub(crate) fn action_interactions() -> impl Strategy<Value = Input> {
    let first = (
        member(id()),
        member(id()),
        member(id()),
        member(timestamp()),
    );
    let second = (
        member(text(256)),
        member(text(256)),
        weighted(0.5, text(40)),
    );
    let third = (weighted(0.3, impression()), weighted(0.5, properties(1024)));
    let interaction = (first, second, third).prop_map(|(first, second, third)| {
        object([
            ("actionId", first.0),
            ("userId", first.1),
            ("sessionId", first.2),
            ("timestamp", first.3),
            ("eventType", second.0),
            ("eventId", second.1),
            ("recommendationId", second.2),
            ("impression", third.0),
            ("properties", third.1),
        ])
    });
    (member(text(256)), member(batch(interaction))).prop_map(|(tracker, interactions)| {
        Input(object([
            ("trackingId", tracker),
            ("actionInteractions", interactions),
        ]))
    })
}

fn string(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(string)
        .collect()
}

fn seconds(value: &Value) -> Timestamp {
    Timestamp::from_secs(value.as_i64().expect("seconds"))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the numbers were made from `f32`"
)]
fn float(value: &Value) -> f32 {
    match value.as_str() {
        Some("NaN") => f32::NAN,
        Some("-Infinity") => f32::NEG_INFINITY,
        _ => value.as_f64().expect("a number") as f32,
    }
}

/// Sets the members of a builder that the JSON has.
macro_rules! set {
    ($builder:expr, $json:expr, { $($wire:literal => $setter:ident($convert:expr)),* $(,)? }) => {{
        let mut builder = $builder;
        $(if let Some(value) = $json.get($wire) {
            builder = builder.$setter($convert(value));
        })*
        builder
    }};
}

fn each<B>(list: &Value, build: fn(&Value) -> B) -> Vec<B> {
    list.as_array().expect("a list").iter().map(build).collect()
}

fn user(json: &Value) -> UserBuilder {
    set!(UserBuilder::default(), json, {"userId" => user_id(string), "properties" => properties(string)})
}

fn item(json: &Value) -> ItemBuilder {
    set!(ItemBuilder::default(), json, {"itemId" => item_id(string), "properties" => properties(string)})
}

fn action(json: &Value) -> ActionBuilder {
    set!(ActionBuilder::default(), json, {
        "actionId" => action_id(string), "properties" => properties(string),
    })
}

fn event(json: &Value) -> EventBuilder {
    let attribution = |json: &Value| {
        set!(MetricAttribution::builder(), json, {
            "eventAttributionSource" => event_attribution_source(string),
        })
    };
    set!(EventBuilder::default(), json, {
        "eventId" => event_id(string),
        "eventType" => event_type(string),
        "eventValue" => event_value(float),
        "itemId" => item_id(string),
        "properties" => properties(string),
        "sentAt" => sent_at(seconds),
        "recommendationId" => recommendation_id(string),
        "impression" => impression(strings),
        "metricAttribution" => metric_attribution(attribution),
    })
}

fn interaction(json: &Value) -> ActionInteractionBuilder {
    set!(ActionInteractionBuilder::default(), json, {
        "actionId" => action_id(string),
        "userId" => user_id(string),
        "sessionId" => session_id(string),
        "timestamp" => timestamp(seconds),
        "eventType" => event_type(string),
        "eventId" => event_id(string),
        "recommendationId" => recommendation_id(string),
        "impression" => impression(strings),
        "properties" => properties(string),
    })
}

/// Deserializes a request; what it serializes to is the same request.
fn deserialize<T: Serialize + DeserializeOwned + PartialEq>(json: &Value) -> Result<Value, String> {
    let request =
        serde_json::from_str::<T>(&json.to_string()).map_err(|error| error.to_string())?;
    let text = serde_json::to_string(&request).expect("a request is JSON");
    let again: T = serde_json::from_str(&text).expect("a request that was serialized");
    // A request with NaN does not equal itself.
    let has_nan = text.contains(r#""NaN""#);
    assert!(again == request || has_nan, "{text}");
    assert_eq!(
        serde_json::to_string(&again).expect("a request is JSON"),
        text
    );
    Ok(json!(request))
}

impl Input {
    pub(crate) fn from_json(json: Value) -> Self {
        Self(json)
    }

    pub(crate) fn json(&self) -> Value {
        self.0.clone()
    }

    /// The body of the request that is deserialized, or the error.
    pub(crate) fn deserialize(&self, operation: &str) -> Result<Value, String> {
        match operation {
            "PutUsers" => deserialize::<PutUsersRequest>(&self.0),
            "PutItems" => deserialize::<PutItemsRequest>(&self.0),
            "PutActions" => deserialize::<PutActionsRequest>(&self.0),
            "PutEvents" => deserialize::<PutEventsRequest>(&self.0),
            "PutActionInteractions" => deserialize::<PutActionInteractionsRequest>(&self.0),
            other => panic!("{other} is no operation"),
        }
    }

    /// The body that the client sends, or what its builders refuse.
    pub(crate) fn build(&self, operation: &str) -> Result<Value, ValidationError> {
        let json = &self.0;
        let body = match operation {
            "PutUsers" => json!(set!(PutUsersRequest::builder(), json, {
                "datasetArn" => dataset_arn(string), "users" => users(|list| each(list, user)),
            }).build()?),
            "PutItems" => json!(set!(PutItemsRequest::builder(), json, {
                "datasetArn" => dataset_arn(string), "items" => items(|list| each(list, item)),
            }).build()?),
            "PutActions" => json!(set!(PutActionsRequest::builder(), json, {
                "datasetArn" => dataset_arn(string), "actions" => actions(|list| each(list, action)),
            }).build()?),
            "PutEvents" => json!(set!(PutEventsRequest::builder(), json, {
                "trackingId" => tracking_id(string),
                "userId" => user_id(string),
                "sessionId" => session_id(string),
                "eventList" => event_list(|list| each(list, event)),
            }).build()?),
            "PutActionInteractions" => json!(set!(PutActionInteractionsRequest::builder(), json, {
                "trackingId" => tracking_id(string),
                "actionInteractions" => action_interactions(|list| each(list, interaction)),
            }).build()?),
            other => panic!("no operation {other}"),
        };
        Ok(body)
    }
}
