//! Writes the CSV file of a dataset import.
//!
//! No CSV library writes what the developer guide asks for: `\` before `"` and `\`, quotation marks around text and
//! none around column names. The tests read the output back with the `csv` crate.

mod buffer;

use std::fmt;
use std::io::{self, Write};

use personalize_events_schema::names::is_same_column;
use personalize_events_schema::record_kind::RecordKind;

use buffer::Buffer;

use crate::error::with_causes;
use crate::properties::{ColumnType, PropertiesPart, PropertiesWriter, Row};
use crate::validation::{ValidationError, Violation, ViolationKind};

/// The member whose name the paths of violations start with, unless all members are columns.
const PROPERTIES: &str = "properties";

/// Writes records as the CSV file of a dataset import.
///
/// AWS recommends an import for large volumes; calls put at most 100 records per second. The struct is the one that is
/// sent by calls: the file has the columns of its schema, with the ID first, and each value is validated. Only the limit of
/// the whole `properties` text does not apply. A row is written at once, and memory does not grow with the number of rows.
///
/// The format follows the developer guide ("Preparing training data", "Unstructured text metadata"):
///
/// - The first line has the names of the columns, without quotation marks.
/// - A cell is quoted if it contains `,`, `"` or `\`, or starts or ends with white space; a textual cell always is. In a
///   quoted cell, `"` and `\` are escaped with `\`, as the guide requires.
/// - `None` is an empty cell; an empty string is `""`.
/// - A record is one line. Line breaks in a textual column are replaced by spaces, as the guide advises; in other columns
///   they are a violation.
///
/// The command `personalize-events` reads such a file with `--backslash-escapes`.
///
/// The files of interactions, whose columns are the members of events too, are written by
/// [`events_with_columns`](Self::events_with_columns) and
/// [`action_interactions_with_columns`](Self::action_interactions_with_columns).
///
/// The file is UTF-8 with `\n` line ends. Writing is buffered: call [`finish`](Self::finish) at the end. A writer that is
/// dropped writes its buffered lines too, but ignores errors.
///
/// # Example
///
/// ```
/// use personalize_events::{CsvWriter, UserProperties};
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     #[personalize(user_id)]
///     id: u64,
///     age: Option<u8>,
///     favourite_genres: Vec<String>,
///     #[personalize(plain)]
///     nickname: String,
/// }
///
/// let viewers = [
///     Viewer {
///         id: 1,
///         age: Some(34),
///         favourite_genres: vec!["Horror".to_owned(), "Action".to_owned()],
///         nickname: r#"Jo "Speedy" Li"#.to_owned(),
///     },
///     Viewer { id: 2, age: None, favourite_genres: Vec::new(), nickname: "Kim".to_owned() },
/// ];
/// let mut csv = CsvWriter::users(Vec::new());
/// for viewer in &viewers {
///     csv.write(viewer)?;
/// }
/// assert_eq!(
///     String::from_utf8(csv.finish()?)?,
///     r#"USER_ID,AGE,FAVOURITE_GENRES,NICKNAME
/// 1,34,Horror|Action,"Jo \"Speedy\" Li"
/// 2,,,Kim
/// "#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Columns that are known only at run time
///
/// A program that reads the columns from a file, such as the schema of the dataset, sets them with
/// [`users_with_columns`](Self::users_with_columns) and its siblings. Values are then checked against the columns:
///
/// ```
/// use personalize_events::{ColumnType, CsvWriter, Properties, UserProperties};
///
/// #[derive(UserProperties)]
/// struct Row {
///     #[personalize(user_id)]
///     id: String,
///     #[personalize(flatten)]
///     properties: Properties,
/// }
///
/// let columns = [("AGE", ColumnType::INT.nullable()), ("MEMBERSHIP", ColumnType::CATEGORICAL)];
/// let mut csv = CsvWriter::users_with_columns(Vec::new(), columns)?;
/// let mut row = Row { id: "user-1".to_owned(), properties: Properties::new() };
/// row.properties.insert("age", "34").insert("membership", "gold");
/// csv.write(&row)?;
///
/// row.properties.insert("age", "young");
/// assert_eq!(
///     format!("{:#}", csv.write(&row).unwrap_err()),
///     "record 2 is invalid: properties.age has the wrong type; its column is int, which accepts whole numbers from \
///      -2147483648 to 2147483647"
/// );
/// assert_eq!(String::from_utf8(csv.finish()?)?, "USER_ID,AGE,MEMBERSHIP\nuser-1,34,gold\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "`finish` writes the buffered lines and reports errors"]
pub struct CsvWriter<W, T> {
    out: Buffer<W>,
    write: WriteRecord<T>,
    /// `None` if all members are columns.
    id: Option<IdColumn>,
    /// The ID of the last record.
    id_text: String,
    properties: PropertiesWriter,
    records: u64,
}

