//! What every properties derive shares: the writer of the JSON text and the values it takes.

mod category;
mod clash;
mod column;
mod display;
mod file;
mod fit;
mod id;
mod in_string;
mod keys;
mod message;
mod part;
mod place;
mod row;
mod run_time;
mod schema;
mod time;
mod value;

#[cfg(test)]
mod tests;

use std::fmt::{self, Display};
use std::io::Write;
use std::ops::Range;

use serde::Serialize;

pub use category::Category;
pub use clash::check_keys;
pub use column::ColumnType;
pub use display::Displayed;
pub use file::{InFile, check_column, check_flattened};
pub use id::IdValue;
pub use part::PropertiesPart;
pub use place::ValueWriter;
pub(crate) use row::Cell;
use row::Row;
pub use run_time::Properties;
pub use schema::{Dataset, PropertiesSchema};
pub use value::PropertyValue;

use crate::runtime::JsonString;
use crate::validation::{ValidationError, Violation, ViolationKind};
use in_string::{END, InString, QUOTE, START, is_plain};
use keys::Columns;

/// What the text of a few short properties takes, so that it is not moved while it grows.
const USUAL_LENGTH: usize = 256;

/// The text that somewhere in the service stands for nothing: an event whose `sessionId` was
/// `null` got status 200 and was dropped (<https://github.com/aws/aws-sdk-js/issues/3371>).
const NULL: &str = "null";

/// Writes the properties of one record as the text of a JSON object, or as a row of a file.
///
/// The derives write with it; so does who implements their traits by hand. `Debug` shows nothing
/// of the text: properties are user data.
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
    /// The member that the text becomes; violations are told below it.
    member: &'static str,
    /// The object as a JSON string, or the cells of the row one behind the other.
    text: Vec<u8>,
    /// Where the cells are, if it is a row.
    row: Option<Row>,
    violations: Vec<Violation>,
    /// What has a key already, if that is watched.
    columns: Option<Columns>,
    /// What is written now is flattened into a record that has an id of its own, or none.
    flattened: bool,
}

impl PropertiesWriter {
    /// Writes one property: a column's name in camel case, and its value.
    ///
    /// The key is written as it is given. The derives refuse keys that cannot be right, and two
    /// keys for one column, when they are compiled; here nobody does.
    pub fn property<V: PropertyValue + ?Sized>(&mut self, key: &'static str, value: &V) {
        value.write_property(self.key(key));
    }

    /// The place of one property, where how its value is sent can be said before it is written.
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
    pub fn key(&mut self, key: &'static str) -> ValueWriter<'_> {
        self.place(key)
    }

    /// From here on, two keys for one column are a violation: where properties of several sources
    /// come together, no compiler sees all keys.
    #[doc(hidden)]
    pub fn watch_columns(&mut self) {
        self.columns.get_or_insert_default();
    }

    /// From here on, properties are those of flattened fields, whose ids are none of the record.
    #[doc(hidden)]
    pub fn flatten(&mut self) -> &mut Self {
        self.flattened = true;
        self
    }

    fn new(member: &'static str) -> Self {
        let mut text = Vec::with_capacity(USUAL_LENGTH);
        text.extend_from_slice(START);
        Self {
            member,
            text,
            row: None,
            violations: Vec::new(),
            columns: None,
            flattened: false,
        }
    }

    /// A writer of rows of these columns.
    pub(crate) fn of_row(member: &'static str, columns: &[PropertiesPart]) -> Self {
        let mut writer = Self::new(member);
        writer.row = Some(Row::new(columns));
        writer
    }

    /// Begins the next row.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.columns = None;
        self.flattened = false;
        if let Some(row) = &mut self.row {
            row.clear();
        }
    }

    pub(crate) fn take_violations(&mut self) -> Vec<Violation> {
        std::mem::take(&mut self.violations)
    }

    /// The cells of the row, in the order of the columns.
    pub(crate) fn cells(&self) -> &[Cell] {
        self.row.as_ref().map_or(&[], Row::cells)
    }

    /// The text of a cell.
    pub(crate) fn text(&self, cell: Range<usize>) -> &str {
        std::str::from_utf8(&self.text[cell]).expect("strings and numbers are UTF-8")
    }

    fn place<'a>(&'a mut self, key: &'a str) -> ValueWriter<'a> {
        self.take_column(key);
        ValueWriter::new(key, self)
    }

    fn take_column(&mut self, key: &str) {
        let taken = self.columns.as_mut();
        if let Some(other) = taken.and_then(|columns| columns.take(key)) {
            self.violated(key, ViolationKind::DuplicateColumn { other });
        }
    }

    fn violated(&mut self, key: &str, reason: ViolationKind) {
        let violation = Violation::new(key.to_owned(), reason);
        self.violations.push(violation.below(self.member));
    }

