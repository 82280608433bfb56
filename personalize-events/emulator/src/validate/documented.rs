//! Rules that the documentation of the service states, or that its users have observed, and its model does not.
//!
//! The service answers most violations of them with success, and drops the record or misreads it.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::dataset::{DatasetType, fold};
use crate::model::{Destination, RecordMapping};
use crate::violation::{Constraint, Violation};

/// The members with the ID of a user, item, action or session, or with a list of IDs.
const IDS: [&str; 5] = ["userId", "itemId", "actionId", "sessionId", "impression"];
/// The members with the time of an event.
const TIMES: [&str; 2] = ["sentAt", "timestamp"];
/// The keys that the service rejects in the properties of events, in lower case.
const REJECTED_KEYS: [&str; 6] = [
    "userid",
    "sessionid",
    "eventtype",
    "timestamp",
    "recommendationid",
    "impression",
];
/// The first second of the year 1 and the first of the year 10,000.
const YEARS: std::ops::Range<f64> = -62_135_596_800.0..253_402_300_800.0;

const MILLISECONDS: &str = "is not in the years 1 to 9999 as a number of seconds since the Unix epoch; if it is in \
                            milliseconds, divide it by 1000";

/// Returns the violations in an input and its records.
pub(super) fn check(
    mapping: &RecordMapping,
    allow_null_text: bool,
    input: &Value,
) -> Vec<Violation> {
    let mut rules = Rules {
        mapping,
        allow_null_text,
        violations: Vec::new(),
    };
    rules.ids("", input);
    let records = input.get(&mapping.list).and_then(Value::as_array);
    for (index, record) in records.into_iter().flatten().enumerate() {
        let path = format!("{}[{index}].", mapping.list);
        rules.ids(&path, record);
        rules.times(&path, record);
        if let Some(text) = record.get("properties").and_then(Value::as_str) {
            rules.properties(&format!("{path}properties"), text);
        }
    }
    rules.violations
}

struct Rules<'a> {
    mapping: &'a RecordMapping,
    allow_null_text: bool,
    violations: Vec<Violation>,
}

impl Rules<'_> {
    fn ids(&mut self, path: &str, value: &Value) {
        if self.allow_null_text {
            return;
        }
        for name in IDS {
            let path = format!("{path}{name}");
            match value.get(name) {
                Some(Value::Array(ids)) => {
                    for (index, id) in ids.iter().enumerate() {
                        self.id(&format!("{path}[{index}]"), id);
                    }
                }
                Some(id) => self.id(&path, id),
                None => {}
            }
        }
    }

    fn id(&mut self, path: &str, id: &Value) {
        if id.as_str() == Some("null") {
            let message = "is the text `null`, and the service has dropped an event with such an ID; allow it with \
                           `allow_null_text`";
            self.add(path, Constraint::NullText, message);
        }
    }

    fn times(&mut self, path: &str, record: &Value) {
        for name in TIMES {
            let time = record.get(name).and_then(Value::as_f64);
            if time.is_some_and(|time| !YEARS.contains(&time)) {
                self.add(&format!("{path}{name}"), Constraint::Seconds, MILLISECONDS);
            }
        }
    }

    /// Checks properties; a text that is no JSON object is a violation of the model.
    fn properties(&mut self, path: &str, text: &str) {
        let ty = DatasetType::of_collection(&self.mapping.collection);
        let timestamps = ty.map_or(&[][..], DatasetType::timestamp_columns);
        let mut parser = serde_json::Deserializer::from_str(text);
        let entries = parser.deserialize_map(Entries { timestamps });
        let Ok(entries) = entries.and_then(|entries| parser.end().map(|()| entries)) else {
            return;
        };
        let is_event = self.mapping.destination == Destination::Tracker;
        for (key, number) in entries {
            if is_event && REJECTED_KEYS.contains(&fold(&key).as_str()) {
                let message =
                    "is not allowed in the properties of an event; the request has a member for it";
                self.add(&format!("{path}.{key}"), Constraint::ReservedKey, message);
            }
            if number.is_some_and(|number| !YEARS.contains(&number)) {
                self.add(&format!("{path}.{key}"), Constraint::Seconds, MILLISECONDS);
            }
        }
    }

    fn add(&mut self, path: &str, constraint: Constraint, message: &str) {
        self.violations
            .push(Violation::new(path, constraint, message));
    }
}