/// What a [`CsvWriter`] writes to: every [`Write`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the output of a `CsvWriter`",
    label = "no `std::io::Write`",
    note = "pass a file or another `std::io::Write`, and then each record to `write`: \
            `let mut csv = CsvWriter::users(file); for viewer in &viewers {{ csv.write(viewer)?; }} csv.finish()?;`"
)]
pub trait CsvOutput: Write {}

#[diagnostic::do_not_recommend]
impl<W: Write> CsvOutput for W {}

/// Writes the properties of a record, and appends its ID to the text unless all members are columns.
type WriteRecord<T> = fn(&T, &mut PropertiesWriter, &mut String) -> Result<(), ValidationError>;

/// The kind of the records, and the column and the member of their ID.
#[derive(Clone, Copy, Debug)]
pub struct IdColumn {
    /// The kind of the records.
    pub kind: &'static RecordKind,
    /// `USER_ID`
    pub column: &'static str,
    /// `userId`
    pub member: &'static str,
}

impl<W: Write, T> CsvWriter<W, T> {
    #[doc(hidden)]
    pub fn new(out: W, id: IdColumn, columns: &[PropertiesPart], write: WriteRecord<T>) -> Self {
        Self::of_row(out, Some(id), Some(id.kind), Row::new(columns), write)
    }

    /// Creates a writer with columns that are known only at run time.
    #[doc(hidden)]
    pub fn with_columns<N: Into<String>>(
        out: W,
        id: IdColumn,
        columns: impl IntoIterator<Item = (N, ColumnType)>,
        write: WriteRecord<T>,
    ) -> Result<Self, ValidationError> {
        let columns = columns.into_iter().map(|(name, ty)| (name.into(), ty));
        let row = Row::dynamic(id.kind, columns)?;
        Ok(Self::of_row(out, Some(id), Some(id.kind), row, write))
    }

    /// Creates a writer whose columns include the members of its records.
    pub(crate) fn with_members<N: Into<String>>(
        out: W,
        kind: &RecordKind,
        columns: impl IntoIterator<Item = (N, ColumnType)>,
        write: WriteRecord<T>,
    ) -> Result<Self, ValidationError> {
        let columns = columns.into_iter().map(|(name, ty)| (name.into(), ty));
        let row = Row::with_members(kind, columns)?;
        Ok(Self::of_row(out, None, None, row, write))
    }

    fn of_row(
        out: W,
        id: Option<IdColumn>,
        kind: Option<&'static RecordKind>,
        row: Row,
        write: WriteRecord<T>,
    ) -> Self {
        let member = if id.is_some() { PROPERTIES } else { "" };
        let mut csv = Self {
            out: Buffer::new(out),
            write,
            id,
            id_text: String::new(),
            properties: PropertiesWriter::of_row(kind, member, row),
            records: 0,
        };
        csv.write_header();
        csv
    }

    /// Writes one record.
    ///
    /// # Errors
    ///
    /// - [`CsvError::Invalid`] has every violation in the record. Nothing of it was written; continue with the next one.
    /// - [`CsvError::Io`]: the state of the file is unknown, and later calls fail too. Start the file again.
    pub fn write(&mut self, record: &T) -> Result<(), CsvError> {
        self.out.check_usable()?;
        self.records += 1;
        self.properties.clear();
        self.id_text.clear();
        let valid = (self.write)(record, &mut self.properties, &mut self.id_text);
        let mut violations = self.properties.take_violations();
        let start = self.out.lines.len();
        if let Err(error) = valid {
            violations.splice(..0, error.into_violations());
        }
        self.write_line(&mut violations);
        if violations.is_empty() {
            return Ok(self.out.write_if_full()?);
        }
        self.out.lines.truncate(start);
        Err(CsvError::Invalid {
            record: self.records,
            error: ValidationError::new(violations),
        })
    }

    /// Writes the buffered lines, flushes, and returns the writer. A file without records has the header only.
    ///
    /// # Errors
    ///
    /// [`CsvError::Io`] if writing fails now or has failed before.
    pub fn finish(self) -> Result<W, CsvError> {
        let (out, flushed) = self.into_inner();
        flushed.map(|()| out)
    }

    /// Like [`finish`](Self::finish), but returns the writer even if writing fails, such as to remove an incomplete file.
    pub fn into_inner(self) -> (W, Result<(), CsvError>) {
        let (out, flushed) = self.out.into_inner();
        (out, flushed.map_err(CsvError::Io))
    }

