//! Writes the CSV file of a dataset import.
//!
//! No CSV library writes what the developer guide asks for: `\` before `"` and `\`, quotation marks around text and
//! none around column names. The tests read the output back with the `csv` crate.

mod buffer;
mod cell;
mod id_column;
mod line;

use std::fmt;
use std::io::{self, Write};

use personalize_events_schema::record_kind::RecordKind;

use buffer::Buffer;
pub use id_column::IdColumn;
use line::Line;

use crate::error::with_causes;
use crate::properties::{CheckMember, ColumnType, PropertiesPart, PropertiesWriter, Row};
use crate::validation::ValidationError;

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

impl<W: Write, T> CsvWriter<W, T> {
    #[doc(hidden)]
    pub fn new(out: W, id: IdColumn, columns: &[PropertiesPart], write: WriteRecord<T>) -> Self {
        Self::of_row(
            out,
            Some(id),
            Some(id.kind),
            Row::new(id.kind, columns),
            write,
        )
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
        check_of: fn(&str) -> Option<CheckMember>,
        write: WriteRecord<T>,
    ) -> Result<Self, ValidationError> {
        let columns = columns.into_iter().map(|(name, ty)| (name.into(), ty));
        let row = Row::with_members(kind, columns, check_of)?;
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
        self.start_record()?;
        self.properties.clear();
        self.id_text.clear();
        let checked = (self.write)(record, &mut self.properties, &mut self.id_text);
        let of_types = self.properties.take_violations();
        let member = self.member();
        let mut line = Line::new(&mut self.out.lines, member, of_types);
        if let Some(column) = &self.id {
            line.add_id(column, &self.id_text, checked);
        }
        for cell in self.properties.cells() {
            let range = cell.range.clone();
            line.add(cell, range.map(|range| self.properties.text(range)));
        }
        let valid = line.finish();
        self.end_record(valid)
    }

    /// Writes one record whose values are texts, which is faster than [`write`](Self::write) for a program that reads them from
    /// another file.
    ///
    /// `texts` are those of all columns, in the order of the first line; `None` is null. Each is checked as the same text in a
    /// record would be. The text `null` is a violation as an ID and as a category: `write` records in which it is allowed.
    ///
    /// # Errors
    ///
    /// As for [`write`](Self::write). Another number of texts than of columns is a violation too.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{ColumnType, CsvWriter, UserProperties};
    ///
    /// #[derive(UserProperties)]
    /// struct Viewer {
    ///     #[personalize(user_id)]
    ///     id: u64,
    ///     age: Option<u8>,
    /// }
    ///
    /// let mut csv = CsvWriter::<_, Viewer>::users(Vec::new());
    /// csv.write_texts([Some("1"), Some("34")])?;
    /// csv.write_texts([Some("2"), None])?;
    /// assert!(csv.write_texts([Some("3"), Some("young")]).is_err());
    /// assert_eq!(csv.finish()?, b"USER_ID,AGE\n1,34\n2,\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_texts<'t>(
        &mut self,
        texts: impl IntoIterator<Item = Option<&'t str>>,
    ) -> Result<(), CsvError> {
        self.start_record()?;
        let member = self.member();
        let (id, cells) = (self.id.as_ref(), self.properties.cells());
        let lines = &mut self.out.lines;
        let valid = Line::write_texts(lines, member, id, cells, &mut texts.into_iter());
        self.end_record(valid)
    }

    fn member(&self) -> &'static str {
        if self.id.is_some() { PROPERTIES } else { "" }
    }

    #[inline]
    fn start_record(&mut self) -> io::Result<()> {
        self.out.check_usable()?;
        self.records += 1;
        Ok(())
    }

    #[inline]
    fn end_record(&mut self, valid: Result<(), ValidationError>) -> Result<(), CsvError> {
        match valid {
            Ok(()) => Ok(self.out.write_if_full()?),
            Err(error) => Err(CsvError::Invalid {
                record: self.records,
                error,
            }),
        }
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
