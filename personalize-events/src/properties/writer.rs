//! Writes the properties of a record as a JSON object or as a row of a file.

use std::fmt::{self, Display, Write as _};
use std::ops::Range;

use personalize_events_schema::record_kind::RecordKind;
use serde::Serializer as _;

use super::json_escape::{END, InString, QUOTE, START, is_plain};
use super::keys::Columns;
use super::row::{Cell, Row};
use crate::types::JsonString;
use crate::validation::{NULL, ValidationError, Violation, ViolationKind};

/// The initial capacity, enough for the text of a few short properties.
const INITIAL_CAPACITY: usize = 256;

/// Writes the properties of one record as the text of a JSON object, or as a row of a file.
///
/// The derives use it, and so do manual implementations of their traits. `Debug` shows nothing of the text: properties
/// are user data.
///
/// # Example
///
/// ```
/// use personalize_events::{PropertiesWriter, UserProperties};
///
/// enum Visitor {
///     Anonymous,
///     Member { since: u16 },
/// }
///
/// impl UserProperties for Visitor {
///     fn write_properties(&self, properties: &mut PropertiesWriter) {
///         match self {
///             Self::Anonymous => properties.property("membership", "none"),
///             Self::Member { since } => properties.property("memberSince", since),
///         }
///     }
/// }
///
/// let properties = Visitor::Member { since: 2019 }.to_properties().unwrap();
/// assert_eq!(properties.as_str(), r#"{"memberSince":"2019"}"#);
/// ```
pub struct PropertiesWriter {
    /// The member that holds the properties; the paths of violations start with it.
    member: &'static str,
    /// The kind of record whose properties these are; `None` for a single property.
    kind: Option<&'static RecordKind>,
    /// The object as a JSON string.
    pub(super) text: Vec<u8>,
    row: Option<Row>,
    pub(super) violations: Vec<Violation>,
    /// The columns written so far, if duplicates are checked.
    columns: Option<Columns>,
}

impl PropertiesWriter {
    /// From here on, two keys for one column are a violation. This is for properties from several sources, whose keys
    /// no compiler sees together.
    #[doc(hidden)]
    pub fn watch_columns(&mut self) {
        self.columns.get_or_insert_default();
    }

    pub(super) fn new(member: &'static str, kind: Option<&'static RecordKind>) -> Self {
        let mut text = Vec::with_capacity(INITIAL_CAPACITY);
        text.extend_from_slice(START);
        Self {
            member,
            kind,
            text,
            row: None,
            violations: Vec::new(),
            columns: None,
        }
    }

    /// Writes rows. The kind is that of records with members beside their properties; the paths of violations start with
    /// `member`, unless it is empty.
    pub(crate) fn of_row(
        kind: Option<&'static RecordKind>,
        member: &'static str,
        row: Row,
    ) -> Self {
        let mut writer = Self::new(member, kind);
        writer.row = Some(row);
        writer
    }