    /// What is wrong with the record beside its properties.
    fn violated_beside(&mut self, member: &str, reason: ViolationKind) {
        if self.flattened {
            return;
        }
        let violation = Violation::new(member.to_owned(), reason);
        self.violations.push(violation);
    }

    /// Writes one value; `None` is JSON's `null`, and an empty cell of a row.
    fn put(&mut self, key: &str, value: Option<&Spelled<'_, impl Serialize + Display + ?Sized>>) {
        if self.row.is_some() {
            self.put_cell(key, value);
            return;
        }
        self.separate();
        self.append_string(key);
        self.text.push(b':');
        match value {
            None => self.append(&()),
            Some(Spelled::Text(text)) => self.append_string(text),
            Some(Spelled::Joined(text)) => self.append(*text),
            Some(Spelled::Literal {
                value,
                native: true,
            }) => self.append(*value),
            Some(Spelled::Literal {
                value,
                native: false,
            }) => {
                self.text.extend_from_slice(QUOTE);
                self.append(*value);
                self.text.extend_from_slice(QUOTE);
            }
        }
    }

    fn put_cell(
        &mut self,
        key: &str,
        value: Option<&Spelled<'_, impl Serialize + Display + ?Sized>>,
    ) {
        let start = self.text.len();
        match value {
            None => return,
            Some(Spelled::Text(text)) => self.text.extend_from_slice(text.as_bytes()),
            Some(Spelled::Joined(text)) => {
                write!(self.text, "{text}").expect("memory takes strings");
            }
            Some(Spelled::Literal { value, .. }) => self.append(*value),
        }
        let row = self.row.as_mut();
        if !row.is_some_and(|row| row.take(key, start..self.text.len())) {
            self.violated(key, ViolationKind::InvalidColumnName);
        }
    }

    /// Writes key and value, if there is a value.
    fn put_written(&mut self, key: &str, text: &[u8]) {
        if self.row.is_some() {
            // No row has columns that are known at run time only.
            self.violated(key, ViolationKind::InvalidColumnName);
        } else if !text.is_empty() {
            self.separate();
            self.text.extend_from_slice(text);
        }
    }

    /// Appends a string. Most have nothing to escape, which is seen at once.
    fn append_string(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.text.extend_from_slice(QUOTE);
            self.text.extend_from_slice(text.as_bytes());
            self.text.extend_from_slice(QUOTE);
        } else {
            self.append(text);
        }
    }

    /// Appends a value.
    fn append<T: Serialize + ?Sized>(&mut self, value: &T) {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.text, InString);
        let written = value.serialize(&mut serializer);
        written.expect("memory takes strings and numbers");
    }

    /// Where the next key begins.
    fn separate(&mut self) {
        if self.text.len() > START.len() {
            self.text.push(b',');
        }
    }

    fn finish(mut self) -> (JsonString, Vec<Violation>) {
        self.text.extend_from_slice(END);
        let string = String::from_utf8(self.text).expect("JSON of strings and numbers is UTF-8");
        (JsonString::object(string), self.violations)
    }
}

/// A value, as far as it differs how it is written.
enum Spelled<'v, T: ?Sized> {
    Text(&'v str),
    /// Text that is put together while it is written.
    Joined(&'v T),
    /// A number or another value whose JSON needs no escape.
    Literal {
        value: &'v T,
        /// As JSON has it, and not as a string.
        native: bool,
    },
}

impl fmt::Debug for PropertiesWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertiesWriter").finish_non_exhaustive()
    }
}

/// Runs `write` and checks what it wrote; `member` is the name under which violations are told.
///
/// `write` is no type parameter: this is not compiled again for each struct.
///
/// # Errors
///
/// Every property that cannot be written, and a text of more than `max_length` characters
/// (Unicode scalar values).
pub fn write_properties(
    member: &'static str,
    max_length: usize,
    write: &mut dyn FnMut(&mut PropertiesWriter),
) -> Result<JsonString, ValidationError> {
    let mut properties = PropertiesWriter::new(member);
    write(&mut properties);
    let (json, mut violations) = properties.finish();
    violations.extend(too_long(member, max_length, &json));
    if violations.is_empty() {
        Ok(json)
    } else {
        Err(ValidationError::new(violations))
    }
}

/// No text has more characters than bytes in a string: most are known to be short enough without a count.
fn too_long(member: &str, max_length: usize, json: &JsonString) -> Option<Violation> {
    let bytes = json.quoted_length();
    if bytes.is_some_and(|bytes| bytes <= max_length) {
        return None;
    }
    let found = json.text().chars().count();
    let reason = ViolationKind::Length {
        found,
        min: 0,
        max: Some(max_length),
        unit: "character",
    };
    (found > max_length).then(|| Violation::new(member.to_owned(), reason))
}