    /// Writes the buffered lines and flushes the writer.
    ///
    /// # Errors
    ///
    /// As for [`finish`](Self::finish).
    pub fn flush(&mut self) -> Result<(), CsvError> {
        Ok(self.out.flush()?)
    }

    fn write_header(&mut self) {
        let id = self.id.as_ref().map(|id| id.column);
        let cells = self.properties.cells().iter().map(|cell| &*cell.name);
        for (index, name) in id.into_iter().chain(cells).enumerate() {
            if index > 0 {
                self.out.lines.push(b',');
            }
            self.out.lines.extend_from_slice(name.as_bytes());
        }
        self.out.lines.push(b'\n');
    }

    fn write_line(&mut self, violations: &mut Vec<Violation>) {
        let line = &mut self.out.lines;
        let member = match &self.id {
            Some(column) => {
                if !write_cell(&self.id_text, false, line) {
                    violations.push(Violation::new(column.member, ViolationKind::LineBreak));
                }
                PROPERTIES
            }
            None => "",
        };
        for (index, cell) in self.properties.cells().iter().enumerate() {
            if index > 0 || self.id.is_some() {
                line.push(b',');
            }
            let violation = |kind| Violation::new(&cell.key, kind).in_member(member);
            match &cell.range {
                Some(range) => {
                    let text = self.properties.text(range.clone());
                    if !write_cell(text, cell.is_textual(), line) {
                        violations.push(violation(ViolationKind::LineBreak));
                    }
                }
                None if cell.is_nullable() => {}
                // The value may be missing because of another violation.
                None if violations.iter().any(|it| is_of(it, member, &cell.key)) => {}
                None => violations.push(violation(ViolationKind::Required)),
            }
        }
        line.push(b'\n');
    }
}

impl<W, T> fmt::Debug for CsvWriter<W, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvWriter")
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

/// An error of [`CsvWriter`].
#[derive(Debug)]
#[non_exhaustive]
pub enum CsvError {
    /// The record is invalid; nothing of it was written.
    #[non_exhaustive]
    Invalid {
        /// The number of the record, from 1 in the order of the calls.
        record: u64,
        /// The violations in the record.
        error: ValidationError,
    },
    /// The file could not be written.
    Io(io::Error),
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { record, .. } => write!(f, "record {record} is invalid")?,
            Self::Io(_) => f.write_str("the file could not be written")?,
        }
        match self {
            _ if !f.alternate() => Ok(()),
            Self::Invalid { error, .. } => write!(f, ": {error}"),
            Self::Io(error) => write!(f, ": {}", with_causes(error)),
        }
    }
}

impl std::error::Error for CsvError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid { error, .. } => Some(error),
            Self::Io(error) => Some(error),
        }
    }
}

impl From<io::Error> for CsvError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether a violation is in the property of a column, or in the member of one.
fn is_of(violation: &Violation, member: &str, column: &str) -> bool {
    let path = violation.path().strip_prefix(member);
    let key = path.map(|path| path.strip_prefix('.').unwrap_or(path));
    key.is_some_and(|key| is_same_column(key, column))
}

/// Appends a cell, quoted if required. Returns `false` if it is not textual and has a line break.
fn write_cell(text: &str, is_textual: bool, line: &mut Vec<u8>) -> bool {
    // All bytes are examined, which is faster for the short texts of most cells than to stop early.
    let class = text
        .bytes()
        .fold(0, |class, byte| class | CLASSES[usize::from(byte)]);
    let is_plain = class & SPECIAL == 0 && !text.is_empty() && !is_padded(text);
    if is_plain && !is_textual {
        line.extend_from_slice(text.as_bytes());
        return class & LINE_BREAK == 0;
    }
    line.push(b'"');
    let mut previous = 0;
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => line.extend_from_slice(&[b'\\', byte]),
            // `\r\n` is a single line break.
            b'\n' if previous == b'\r' => {}
            b'\r' | b'\n' => line.push(b' '),
            _ => line.push(byte),
        }
        previous = byte;
    }
    line.push(b'"');
    is_textual || class & LINE_BREAK == 0
}

/// A byte because of which a cell is quoted.
const SPECIAL: u8 = 1;
const LINE_BREAK: u8 = 2;

/// What each byte is in a cell.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b',' as usize] = SPECIAL;
    classes[b'"' as usize] = SPECIAL;
    classes[b'\\' as usize] = SPECIAL;
    classes[b'\n' as usize] = LINE_BREAK;
    classes[b'\r' as usize] = LINE_BREAK;
    classes
};

/// Whether a text starts or ends with white space.
fn is_padded(text: &str) -> bool {
    let is_graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    !(is_graphic(bytes.first()) && is_graphic(bytes.last())) && text.trim() != text
}