    /// Starts the next row.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.columns = None;
        if let Some(row) = &mut self.row {
            row.clear();
        }
    }

    pub(crate) fn take_violations(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }

    /// The cells of the row, in the order of the columns.
    #[inline]
    pub(crate) fn cells(&self) -> &[Cell] {
        self.row.as_ref().map_or(&[], Row::cells)
    }

    /// The text of a cell.
    #[inline]
    pub(crate) fn text(&self, cell: Range<usize>) -> &str {
        self.row.as_ref().map_or("", |row| &row.text[cell])
    }

    /// The kind of record whose properties these are.
    pub(super) fn kind(&self) -> Option<&'static RecordKind> {
        self.kind
    }

    #[inline]
    pub(super) fn add_column(&mut self, key: &str) {
        let columns = self.columns.as_mut();
        if let Some(other) = columns.and_then(|columns| columns.insert(key)) {
            self.add_violation(key, ViolationKind::DuplicateColumn { other });
        }
    }

    pub(super) fn add_violation(&mut self, key: &str, kind: ViolationKind) {
        self.add_violation_of_property(Violation::new(key, kind));
    }

    /// Adds a violation whose path starts with the key of a property.
    pub(super) fn add_violation_of_property(&mut self, violation: Violation) {
        self.violations.push(violation.in_member(self.member));
    }

    /// Adds a violation of the properties as a whole.
    pub(super) fn add_violation_of_object(&mut self, kind: ViolationKind) {
        let violation = Violation::new(self.member, kind);
        self.violations.push(violation);
    }

    /// Writes a property; `None` is JSON's `null`, and an empty cell of a row. `cell` is the index of the cell, if it is
    /// known.
    pub(super) fn write(&mut self, key: &str, cell: Option<usize>, value: Option<Encoding<'_>>) {
        if self.row.is_some() {
            self.write_cell(key, cell, value);
            return;
        }
        self.write_separator();
        self.append_string(key);
        self.text.push(b':');
        match value {
            None => self.text.extend_from_slice(NULL.as_bytes()),
            Some(Encoding::Text(text)) => self.append_string(text),
            Some(Encoding::Display(text)) => self.append(|serializer| serializer.collect_str(text)),
            Some(Encoding::Json(text)) => self.text.extend_from_slice(text.as_bytes()),
        }
    }

    fn write_cell(&mut self, key: &str, index: Option<usize>, value: Option<Encoding<'_>>) {
        let Some((row, value)) = self.row.as_mut().zip(value) else {
            return;
        };
        let start = row.text.len();
        match value {
            Encoding::Text(text) | Encoding::Json(text) => row.text.push_str(text),
            Encoding::Display(text) => {
                write!(row.text, "{text}").expect("a string accepts all text");
            }
        }
        let cell = start..row.text.len();
        match row.fill(key, index, cell) {
            Ok(()) => {}
            // It has been reported.
            Err(ViolationKind::DuplicateColumn { .. }) if self.columns.is_some() => {}
            Err(kind) => self.add_violation(key, kind),
        }
    }

    /// Writes the JSON of a property.
    pub(super) fn write_encoded(&mut self, text: &[u8]) {
        self.write_separator();
        self.text.extend_from_slice(text);
    }

    pub(super) fn row(&self) -> Option<&Row> {
        self.row.as_ref()
    }

    /// Appends a string. Most have no characters to escape.
    fn append_string(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.text.extend_from_slice(QUOTE);
            self.text.extend_from_slice(text.as_bytes());
            self.text.extend_from_slice(QUOTE);
        } else {
            self.append(|serializer| serializer.serialize_str(text));
        }
    }

    fn append(
        &mut self,
        serialize: impl FnOnce(&mut StringSerializer<'_>) -> serde_json::Result<()>,
    ) {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.text, InString);
        serialize(&mut serializer).expect("strings serialize without an error");
    }

    fn write_separator(&mut self) {
        if self.text.len() > START.len() {
            self.text.push(b',');
        }
    }

    fn finish(mut self, kind: &'static RecordKind) -> (JsonString, Vec<Violation>) {
        self.text.extend_from_slice(END);
        let string = String::from_utf8(self.text).expect("JSON of strings and numbers is UTF-8");
        (JsonString::object(kind, string), self.violations)
    }
}

/// Writes strings into the string that holds the properties.
type StringSerializer<'t> = serde_json::Serializer<&'t mut Vec<u8>, InString>;

/// A value and how to encode it. No type of value is a parameter, so that what writes it is compiled once.
pub(super) enum Encoding<'v> {
    Text(&'v str),
    /// The text of a JSON number or boolean.
    Json(&'v str),
    /// Text that is formatted while it is written.
    Display(&'v dyn Display),
}

impl fmt::Debug for PropertiesWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertiesWriter").finish_non_exhaustive()
    }
}

/// Writes the properties of a kind of record with `write` and validates them. The paths of violations start with `member`.
///
/// `write` is not a type parameter, so that this function is compiled once.
///
/// # Errors
///
/// Returns every property that cannot be written, and a text of more than `max_length` characters (Unicode scalar
/// values).
pub fn write_properties(
    kind: &'static RecordKind,
    member: &'static str,
    max_length: usize,
    write: &mut dyn FnMut(&mut PropertiesWriter),
) -> Result<JsonString, ValidationError> {
    let mut properties = PropertiesWriter::new(member, Some(kind));
    write(&mut properties);
    let (json, mut violations) = properties.finish(kind);
    violations.extend(too_long(member, max_length, &json));
    if violations.is_empty() {
        Ok(json)
    } else {
        Err(ValidationError::new(violations))
    }
}

/// A text has at most as many characters as bytes. This spares counting the characters of most texts.
fn too_long(member: &str, max_length: usize, json: &JsonString) -> Option<Violation> {
    let bytes = json.quoted_length();
    if bytes.is_some_and(|bytes| bytes <= max_length) {
        return None;
    }
    let found = json.count_chars();
    let kind = ViolationKind::Length {
        found,
        min: 0,
        max: Some(max_length),
        unit: "character",
    };
    (found > max_length).then(|| Violation::new(member, kind))
}
