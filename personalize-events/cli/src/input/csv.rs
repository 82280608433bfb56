//! CSV as in RFC 4180, with the names of columns in its first line.

use std::fmt;
use std::io::BufRead as _;

use csv_core::{ReadFieldResult, ReadRecordResult, Reader, ReaderBuilder};

use super::{Bytes, Fault, LONGEST, Raw, ReasonName, Records, line_breaks, without_mark};
use crate::dataset::Dataset;
use crate::record::{Found, Problem, Value};

/// Where the text of records is put that nobody wants yet.
const SCRATCH: usize = 4 * 1024;

/// Rows, told apart by `csv-core`: once to find where a record ends, whose text is kept for rejects and positions,
/// and once to read it.
pub(super) struct Table {
    bytes: Bytes,
    rows: Reader,
    cells: Reader,
    /// The lines before what comes next.
    lines: u64,
    is_first: bool,
    /// The column of each cell; none of those that are left out.
    columns: Vec<Option<usize>>,
    dataset: Option<&'static Dataset>,
}

/// What is wrong with the line of names.
#[derive(Debug)]
pub(super) struct HeaderProblem {
    line: u64,
    column: usize,
    text: String,
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.text)
    }
}

impl Table {
    pub(super) fn new(bytes: Bytes, backslash_escapes: bool) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.escape(backslash_escapes.then_some(b'\\'));
        Self {
            bytes,
            rows: builder.build(),
            cells: builder.build(),
            lines: 0,
            is_first: true,
            columns: Vec::new(),
            dataset: None,
        }
    }

    /// Reads the names of columns; gives their line, and how many bytes it took.
    pub(super) fn columns(
        &mut self,
        dataset: &'static Dataset,
        ignore_unknown: bool,
    ) -> Result<(Vec<u8>, u64), Vec<HeaderProblem>> {
        let whole = |line, text: &str| {
            let text = text.to_owned();
            vec![HeaderProblem {
                line,
                column: 1,
                text,
            }]
        };
        let (raw, taken) = match self.next() {
            Ok(Some(found)) => found,
            Ok(None) => {
                return Err(whole(
                    1,
                    "it is empty; the first line has the names of columns",
                ));
            }
            Err(Fault::Io(error)) => return Err(whole(1, &format!("cannot be read: {error}"))),
            Err(Fault::Endless(line) | Fault::Open(line)) => {
                return Err(whole(line, "the line with the names of columns has no end"));
            }
        };
        let Ok(text) = std::str::from_utf8(&raw.bytes) else {
            return Err(whole(raw.line, "this is not UTF-8; convert the file"));
        };
        let mut problems = Vec::new();
        let names = self.cells(text);
        if !names.iter().any(|(_, name)| dataset.column(name).is_some()) {
            // It may be a record, which is not to be repeated.
            return Err(whole(
                raw.line,
                "this names no column of the schema; the first line has the names of columns",
            ));
        }
        for (at, name) in names {
            let known = dataset.column(&name);
            let is_reason = known.is_none() && name == ReasonName::COLUMN;
            if known.is_none() && !is_reason && !ignore_unknown {
                problems.push(Problem::new(at, dataset.unknown(&name)));
            }
            if known.is_some() && self.columns.contains(&known) {
                let name = known.map_or("", |index| dataset.columns[index].name);
                problems.push(Problem::new(at, format!("{name} is there twice")));
            }
            self.columns.push(known);
        }
        for (index, column) in dataset.columns.iter().enumerate() {
            if !column.nullable && !self.columns.contains(&Some(index)) {
                let text = format!(
                    "the column {} is missing, and it takes no null",
                    column.name
                );
                problems.push(Problem::new(0, text));
            }
        }
        self.dataset = Some(dataset);
        if problems.is_empty() {
            return Ok((raw.bytes, taken));
        }
        problems.sort_by_key(|problem| problem.at);
        let placed = problems.into_iter().map(|problem| {
            let (line, column) = raw.position(problem.at);
            HeaderProblem {
                line,
                column,
                text: problem.text,
            }
        });
        Err(placed.collect())
    }

    /// The cells of a record, each with its place.
    fn cells(&mut self, text: &str) -> Vec<(usize, String)> {
        self.cells.reset();
        let mut cells = Vec::new();
        let mut out = vec![0; text.len()];
        let (mut start, mut taken, mut written) = (0, 0, 0);
        loop {
            let input = &text.as_bytes()[taken..];
            let (result, read, wrote) = self.cells.read_field(input, &mut out[written..]);
            taken += read;
            written += wrote;
            match result {
                ReadFieldResult::Field { record_end } => {
                    let cell = String::from_utf8_lossy(&out[..written]);
                    cells.push((start, cell.into_owned()));
                    (start, written) = (taken, 0);
                    if record_end {
                        return cells;
                    }
                }
                ReadFieldResult::InputEmpty => {}
                // No cell has more bytes than its spelling.
                ReadFieldResult::OutputFull | ReadFieldResult::End => return cells,
            }
        }
    }

    /// Whether the text ends within quotation marks, which take in whatever follows.
    fn is_open(&mut self, text: &[u8]) -> bool {
        let followed = [text, b"\n\n-"].concat();
        self.cells.reset();
        let (mut scratch, mut ends) = ([0; SCRATCH], [0; 64]);
        let mut taken = 0;
        while taken < followed.len() {
            let rest = &followed[taken..];
            let (result, read, ..) = self.cells.read_record(rest, &mut scratch, &mut ends);
            taken += read;
            if result == ReadRecordResult::Record {
                return false;
            }
        }
        true
    }
}

impl Records for Table {
    fn next(&mut self) -> Result<Option<(Raw, u64)>, Fault> {
        let mut bytes = Vec::new();
        let (mut scratch, mut ends) = ([0; SCRATCH], [0; 64]);
        let is_last = loop {
            let chunk = self.bytes.fill_buf()?;
            let is_last = chunk.is_empty();
            let (result, taken, ..) = self.rows.read_record(chunk, &mut scratch, &mut ends);
            bytes.extend_from_slice(&chunk[..taken]);
            self.bytes.consume(taken);
            match result {
                ReadRecordResult::Record => break is_last,
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
            if bytes.len() > LONGEST {
                return Err(Fault::Endless(self.lines + 1));
            }
        };
        let taken = bytes.len() as u64;
        // The break of the line before, where it has two characters, and empty lines.
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let start = bytes.iter().take_while(|byte| is_break(byte)).count();
        let line = self.lines + line_breaks(&bytes[..start]) + 1;
        self.lines += line_breaks(&bytes);
        bytes.drain(..start);
        if is_last && self.is_open(&bytes) {
            return Err(Fault::Open(line));
        }
        if bytes.last().is_some_and(is_break) && !is_last {
            bytes.pop();
        }
        if std::mem::take(&mut self.is_first) {
            bytes = without_mark(bytes);
        }
        Ok(Some((Raw { line, bytes }, taken)))
    }

    fn read(&mut self, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Found>> {
        let cells = self.cells(text);
        if cells.len() != self.columns.len() {
            problems.push(Problem::new(
                0,
                format!(
                    "the line has {} cells, and the first line names {} columns",
                    cells.len(),
                    self.columns.len()
                ),
            ));
            return None;
        }
        let cells = cells.into_iter().zip(&self.columns);
        let found = cells.filter_map(|((at, cell), column)| {
            let value = (!cell.is_empty()).then_some(Value::Text(cell));
            column.map(|column| Found { column, value, at })
        });
        Some(found.collect())
    }
}
