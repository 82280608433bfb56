//! The file of a bulk import.

use std::fmt;
use std::io::{self, Write};

use crate::properties::{PropertiesPart, PropertiesWriter};
use crate::validation::{ValidationError, Violation, ViolationKind};

/// How many bytes are written at once.
const BUFFER: usize = 8 * 1024;

/// The member under which violations of properties are told.
const PROPERTIES: &str = "properties";

/// Writes records as the CSV file of a dataset import, the way to put more of them than the 100 a
/// second that single requests reach.
///
/// A row is written when it is given, and memory does not grow with their number. The struct is the
/// one that is sent by requests: its columns are those of its schema, the ID in front, and each value
/// has the checks that it has there. The limit of the whole `properties` text is none of the file's. What the service asks of the file (the developer guide, under
/// "preparing training data" and "unstructured text metadata") is kept:
///
/// - The first line has the names of the columns, without quotation marks.
/// - A cell is in quotation marks if it has `,`, `"`, `\` or white space at an end; those of a textual
///   column always are. In them `"` and `\` have a `\` in front, as the guide asks.
/// - `None` is nothing between two commas; an empty string is `""`.
/// - A record is one line. Line breaks in a textual column become spaces, as the guide advises; in any
///   other column they are a violation.
///
/// It is UTF-8, and lines end with `\n`. Writing is buffered: call [`finish`](Self::finish) at the
/// end.
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
#[must_use = "what is buffered is written by `finish`"]
pub struct CsvWriter<W: Write, T> {
    out: W,
    write: WriteRecord<T>,
    id: IdColumn,
    properties: PropertiesWriter,
    /// Whole lines that are still to be written.
    lines: Vec<u8>,
    records: u64,
    /// Writing failed: what is in the file is not known, and nothing may follow it.
    failed: bool,
}

/// Writes the properties of a record, and gives its ID.
type WriteRecord<T> = fn(&T, &mut PropertiesWriter) -> Result<String, ValidationError>;

/// The column of the ID, and its name on the wire.
#[derive(Clone, Copy, Debug)]
pub struct IdColumn {
    /// `USER_ID`
    pub column: &'static str,
    /// `userId`
    pub member: &'static str,
}

impl<W: Write, T> CsvWriter<W, T> {
    #[doc(hidden)]
    pub fn new(
        out: W,
        id: IdColumn,
        columns: &[PropertiesPart],
        write: fn(&T, &mut PropertiesWriter) -> Result<String, ValidationError>,
    ) -> Self {
        let mut csv = Self {
            out,
            write,
            id,
            properties: PropertiesWriter::of_row(PROPERTIES, columns),
            lines: Vec::with_capacity(BUFFER),
            records: 0,
            failed: false,
        };
        csv.name_columns();
        csv
    }

    /// Writes one record.
    ///
    /// # Errors
    ///
    /// [`CsvError::Invalid`] tells everything that is wrong with the record: nothing of it was written,
    /// and the next one can be. [`CsvError::Io`]: how much reached the file is not known, and every later
    /// call fails too; begin the file again.
    pub fn write(&mut self, record: &T) -> Result<(), CsvError> {
        self.check_usable()?;
        self.records += 1;
        self.properties.clear();
        let id = (self.write)(record, &mut self.properties);
        let mut violations = self.properties.take_violations();
        let start = self.lines.len();
        match id {
            Ok(id) => self.write_line(&id, &mut violations),
            Err(invalid) => violations.extend(invalid.into_violations()),
        }
        if violations.is_empty() {
            return if self.lines.len() < BUFFER {
                Ok(())
            } else {
                self.hand_on()
            };
        }
        self.lines.truncate(start);
        Err(CsvError::Invalid {
            record: self.records,
            invalid: ValidationError::new(violations),
        })
    }

    /// Writes what is still buffered, flushes, and gives back what was written to. Without any record the file
    /// has the names of the columns.
    ///
    /// # Errors
    ///
    /// [`CsvError::Io`].
    pub fn finish(mut self) -> Result<W, CsvError> {
        self.hand_on()?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// Writes the lines, once.
    fn hand_on(&mut self) -> Result<(), CsvError> {
        self.check_usable()?;
        self.failed = true;
        self.out.write_all(&self.lines)?;
        self.lines.clear();
        self.failed = false;
        Ok(())
    }

    fn check_usable(&self) -> Result<(), CsvError> {
        if self.failed {
            let message = "writing failed before, begin the file again";
            return Err(CsvError::Io(io::Error::other(message)));
        }
        Ok(())
    }

    fn name_columns(&mut self) {
        self.lines.extend_from_slice(self.id.column.as_bytes());
        for cell in self.properties.cells() {
            self.lines.push(b',');
            self.lines.extend_from_slice(cell.name.as_bytes());
        }
        self.lines.push(b'\n');
    }

    fn write_line(&mut self, id: &str, violations: &mut Vec<Violation>) {
        let line = &mut self.lines;
        if has_break(id) {
            let member = self.id.member.to_owned();
            violations.push(Violation::new(member, ViolationKind::LineBreak));
        }
        spell(id, false, line);
        for cell in self.properties.cells() {
            line.push(b',');
            let violated = |reason| Violation::new(cell.key.to_owned(), reason).below(PROPERTIES);
            match &cell.found {
                Some(range) => {
                    let text = self.properties.text(range.clone());
                    if has_break(text) && !cell.textual {
                        violations.push(violated(ViolationKind::LineBreak));
                    }
                    spell(text, cell.textual, line);
                }
                None if cell.nullable => {}
                None => {
                    let missing = violated(ViolationKind::Required);
                    // What could not be written has been told already.
                    if violations.iter().all(|told| told.path() != missing.path()) {
                        violations.push(missing);
                    }
                }
            }
        }
        line.push(b'\n');
    }
}

impl<W: Write, T> fmt::Debug for CsvWriter<W, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvWriter")
            .field("records", &self.records)
            .finish_non_exhaustive()
    }
}

/// Why a record could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum CsvError {
    /// The record is not valid; nothing of it was written.
    #[non_exhaustive]
    Invalid {
        /// Which record, counted from 1 in the order of the calls.
        record: u64,
        /// Everything that is wrong with it.
        invalid: ValidationError,
    },
    /// The file could not be written.
    Io(io::Error),
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid { record, invalid } => {
                write!(f, "record {record} is not valid: {invalid}")
            }
            Self::Io(_) => f.write_str("the file could not be written"),
        }
    }
}

impl std::error::Error for CsvError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid { invalid, .. } => Some(invalid),
            Self::Io(error) => Some(error),
        }
    }
}

impl From<io::Error> for CsvError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn has_break(text: &str) -> bool {
    text.contains(['\n', '\r'])
}

/// Appends a cell, in quotation marks if it needs them.
fn spell(text: &str, quoted: bool, line: &mut Vec<u8>) {
    let special = |character| matches!(character, ',' | '"' | '\\');
    if !quoted && !text.is_empty() && text.trim() == text && !text.contains(special) {
        line.extend_from_slice(text.as_bytes());
        return;
    }
    line.push(b'"');
    let mut previous = 0;
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => line.extend_from_slice(&[b'\\', byte]),
            // `\r\n` is one line break.
            b'\n' if previous == b'\r' => {}
            b'\r' | b'\n' => line.push(b' '),
            _ => line.push(byte),
        }
        previous = byte;
    }
    line.push(b'"');
}
