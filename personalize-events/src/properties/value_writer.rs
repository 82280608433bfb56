//! Writes the value of one property.

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::column::{CATEGORY_SEPARATOR, ColumnType};
use super::column_range;
use super::timestamp;
use super::writer::{Encoding, PropertiesWriter};
use crate::validation::{Violation, ViolationKind};

/// The bytes of the longest number, the least 128-bit integer.
const LONGEST_LITERAL: usize = 40;

/// Writes the value of one property, or omits the property if it is dropped.
///
/// A type of your own passes it on to a value that it contains or creates, see
/// [`PropertyValue`](trait@crate::PropertyValue). So does a function that a field names with
/// `#[personalize(with = "…")]`.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use personalize_events::{ValueWriter, PropertyValue, UserProperties};
///
/// fn minutes(duration: &Duration, property: ValueWriter<'_>) {
///     (duration.as_secs() / 60).write_property(property);
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     #[personalize(with = "minutes")]
///     watched_minutes: Duration,
/// }
///
/// let viewer = Viewer { watched_minutes: Duration::from_secs(300) };
/// assert_eq!(viewer.to_properties().unwrap().as_str(), r#"{"watchedMinutes":"5"}"#);
/// ```
#[must_use = "without a value the property is omitted"]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting with a method of its own"
)]
pub struct ValueWriter<'a> {
    key: &'a str,
    /// The index of the cell in a row whose columns are known only at run time.
    cell: Option<usize>,
    as_json: bool,
    null_if_none: bool,
    pub(super) allow_null_text: bool,
    timestamp: bool,
    pub(super) column: ColumnType,
    writer: &'a mut PropertiesWriter,
}

impl PropertiesWriter {
    /// Starts a property whose encoding can be set before its value is written.
    ///
    /// The key is written unchanged, and only compared with the reserved keys of events and the timestamp columns of the
    /// service. For keys that come from input, [`Properties`](crate::Properties) validates them.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{PropertiesWriter, PropertyValue, UserProperties};
    ///
    /// struct Viewer {
    ///     age: Option<u8>,
    /// }
    ///
    /// impl UserProperties for Viewer {
    ///     fn write_properties(&self, properties: &mut PropertiesWriter) {
    ///         self.age.write_property(properties.key("age").as_json().null_if_none());
    ///     }
    /// }
    ///
    /// let text = |age| Viewer { age }.to_properties().unwrap();
    /// assert_eq!(text(Some(34)).as_str(), r#"{"age":34}"#);
    /// assert_eq!(text(None).as_str(), r#"{"age":null}"#);
    /// ```
    pub fn key<'a>(&'a mut self, key: &'a str) -> ValueWriter<'a> {
        self.add_column(key);
        let mut property = self.slot(key);
        // The columns of a row have been checked before.
        if property.cell.is_none()
            && let Some(kind) = property.writer.kind()
        {
            if let Some(member) = kind.rejected_key(key) {
                property.add_violation(ViolationKind::Reserved { member });
            }
            if kind.is_timestamp_key(key) {
                property = property.timestamp();
            }
        }
        property
    }

    /// The value of a key whose column has been added.
    pub(super) fn slot<'a>(&'a mut self, key: &'a str) -> ValueWriter<'a> {
        let row = self.row().filter(|row| row.is_dynamic);
        let cell = row.and_then(|row| row.find(key));
        let of_cell = row.zip(cell).map(|(row, cell)| &row.cells()[cell]);
        let (column, timestamp) = of_cell.map_or((ColumnType::UNKNOWN, false), |cell| {
            (cell.ty.required(), cell.is_timestamp)
        });
        ValueWriter {
            key,
            cell,
            as_json: false,
            null_if_none: false,
            allow_null_text: false,
            timestamp,
            column,
            writer: self,
        }
    }
}

