//! JSON objects whose keys are columns: the lines of JSON Lines, and `properties` of records as in calls of the API.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use personalize_events_schema::names::is_same_column;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::reader::REASON_KEY;
use crate::dataset::Dataset;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::record::Value;

/// The member of a record in a call whose keys are the columns. It is never ignored.
const PROPERTIES: &str = "properties";

/// The member of an event in a call whose only member is a column.
const METRIC_ATTRIBUTION: &str = "metricAttribution";

/// Reads the members of objects as fields.
#[derive(Clone)]
pub(super) struct ObjectReader {
    pub(super) dataset: Arc<Dataset>,
    pub(super) ignore_unknown: bool,
}

/// The members of an object in their order, with duplicates.
pub(super) struct Members<'a>(Vec<(String, &'a RawValue)>);

/// Where the values of an object are in the text of the record.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// They are parts of this text.
    In(&'a str),
    /// They were decoded from what is at this offset.
    At(usize),
}

impl ObjectReader {
    /// Whether a name is that of the member with the columns, and of no column.
    pub(super) fn is_properties(&self, name: &str) -> bool {
        is_same_column(name, PROPERTIES) && self.dataset.column(name).is_none()
    }

    fn is_metric_attribution(&self, name: &str) -> bool {
        let is_event = self.dataset.has_events();
        is_event && name == METRIC_ATTRIBUTION && self.dataset.column(name).is_none()
    }

    /// Reads a record.
    pub(super) fn read(
        &self,
        text: &str,
        members: Members<'_>,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) {
        let place = Place::In(text);
        let mut has_properties = false;
        for (key, value) in members.0 {
            if !self.is_properties(&key) {
                match value.get().as_bytes().first() {
                    Some(b'n') if self.is_metric_attribution(&key) => {}
                    Some(b'{') if self.is_metric_attribution(&key) => {
                        self.properties(value.get(), place, record, problems);
                    }
                    Some(_) | None => self.member(key, value, place, record, problems),
                }
                continue;
            }
            let offset = place.offset(value);
            if std::mem::replace(&mut has_properties, true) {
                problems.add_duplicate(offset, PROPERTIES);
            }
            match value.get().as_bytes().first() {
                Some(b'n') => {}
                Some(b'{') => self.properties(value.get(), place, record, problems),
                Some(b'"') => match from_json::<String>(value.get()) {
                    Ok(text) => {
                        self.properties(&text, Place::At(offset), record, problems);
                    }
                    Err(problem) => problems.add(offset, || format!("{PROPERTIES} {problem}")),
                },
                Some(_) | None => problems.add(offset, || {
                    format!("{PROPERTIES} is neither an object nor a string with an object")
                }),
            }
        }
    }

    /// Reads the text of `properties`.
    pub(super) fn properties(
        &self,
        json: &str,
        place: Place<'_>,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) {
        let Ok(Members(members)) = serde_json::from_str(json) else {
            let offset = place.offset_of(json);
            return problems.add(offset, || format!("{PROPERTIES} is not a JSON object"));
        };
        for (key, value) in members {
            self.member(key, value, place, record, problems);
        }
    }

    fn member(
        &self,
        key: String,
        value: &RawValue,
        place: Place<'_>,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) {
        let offset = place.offset(value);
        let Some(column) = self.dataset.column(&key) else {
            if key == REASON_KEY {
            } else if let Some(member) = self.dataset.event_member(&key) {
                record.event_members.push(member);
            } else if self.ignore_unknown && !self.is_properties(&key) {
                record.ignored.push(key);
            } else {
                let is_object = value.get().starts_with('{');
                problems.add(offset, || self.dataset.unknown_column(&key, is_object));
            }
            return;
        };
        let value = read_value(value.get(), record);
        record.add_field(column, value, offset);
    }
}

impl Place<'_> {
    fn offset(self, value: &RawValue) -> usize {
        self.offset_of(value.get())
    }

    fn offset_of(self, part: &str) -> usize {
        match self {
            Self::In(text) => part.as_ptr().addr() - text.as_ptr().addr(),
            Self::At(offset) => offset,
        }
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Reads a value, `None` if it is null, or returns what is wrong with it.
fn read_value(json: &str, record: &mut ParsedRecord) -> Result<Option<Value>, &'static str> {
    match json.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'{') => Err(
            "is an object, but only a string, number, boolean, null or list of categories is allowed",
        ),
        Some(b'[') => {
            let elements: Vec<&RawValue> = from_json(json)?;
            let categories = elements.into_iter().map(RawValue::get).map(category);
            let categories = categories.collect::<Result<Vec<String>, _>>()?;
            Ok((!categories.is_empty())
                .then(|| Value::Categories(record.add_categories(categories))))
        }
        Some(b'"') => {
            let text: Cow<'_, str> = from_json(json)?;
            Ok(Some(Value::Text(record.add_text(&text))))
        }
        Some(_) | None => Ok(Some(Value::Text(record.add_text(json)))),
    }
}

fn category(json: &str) -> Result<String, &'static str> {
    match json.as_bytes().first() {
        // Not parsed: lists can be nested as deep as a line is long.
        Some(b'[' | b'{' | b'n') | None => {
            Err("has a list element that is not a string, number or boolean")
        }
        Some(b'"') => from_json(json),
        Some(_) => Ok(json.to_owned()),
    }
}

/// Reads what has JSON's syntax: only half of a surrogate pair in a string can still be invalid.
fn from_json<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, &'static str> {
    serde_json::from_str(json).map_err(|_| {
        "has an escape from \\ud800 to \\udfff that is half of a surrogate pair; escape the whole character \
         or remove it"
    })
}
