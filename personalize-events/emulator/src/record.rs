//! The records that an emulator has stored, for the assertions of tests.
//!
//! `Debug` shows them whole, unlike that of a recorded request: they are the data of a test, and an assertion that fails has
//! to show what differs.

use std::fmt;
use std::ops::Index;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Map, Value};

/// What all kinds of records have. It is parsed when it is first read, because a test may only count a million of them.
#[derive(Clone)]
pub(crate) struct Record {
    text: Box<str>,
    parsed: OnceLock<Parsed>,
}

#[derive(Clone, Debug, PartialEq)]
struct Parsed {
    json: Value,
    properties: Map<String, Value>,
}

impl Record {
    /// Returns the record with this JSON, which the store has written.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.into(),
            parsed: OnceLock::new(),
        }
    }

    fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| {
            let json: Value = serde_json::from_str(&self.text).unwrap_or_default();
            let text = json.get("properties").and_then(Value::as_str);
            let properties = text.and_then(|text| {
                let mut parser = Deserializer::from_str(text);
                parser.deserialize_map(Properties).ok()
            });
            Parsed {
                properties: properties.unwrap_or_default(),
                json,
            }
        })
    }

    fn json(&self) -> &Value {
        &self.parsed().json
    }

    fn into_json(self) -> Value {
        let parsed = self.parsed.into_inner();
        let json = parsed.map(|parsed| parsed.json);
        json.unwrap_or_else(|| serde_json::from_str(&self.text).unwrap_or_default())
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.json().get(member).and_then(Value::as_str)
    }

    fn number(&self, member: &str) -> Option<f64> {
        self.json().get(member).and_then(Value::as_f64)
    }

    /// Returns a member that every valid record has.
    fn required(&self, member: &str) -> &str {
        self.text(member).unwrap_or_default()
    }

    fn impression(&self) -> impl Iterator<Item = &str> {
        let shown = self.json().get("impression").and_then(Value::as_array);
        shown.into_iter().flatten().filter_map(Value::as_str)
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.parsed() == other.parsed()
    }
}

impl Eq for Record {}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parsed { json, properties } = self.parsed();
        f.debug_struct("Record")
            .field("json", json)
            .field("properties", properties)
            .finish()
    }
}

/// Reads each value on its own, because a number may be out of range.
struct Properties;

impl<'de> Visitor<'de> for Properties {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut properties = Map::new();
        while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
            let text = value.get();
            let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
            properties.insert(key, value);
        }
        Ok(properties)
    }
}

/// Defines a kind of record with what all of them have.
macro_rules! stored {
    ($($(#[$docs:meta])* $name:ident;)*) => {$(
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(Record);

        impl $name {
            /// Returns the properties, parsed; empty if the record has none. A value that `serde_json` cannot represent,
            /// such as `1e400`, is a string with its text.
            #[must_use]
            pub fn properties(&self) -> &Map<String, Value> {
                &self.0.parsed().properties
            }

            /// Parses the properties into a type of the test. Values are strings unless the client sends them as JSON.
            ///
            /// # Errors
            ///
            /// If the properties do not have the form of the type.
            pub fn properties_as<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
                T::deserialize(self.properties())
            }

            /// Returns the whole record, as sent.
            #[must_use]
            pub fn json(&self) -> &Value {
                self.0.json()
            }
        }

        impl From<Record> for $name {
            fn from(record: Record) -> Self {
                Self(record)
            }
        }

        impl From<$name> for Value {
            fn from(record: $name) -> Self {
                record.0.into_json()
            }
        }

        /// The member with this name, as sent; `null` if the record does not have it.
        impl Index<&str> for $name {
            type Output = Value;

            fn index(&self, member: &str) -> &Value {
                &self.0.json()[member]
            }
        }

        /// Compares the whole record, as sent.
        impl PartialEq<Value> for $name {
            fn eq(&self, json: &Value) -> bool {
                self.0.json() == json
            }
        }
    )*};
}

stored! {
    /// A user that an emulator has stored.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_emulator::Emulator;
    ///
    /// # fn example(emulator: &Emulator) {
    /// let users = emulator.users("arn:aws:personalize:eu-west-1:123456789012:dataset/shop/USERS");
    /// assert_eq!(users[0].user_id(), "u-1");
    /// assert_eq!(users[0].properties()["age"], "34");
    /// # }
    /// ```
    StoredUser;
    /// An item that an emulator has stored.
    StoredItem;
    /// An action that an emulator has stored.
    StoredAction;
    /// An event that an emulator has stored, with the session and the user of its request.
    StoredEvent;
    /// An action interaction that an emulator has stored.
    StoredActionInteraction;
}

impl StoredUser {
    /// Returns the ID.
    #[must_use]
    pub fn user_id(&self) -> &str {
        self.0.required("userId")
    }
}

impl StoredItem {
    /// Returns the ID.
    #[must_use]
    pub fn item_id(&self) -> &str {
        self.0.required("itemId")
    }
}