/// Reads the keys of an object, including equal ones, each with the number that the value of a timestamp column is.
struct Entries {
    timestamps: &'static [&'static str],
}

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(String, Option<f64>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let name = fold(&key);
            let number = if self.timestamps.iter().any(|column| fold(column) == name) {
                number(map.next_value()?)
            } else {
                map.next_value::<IgnoredAny>()?;
                None
            };
            entries.push((key, number));
        }
        Ok(entries)
    }
}

/// Returns the number that a value is, also as text and in a form that no timestamp should have, such as `1.7e12`.
fn number(value: &RawValue) -> Option<f64> {
    match serde_json::from_str::<String>(value.get()) {
        Ok(text) => text.trim().parse().ok().filter(|it: &f64| it.is_finite()),
        // A number that is too large for the type is infinite.
        Err(_) => value.get().parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::Model;

    fn violations(operation: &str, input: &serde_json::Value) -> Vec<String> {
        let violations = Model::embedded().validate(operation, input).unwrap();
        let violations = violations.iter();
        violations
            .map(|it| format!("{} {}", it.path(), it.constraint()))
            .collect()
    }

    #[test]
    fn the_text_null_is_no_id() {
        let event = json!({"eventType": "null", "sentAt": 1, "itemId": "null", "impression": ["a", "null"]});
        let input = json!({"trackingId": "null", "sessionId": "null", "userId": "null", "eventList": [event]});
        assert_eq!(
            violations("PutEvents", &input),
            [
                "userId nullText",
                "sessionId nullText",
                "eventList[0].itemId nullText",
                "eventList[0].impression[1] nullText",
            ]
        );
    }

    #[test]
    fn events_have_no_reserved_keys_whatever_their_case() {
        let properties =
            r#"{"itemId":"a","eventValue":1,"SESSION_ID":"b","timestamp":1,"impressions":"c"}"#;
        let event = json!({"eventType": "e", "sentAt": 1, "properties": properties});
        let input = json!({"trackingId": "t", "sessionId": "s", "eventList": [event]});
        assert_eq!(
            violations("PutEvents", &input),
            [
                "eventList[0].properties.SESSION_ID reservedKey",
                "eventList[0].properties.timestamp reservedKey",
            ]
        );
    }

    #[test]
    fn timestamps_are_in_seconds() {
        let event = |at: f64| json!({"eventType": "e", "sentAt": at});
        let events = [1.7e9, 253_402_300_799.5, 253_402_300_800.0, 1.7e12, -1.7e12].map(event);
        let input = json!({"trackingId": "t", "sessionId": "s", "eventList": events});
        assert_eq!(
            violations("PutEvents", &input),
            [
                "eventList[2].sentAt seconds",
                "eventList[3].sentAt seconds",
                "eventList[4].sentAt seconds",
            ]
        );
        let item = |value: &str| {
            let properties =
                format!(r#"{{"creation_timestamp":{value},"expirationTimestamp":9e15}}"#);
            json!({"itemId": "i", "properties": properties})
        };
        let items = [
            "1700000000",
            "1700000000000",
            "1e400",
            r#""1700000000000""#,
            r#"" 1.7e12 ""#,
            r#""1700000000000.5""#,
            r#""1.7e9""#,
            r#""-""#,
            r#""infinity""#,
            "[]",
        ]
        .map(item);
        let arn = "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS";
        assert_eq!(
            violations("PutItems", &json!({"datasetArn": arn, "items": items})),
            [
                "items[1].properties.creation_timestamp seconds",
                "items[2].properties.creation_timestamp seconds",
                "items[3].properties.creation_timestamp seconds",
                "items[4].properties.creation_timestamp seconds",
                "items[5].properties.creation_timestamp seconds",
            ]
        );
    }
}