impl ValueWriter<'_> {
    /// Sends a number or a `bool` as JSON, `45`, and not as the string `"45"`. Other values are strings in either case.
    /// The derives use it for `#[personalize(values = "json")]`.
    pub fn as_json(mut self) -> Self {
        self.as_json = true;
        self
    }

    /// Sends `None`, and a collection without categories, as JSON's `null` instead of omitting the property. The derives
    /// use it for `#[personalize(null_if_none)]`.
    pub fn null_if_none(mut self) -> Self {
        self.null_if_none = true;
        self
    }

    /// Allows the text `null` as a category, which is a violation otherwise. The derives use it for
    /// `#[personalize(allow_null_text)]`.
    pub fn allow_null_text(mut self) -> Self {
        self.allow_null_text = true;
        self
    }

    /// Sets the type of the column; other values are a violation. The derives use it for
    /// `#[personalize(column_type = "…")]` and `#[personalize(categorical)]`.
    ///
    /// It has no effect on a timestamp column of the service, such as `CREATION_TIMESTAMP` of items, and in a CSV file whose
    /// columns were set at run time, because these have a type.
    pub fn column(mut self, column: ColumnType) -> Self {
        let has_type = self.timestamp || self.writer.row().is_some_and(|row| row.is_dynamic);
        if !has_type {
            self.column = column;
        }
        self
    }

    /// Requires whole seconds since 1970-01-01T00:00:00Z, as in the timestamp columns of the service; milliseconds and
    /// other values are a violation. Those columns require it in any case; this is for others.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{ItemProperties, PropertiesWriter, PropertyValue};
    ///
    /// struct Film {
    ///     released: i64,
    /// }
    ///
    /// impl ItemProperties for Film {
    ///     fn write_properties(&self, properties: &mut PropertiesWriter) {
    ///         self.released.write_property(properties.key("creationTimestamp").timestamp());
    ///     }
    /// }
    ///
    /// assert!(Film { released: 1_700_000_000 }.to_properties().is_ok());
    /// assert!(Film { released: 1_700_000_000_000 }.to_properties().is_err());
    /// ```
    pub fn timestamp(mut self) -> Self {
        self.timestamp = true;
        self.column = ColumnType::LONG;
        self
    }

    /// Writes one category.
    #[doc(hidden)]
    pub fn category(mut self, category: &str) {
        if category.contains(CATEGORY_SEPARATOR) {
            self.add_violation(ViolationKind::ContainsSeparator { index: 0 });
        }
        if self.column == ColumnType::UNKNOWN {
            self.column = ColumnType::CATEGORICAL;
        }
        self.text(category);
    }

    /// Writes JSON's `null`. AWS documents `null` for nullable columns only.
    pub fn null(self) {
        self.writer.write(self.key, self.cell, None);
    }

    /// Writes the `Display` text of `value` as a string.
    ///
    /// ```
    /// use std::net::Ipv4Addr;
    /// use personalize_events::{PropertiesWriter, UserProperties};
    ///
    /// struct Visitor(Ipv4Addr);
    ///
    /// impl UserProperties for Visitor {
    ///     fn write_properties(&self, properties: &mut PropertiesWriter) {
    ///         properties.key("address").display(&self.0);
    ///     }
    /// }
    ///
    /// let visitor = Visitor(Ipv4Addr::LOCALHOST);
    /// assert_eq!(visitor.to_properties().unwrap().as_str(), r#"{"address":"127.0.0.1"}"#);
    /// ```
    pub fn display(mut self, value: &dyn fmt::Display) {
        let mut text = String::new();
        match write!(text, "{value}") {
            Ok(()) => self.text(&text),
            Err(fmt::Error) => self.add_violation(ViolationKind::DisplayFailed),
        }
    }

    pub(super) fn text(mut self, text: &str) {
        let checked = if self.timestamp {
            timestamp::check_text(text)
        } else {
            column_range::check_text(self.column, text, self.allow_null_text)
        };
        self.add_error(checked);
        self.write(Encoding::Text(text));
    }

    /// Writes text that is formatted while it is written.
    pub(super) fn formatted(self, text: &dyn fmt::Display) {
        self.write(Encoding::Display(text));
    }

    /// Writes a decimal number, which is valid as a JSON number, with all of its digits.
    pub(super) fn decimal(mut self, text: &str) {
        let checked = if self.timestamp {
            timestamp::check_text(text)
        } else {
            column_range::check_decimal(self.column, text)
        };
        self.add_error(checked);
        self.json(text);
    }

    /// Writes a number or a `bool`; `column` is the one of its type.
    pub(super) fn literal(self, value: &impl Serialize, column: ColumnType) {
        let mut buffer = [0; LONGEST_LITERAL];
        let mut rest = buffer.as_mut_slice();
        serde_json::to_writer(&mut rest, value).expect("no number is longer");
        let length = LONGEST_LITERAL - rest.len();
        let text = std::str::from_utf8(&buffer[..length]).expect("JSON is UTF-8");
        self.literal_text(text, column);
    }

    fn literal_text(mut self, text: &str, column: ColumnType) {
        let checked = if self.timestamp {
            timestamp::check_text(text)
        } else {
            column_range::check_literal(self.column, text, column)
        };
        self.add_error(checked);
        self.json(text);
    }

    /// Writes a number, in a string unless values are JSON.
    fn json(self, text: &str) {
        let number = if self.as_json {
            Encoding::Json(text)
        } else {
            Encoding::Text(text)
        };
        self.write(number);
    }

    fn write(self, value: Encoding<'_>) {
        self.writer.write(self.key, self.cell, Some(value));
    }

    /// Omits the property, or writes `null` with [`null_if_none`](Self::null_if_none), as for `None`.
    pub fn none(self) {
        if self.null_if_none {
            self.null();
        }
    }

    pub(super) fn add_violation(&mut self, kind: ViolationKind) {
        self.writer.add_violation(self.key, kind);
    }

    /// Adds a violation of an element of a list.
    pub(super) fn add_violation_at(&mut self, index: usize, kind: ViolationKind) {
        let violation = Violation::new(self.key, kind).of_element(index);
        self.writer.add_violation_of_property(violation);
    }

    pub(super) fn add_error(&mut self, checked: Result<(), ViolationKind>) {
        if let Err(kind) = checked {
            self.add_violation(kind);
        }
    }
}

impl fmt::Debug for ValueWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ValueWriter")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
