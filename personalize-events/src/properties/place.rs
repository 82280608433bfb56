//! The place of one property: how its value is sent.

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::category::SEPARATOR;
use super::{ColumnType, PropertiesWriter, PropertyValue, Spelled, fit};
use crate::validation::ViolationKind;

/// The place of one property, which takes one value or stays empty.
///
/// A type of your own hands it to a value that it contains or makes, see
/// [`PropertyValue`](trait@crate::PropertyValue); so does a function that a field names with
/// `#[personalize(with = "…")]`. A property whose place is dropped is left out.
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
#[must_use = "without a value the property is left out"]
pub struct ValueWriter<'a> {
    key: &'a str,
    native: bool,
    null_if_none: bool,
    allow_null_text: bool,
    column: ColumnType,
    writer: &'a mut PropertiesWriter,
}

impl<'a> ValueWriter<'a> {
    pub(super) fn new(key: &'a str, writer: &'a mut PropertiesWriter) -> Self {
        Self {
            key,
            native: false,
            null_if_none: false,
            allow_null_text: false,
            column: ColumnType::UNKNOWN,
            writer,
        }
    }

    /// Sends a number or a `bool` as JSON has it, `45`, and not as the string `"45"`. Other values
    /// are strings in either case. Derived by `#[personalize(values = "json")]`.
    pub fn as_json(self) -> Self {
        Self {
            native: true,
            ..self
        }
    }

    /// Sends `None`, and a collection without categories, as JSON's `null` instead of leaving the
    /// property out. Derived by `#[personalize(null_if_none)]`.
    pub fn null_if_none(self) -> Self {
        Self {
            null_if_none: true,
            ..self
        }
    }

    /// Lets a category be the text `null`, which is a violation otherwise. Derived by
    /// `#[personalize(allow_null_text)]`.
    pub fn allow_null_text(self) -> Self {
        Self {
            allow_null_text: true,
            ..self
        }
    }

    /// Makes a value that does not fit such a column a violation. Derived by
    /// `#[personalize(column_type = "…")]` and `#[personalize(categorical)]`.
    pub fn column(self, column: ColumnType) -> Self {
        Self { column, ..self }
    }

    /// Writes one category.
    #[doc(hidden)]
    pub fn category(mut self, category: &str) {
        if category.contains(SEPARATOR) {
            self.note(ViolationKind::ContainsSeparator { index: 0 });
        }
        if self.column == ColumnType::UNKNOWN {
            self.column = ColumnType::CATEGORICAL;
        }
        self.text(category);
    }

    /// Writes JSON's `null`. Whether the service takes it for a column is a matter of its type in
    /// the schema, and AWS does not document what it does there.
    pub fn null(self) {
        self.writer.put(self.key, None::<&Spelled<'_, str>>);
    }

    /// Writes what `value` displays, as a string.
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
    pub fn display(self, value: &dyn fmt::Display) {
        let mut text = String::new();
        match write!(text, "{value}") {
            Ok(()) => self.text(&text),
            Err(fmt::Error) => self.violated(ViolationKind::DisplayFailed),
        }
    }

    pub(super) fn text(mut self, text: &str) {
        if let Err(reason) = fit::text(self.column, text, self.allow_null_text) {
            self.note(reason);
        }
        self.writer.put(self.key, Some(&Spelled::<str>::Text(text)));
    }

    /// Text that is put together while it is written.
    pub(super) fn joined(self, text: &(impl Serialize + fmt::Display)) {
        self.writer.put(self.key, Some(&Spelled::Joined(text)));
    }

    /// A number or another value whose JSON needs no escape.
    pub(super) fn literal<T: PropertyValue + Serialize + fmt::Display>(mut self, value: &T) {
        if let Err(reason) = fit::literal(self.column, value) {
            self.note(reason);
        }
        let native = self.native;
        let literal = Spelled::Literal { value, native };
        self.writer.put(self.key, Some(&literal));
    }

    /// There is no value.
    pub(super) fn absent(self) {
        if self.null_if_none {
            self.null();
        }
    }

    pub(super) fn column_type(&self) -> ColumnType {
        self.column
    }

    pub(super) fn allows_null_text(&self) -> bool {
        self.allow_null_text
    }

    pub(super) fn violated(self, reason: ViolationKind) {
        self.writer.violated(self.key, reason);
    }

    /// Notes a violation, with others perhaps to follow.
    pub(super) fn note(&mut self, reason: ViolationKind) {
        self.writer.violated(self.key, reason);
    }
}

impl fmt::Debug for ValueWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