impl StoredAction {
    /// Returns the ID.
    #[must_use]
    pub fn action_id(&self) -> &str {
        self.0.required("actionId")
    }
}

impl StoredEvent {
    /// Returns the session of the request.
    #[must_use]
    pub fn session_id(&self) -> &str {
        self.0.required("sessionId")
    }

    /// Returns the user of the request; `None` if the event is anonymous.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.0.text("userId")
    }

    /// Returns the type of the event, such as `watch`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.0.required("eventType")
    }

    /// Returns the ID of the event.
    #[must_use]
    pub fn event_id(&self) -> Option<&str> {
        self.0.text("eventId")
    }

    /// Returns the item.
    #[must_use]
    pub fn item_id(&self) -> Option<&str> {
        self.0.text("itemId")
    }

    /// Returns the value of the event.
    #[must_use]
    pub fn event_value(&self) -> Option<f64> {
        self.0.number("eventValue")
    }

    /// Returns the time of the event in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn sent_at(&self) -> f64 {
        self.0.number("sentAt").unwrap_or_default()
    }

    /// Returns the recommendation that the event follows.
    #[must_use]
    pub fn recommendation_id(&self) -> Option<&str> {
        self.0.text("recommendationId")
    }

    /// Returns the items that were shown.
    pub fn impression(&self) -> impl Iterator<Item = &str> {
        self.0.impression()
    }

    /// Returns the source of the event, for metrics.
    #[must_use]
    pub fn event_attribution_source(&self) -> Option<&str> {
        self.0.json()["metricAttribution"]["eventAttributionSource"].as_str()
    }
}

impl StoredActionInteraction {
    /// Returns the action.
    #[must_use]
    pub fn action_id(&self) -> &str {
        self.0.required("actionId")
    }

    /// Returns the session.
    #[must_use]
    pub fn session_id(&self) -> &str {
        self.0.required("sessionId")
    }

    /// Returns the user; `None` if the interaction is anonymous.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.0.text("userId")
    }

    /// Returns the type of the interaction, such as `taken`.
    #[must_use]
    pub fn event_type(&self) -> &str {
        self.0.required("eventType")
    }

    /// Returns the ID of the interaction.
    #[must_use]
    pub fn event_id(&self) -> Option<&str> {
        self.0.text("eventId")
    }

    /// Returns the time of the interaction in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn timestamp(&self) -> f64 {
        self.0.number("timestamp").unwrap_or_default()
    }

    /// Returns the recommendation that the interaction follows.
    #[must_use]
    pub fn recommendation_id(&self) -> Option<&str> {
        self.0.text("recommendationId")
    }

    /// Returns the actions that were shown.
    pub fn impression(&self) -> impl Iterator<Item = &str> {
        self.0.impression()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Record, StoredEvent, StoredUser};

    fn user(json: &Value) -> StoredUser {
        StoredUser::from(Record::new(&json.to_string()))
    }

    #[test]
    fn records_are_equal_if_their_members_are_whether_they_were_read_or_not() {
        let read = user(&json!({"userId": "u", "x": 1}));
        assert_eq!(read.user_id(), "u");
        let other = StoredUser::from(Record::new(r#"{"x":1, "userId":"u"}"#));
        assert_eq!(read, other);
        assert_ne!(read, user(&json!({"userId": "u", "x": 2})));
        assert!(format!("{other:?}").contains("\"u\""));
        for user in [
            read,
            StoredUser::from(Record::new(r#"{"x":1, "userId":"u"}"#)),
        ] {
            assert_eq!(Value::from(user), json!({"userId": "u", "x": 1}));
        }
    }

    #[test]
    fn properties_are_parsed_and_numbers_out_of_range_are_their_text() {
        let text = r#"{"a":"1","b":2,"c":1e400,"a":"3"}"#;
        let stored = user(&json!({"userId": "u", "properties": text}));
        let properties = Value::from(stored.properties().clone());
        assert_eq!(properties, json!({"a": "3", "b": 2, "c": "1e400"}));
        assert_eq!(stored["properties"], text);
        assert!(user(&json!({"userId": "u"})).properties().is_empty());
    }

    #[test]
    fn an_event_has_its_members_and_those_of_its_request() {
        let json = json!({
            "sessionId": "s", "eventType": "watch", "sentAt": 1.5, "eventValue": 2, "impression": ["a", "b"],
            "metricAttribution": {"eventAttributionSource": "mail"},
        });
        let event = StoredEvent::from(Record::new(&json.to_string()));
        assert_eq!((event.session_id(), event.user_id()), ("s", None));
        assert_eq!((event.event_type(), event.sent_at()), ("watch", 1.5));
        assert_eq!(event.event_value(), Some(2.0));
        assert_eq!(event.impression().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(event.event_attribution_source(), Some("mail"));
        assert_eq!(event, json);
    }
}
