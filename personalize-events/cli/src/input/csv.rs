//! CSV as in RFC 4180, with a header.
//!
//! An empty field is null, even in quotation marks: `csv-core`, like most readers, does not distinguish the two.

use anyhow::{anyhow, bail};
use csv_core::{ReadFieldResult, ReadRecordResult, Reader, ReaderBuilder};

use super::reader::{
    REASON_COLUMN, RawRecord, RecordReader, Source, line_breaks, strip_byte_order_mark,
};
use crate::dataset::Dataset;
use crate::record::{Field, Problem, Value};

/// The size of the buffer for unescaped text that is not used.
const SCRATCH: usize = 4 * 1024;

/// Parses each record twice: to find its end, since its text is needed for rejects and positions, and to split it
/// into fields.
pub(super) struct CsvReader {
    source: Source,
    record_parser: Reader,
    field_parser: Reader,
    /// How many lines have been read.
    lines: u64,
    is_first: bool,
    /// The column of the schema for each field; `None` for ignored ones.
    columns: Vec<Option<usize>>,
}

impl CsvReader {
    pub(super) fn new(source: Source, backslash_escapes: bool) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.escape(backslash_escapes.then_some(b'\\'));
        Self {
            source,
            record_parser: builder.build(),
            field_parser: builder.build(),
            lines: 0,
            is_first: true,
            columns: Vec::new(),
        }
    }

    /// Reads the header, and returns its text and how many bytes it took.
    ///
    /// # Errors
    ///
    /// Returns every problem of the header, with its line and column, or the error that stops reading.
    pub(super) fn read_header(
        &mut self,
        dataset: &Dataset,
        ignore_unknown: bool,
    ) -> anyhow::Result<(Vec<u8>, u64)> {
        let Some((raw, length)) = self.next()? else {
            bail!(
                "{}:1:1: the input is empty; the first line must be a header with the column names",
                self.source.name
            );
        };
        let start = format!("{}:{}:1", self.source.name, raw.line);
        let text = std::str::from_utf8(&raw.bytes);
        let text = text.map_err(|_| {
            anyhow!("{start}: the header is not valid UTF-8; convert the file to UTF-8")
        })?;
        let names = self.fields(text);
        if !names.iter().any(|(_, name)| dataset.column(name).is_some()) {
            // The message does not repeat the line, which may be a record.
            bail!(
                "{start}: the first line has no column of the schema; add a header with the column names"
            );
        }
        let mut problems = Vec::new();
        for (offset, name) in names {
            let column = dataset.column(&name);
            match column {
                None if name == REASON_COLUMN || ignore_unknown => {}
                None => problems.push(Problem::new(offset, dataset.unknown_column(&name))),
                Some(index) if self.columns.contains(&column) => {
                    problems.push(Problem::duplicate(offset, dataset.columns[index].name));
                }
                Some(_) => {}
            }
            self.columns.push(column);
        }
        for (index, column) in dataset.columns.iter().enumerate() {
            if !column.nullable && !self.columns.contains(&Some(index)) {
                problems.push(Problem::missing(column.name));
            }
        }
        if problems.is_empty() {
            return Ok((raw.bytes, length));
        }
        problems.sort_by_key(|problem| problem.offset);
        let lines = problems.into_iter().map(|problem| {
            let (line, column) = raw.line_and_column(problem.offset);
            format!("{}:{line}:{column}: {}", self.source.name, problem.text)
        });
        bail!(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Splits a record into its fields, each with its offset.
    fn fields(&mut self, text: &str) -> Vec<(usize, String)> {
        self.field_parser.reset();
        let mut fields = Vec::new();
        // No field is longer than its escaped text.
        let mut out = vec![0; text.len()];
        let (mut start, mut read, mut written) = (0, 0, 0);
        loop {
            let input = &text.as_bytes()[read..];
            let (result, taken, wrote) = self.field_parser.read_field(input, &mut out[written..]);
            read += taken;
            written += wrote;
            match result {
                ReadFieldResult::Field { record_end } => {
                    let field = String::from_utf8_lossy(&out[..written]);
                    fields.push((start, field.into_owned()));
                    (start, written) = (read, 0);
                    if record_end {
                        return fields;
                    }
                }
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull | ReadFieldResult::End => return fields,
            }
        }
    }

    /// Whether the text ends within quotation marks, which would include whatever follows.
    fn has_unclosed_quote(&mut self, text: &[u8]) -> bool {
        let followed = [text, b"\n\n-"].concat();
        self.field_parser.reset();
        let (mut scratch, mut ends) = ([0; SCRATCH], [0; 64]);
        let mut read = 0;
        while read < followed.len() {
            let rest = &followed[read..];
            let (result, taken, ..) = self.field_parser.read_record(rest, &mut scratch, &mut ends);
            read += taken;
            if result == ReadRecordResult::Record {
                return false;
            }
        }
        true
    }
}

impl RecordReader for CsvReader {
    fn next(&mut self) -> anyhow::Result<Option<(RawRecord, u64)>> {
        let mut bytes = Vec::new();
        let (mut scratch, mut ends) = ([0; SCRATCH], [0; 64]);
        let is_last = loop {
            let chunk = self.source.fill_buf()?;
            let is_last = chunk.is_empty();
            let (result, taken, ..) =
                self.record_parser
                    .read_record(chunk, &mut scratch, &mut ends);
            bytes.extend_from_slice(&chunk[..taken]);
            self.source.bytes.consume(taken);
            match result {
                ReadRecordResult::Record => break is_last,
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
            let help = "check it for an unclosed quotation mark";
            self.source.check_length(&bytes, self.lines + 1, help)?;
        };
        let length = bytes.len() as u64;
        // Empty lines, and the second character of the previous line break.
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let start = bytes.iter().take_while(|byte| is_break(byte)).count();
        let line = self.lines + line_breaks(&bytes[..start]) + 1;
        self.lines += line_breaks(&bytes);
        bytes.drain(..start);
        if is_last && self.has_unclosed_quote(&bytes) {
            bail!(
                "{}:{line}:1: the record that starts here has an unclosed quotation mark and extends to the end of \
                 the input; close the quotation mark",
                self.source.name
            );
        }
        if bytes.last().is_some_and(is_break) && !is_last {
            bytes.pop();
        }
        if std::mem::take(&mut self.is_first) {
            strip_byte_order_mark(&mut bytes);
        }
        Ok(Some((RawRecord { line, bytes }, length)))
    }

    fn parse(&mut self, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Field>> {
        let fields = self.fields(text);
        if fields.len() != self.columns.len() {
            problems.push(Problem::new(
                0,
                format!(
                    "the record has {} fields, but the header has {}",
                    fields.len(),
                    self.columns.len()
                ),
            ));
            return None;
        }
        let fields = fields.into_iter().zip(&self.columns);
        let fields = fields.filter_map(|((offset, text), column)| {
            Some(Field {
                column: (*column)?,
                value: (!text.is_empty()).then_some(Value::Text(text)),
                offset,
            })
        });
        Some(fields.collect())
    }
}
