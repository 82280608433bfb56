//! Properties whose keys are known only at run time.

use std::fmt;

use super::in_string::START;
use super::keys;
use super::{PropertiesWriter, PropertyValue, ValueWriter};
use crate::validation::ViolationKind;

/// Properties whose keys are known only at run time: the columns of a file, say.
///
/// It is used as a struct with a derive is. There is one for every kind of record, so the trait has
/// to be named: `UserProperties::to_properties(&properties)`. What makes a whole record takes the
/// ID: `properties.to_user("user-1")`. With `#[personalize(flatten)]` it is a part of a struct.
///
/// The checks are those of the derives, made when it is written, all at once:
///
/// - A key is the name of a column in Avro, or its camel case: ASCII letters, digits and `_`, with
///   no digit in front. It is written as it is given, since a column cannot be told from it.
/// - Two keys which differ in `_` or case only are for the same column, which is a violation.
/// - A key that this kind of record refuses, and its ID, are violations.
/// - Values and the length of the text have the limits that they have in a struct.
///
/// `Debug` shows the keys and no value.
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
///     "properties.MEMBERSHIP_TYPE is for the same column as `membershipType`: neither `_` nor \
///      case tells columns apart; send one of them"
/// );
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// In the order of insertion.
    entries: Vec<Entry>,
}

/// One property, written already.
#[derive(Clone, PartialEq, Eq)]
struct Entry {
    key: String,
    /// Key and value as they stand in the text; nothing if the value is left out.
    text: Vec<u8>,
    reasons: Vec<ViolationKind>,
}

impl Properties {
    /// Without any property.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a property, in place of what the same key had. Nothing fails here: what is wrong is
    /// told when the properties are written.
    pub fn insert(&mut self, key: impl Into<String>, value: impl PropertyValue) -> &mut Self {
        self.set(key.into(), &|property| value.write_property(property))
    }

    /// Sets a property as [`insert`](Self::insert) does, and sends a number or a `bool` as JSON has
    /// it, `45`, and not as the string `"45"`.
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

    fn set(&mut self, key: String, write: &dyn Fn(ValueWriter<'_>)) -> &mut Self {
        let mut writer = PropertiesWriter::new("");
        write(writer.place(&key));
        let reasons = writer.violations.iter().map(|found| found.reason().clone());
        let entry = Entry {
            reasons: reasons.collect(),
            text: writer.text.split_off(START.len()),
            key,
        };
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
        self
    }

    /// Writes each property, checked as those that the trait is for; `id` is the key that they
    /// cannot have because it is the ID.
    #[doc(hidden)]
    pub fn write_as(
        &self,
        trait_name: &str,
        id: Option<&'static str>,
        properties: &mut PropertiesWriter,
    ) {
        properties.watch_columns();
        for Entry { key, text, reasons } in &self.entries {
            if let Some(reason) = keys::refusal(trait_name, id, key) {
                properties.violated(key, reason);
            }
            properties.take_column(key);
            for reason in reasons {
                properties.violated(key, reason.clone());
            }
            properties.put_written(key, text);
        }
    }
}

impl fmt::Debug for Properties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.entries.iter().map(|entry| &entry.key);
        f.write_str("Properties ")?;
        f.debug_set().entries(keys).finish()
    }
}
