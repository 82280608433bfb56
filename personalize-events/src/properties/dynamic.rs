//! Properties with keys that are known only at run time.

use std::fmt;

use personalize_events_schema::record_kind::RecordKind;

use super::json_escape::START;
use super::keys::check_key;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;
use super::writer::PropertiesWriter;
use crate::validation::{Violation, ViolationKind};

/// Properties whose keys are known only at run time, such as the columns of a file.
///
/// It implements the trait of every kind of record, so name the trait:
/// `UserProperties::to_properties(&properties)`. To build a whole record, pass its ID:
/// `properties.to_user("user-1")`. With `#[personalize(flatten)]` it can be a field of a struct.
/// [`from_serialize`](Self::from_serialize) creates it from a type that implements serde's `Serialize`.
///
/// It is validated when it is written, by the rules of the derives:
///
/// - A key is a column name or its camel case: ASCII letters, digits and `_`, without a leading digit. It is written
///   unchanged.
/// - Two keys that differ only in case or `_` are for the same column, which is a violation.
/// - The ID, and keys that the service rejects for this kind of record, are violations.
/// - Values and the length of the text have the same limits as in a struct. Keys of the service's timestamp columns, such as
///   `creationTimestamp` of items, require seconds.
/// - The text `null` is a violation as an ID or a category; [`allow_null_text`](Self::allow_null_text) allows it.
///
/// `Debug` shows the keys and no values.
///
/// # Example
///
/// ```
/// use personalize_events::Properties;
///
/// let row = [("age", "34"), ("membershipType", "gold")];
/// let mut properties = Properties::new();
/// for (column, cell) in row {
///     properties.insert(column, cell);
/// }
/// properties.insert("favouriteGenres", ["Horror", "Action"]);
///
/// let user = properties.to_user("user-1").unwrap();
/// assert_eq!(
///     user.properties().unwrap().as_str(),
///     r#"{"age":"34","membershipType":"gold","favouriteGenres":"Horror|Action"}"#
/// );
///
/// let invalid = properties.insert("MEMBERSHIP_TYPE", "").to_user("user-1").unwrap_err();
/// assert_eq!(
///     invalid.to_string(),
///     "properties.MEMBERSHIP_TYPE is for the same column as `membershipType`, because names that differ only in `_` or case are equal; omit one of them"
/// );
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Properties {
    pub(super) entries: Vec<Entry>,
    /// What is wrong besides the entries.
    pub(super) violations: Vec<ViolationKind>,
    allow_null_text: bool,
}

/// An encoded property.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Entry {
    key: String,
    /// The encoded key and value; empty if the property is omitted.
    text: Vec<u8>,
    violations: Vec<Violation>,
    /// The violations if the key is that of a timestamp column.
    violations_of_timestamp: Vec<Violation>,
}

impl Properties {
    /// Creates an empty set of properties.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a property, and replaces an earlier value of the key. Violations are reported when the properties are
    /// written.
    pub fn insert(&mut self, key: impl Into<String>, value: impl PropertyValue) -> &mut Self {
        self.set(key.into(), &|property| value.write_property(property))
    }

    /// Sets a property like [`insert`](Self::insert), but sends a number or a `bool` as JSON, `45`, and not as the
    /// string `"45"`.
    ///
    /// ```
    /// use personalize_events::{Properties, UserProperties};
    ///
    /// let mut properties = Properties::new();
    /// properties.insert_json("age", 34).insert("score", 4.5);
    /// let text = UserProperties::to_properties(&properties).unwrap();
    /// assert_eq!(text.as_str(), r#"{"age":34,"score":"4.5"}"#);
    /// ```
    pub fn insert_json(&mut self, key: impl Into<String>, value: impl PropertyValue) -> &mut Self {
        self.set(key.into(), &|property| {
            value.write_property(property.as_json());
        })
    }

    /// Allows the text `null` as the ID and as a category, which is a violation otherwise.
    ///
    /// ```
    /// use personalize_events::Properties;
    ///
    /// let mut properties = Properties::new();
    /// properties.insert("tags", ["null", "new"]);
    /// assert!(properties.to_user("user-1").is_err());
    /// assert!(properties.allow_null_text().to_user("null").is_ok());
    /// ```
    pub fn allow_null_text(&mut self) -> &mut Self {
        self.allow_null_text = true;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub fn allows_null_text(&self) -> bool {
        self.allow_null_text
    }

    fn set(&mut self, key: String, write: &dyn Fn(ValueWriter<'_>)) -> &mut Self {
        let entry = Entry::new(key, write);
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
        self
    }

    /// Writes each property, and validates its key by the rules of the record that the writer is for.
    #[doc(hidden)]
    pub fn write_to(&self, properties: &mut PropertiesWriter) {
        let kind = properties.kind();
        properties.watch_columns();
        for kind in &self.violations {
            properties.add_violation_of_object(kind.clone());
        }
        for entry in &self.entries {
            let key = &entry.key;
            if let Err(violation) = check_key(kind, key) {
                properties.add_violation(key, violation);
            }
            properties.add_column(key);
            let violations = if kind.is_some_and(|kind| kind.is_timestamp_key(key)) {
                &entry.violations_of_timestamp
            } else {
                &entry.violations
            };
            let mut is_valid = true;
            for violation in violations {
                let kind = violation.kind();
                let is_null = matches!(kind, ViolationKind::NullTextCategory { .. });
                if !(is_null && self.allow_null_text) {
                    properties.add_violation_of_property(violation.clone());
                    is_valid = false;
                }
            }
            if entry.text.is_empty() {
                continue;
            }
            if properties.row().is_none() {
                properties.write_encoded(&entry.text);
            } else if is_valid && let Some(text) = entry.cell() {
                let mut slot = properties.slot(key);
                slot.allow_null_text = self.allow_null_text;
                slot.text(&text);
            }
        }
    }
}

impl Entry {
    pub(super) fn new(key: String, write: &dyn Fn(ValueWriter<'_>)) -> Self {
        let (text, violations) = encode(&key, write);
        // Whether the key is that of a timestamp depends on the kind of record.
        let is_timestamp = RecordKind::ALL.iter().any(|it| it.is_timestamp_key(&key));
        let as_timestamp = |slot: ValueWriter<'_>| write(slot.timestamp());
        let violations_of_timestamp = if is_timestamp {
            encode(&key, &as_timestamp).1
        } else {
            Vec::new()
        };
        Self {
            key,
            text,
            violations,
            violations_of_timestamp,
        }
    }

    /// The value as the text of a cell; `None` if there is no value.
    fn cell(&self) -> Option<String> {
        let string = format!("\"{}\"", std::str::from_utf8(&self.text).ok()?);
        let member: String = serde_json::from_str(&string).ok()?;
        let key = serde_json::to_string(&self.key).ok()?;
        let json = member.strip_prefix(&key)?.strip_prefix(':')?;
        let text = || serde_json::from_str(json).unwrap_or_else(|_| json.to_owned());
        (json != "null").then(text)
    }
}

/// Encodes a property, and returns its text and its violations.
fn encode(key: &str, write: &dyn Fn(ValueWriter<'_>)) -> (Vec<u8>, Vec<Violation>) {
    let mut writer = PropertiesWriter::new("", None);
    write(writer.key(key));
    (writer.text.split_off(START.len()), writer.violations)
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.entries.iter().map(|entry| &entry.key);
        f.write_str("Properties ")?;
        f.debug_set().entries(keys).finish()
    }
}
