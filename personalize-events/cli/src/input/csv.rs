//! CSV as in RFC 4180, with a header.
//!
//! An empty field is null. In quotation marks it is the empty text, as `CsvWriter` and `convert` write it, unless its
//! column is of numbers or booleans.

use anyhow::{anyhow, bail};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use personalize_events_schema::Type;

use super::csv_fields::{self, Backslash, CsvField, QuoteProblem};
use super::csv_header::{self, Target};
use super::object::{ObjectReader, Place};
use super::reader::{RawRecord, RecordReader, Source, line_breaks, strip_byte_order_mark};
use crate::problem::Problems;
use crate::record::{Field, Fields, Value};
use crate::warnings::Warnings;

/// The size of the buffer for unescaped text that is not used.
const SCRATCH: usize = 4 * 1024;

/// Finds the end of each record, and then splits it into fields.
pub(super) struct CsvReader {
    source: Source,
    objects: ObjectReader,
    backslash: Backslash,
    /// Finds the ends of records.
    record_parser: Reader,
    /// How many lines have been read.
    lines: u64,
    is_first: bool,
    /// For each field.
    targets: Vec<Target>,
}

impl CsvReader {
    pub(super) fn new(source: Source, objects: ObjectReader, backslash: Backslash) -> Self {
        Self {
            source,
            objects,
            backslash,
            record_parser: record_parser(backslash),
            lines: 0,
            is_first: true,
            targets: Vec::new(),
        }
    }

    /// Reads the header, and returns its text and how many bytes it took.
    ///
    /// # Errors
    ///
    /// Returns the problems of the header, with line and column, or the error that stops reading.
    pub(super) fn read_header(&mut self, warnings: &Warnings) -> anyhow::Result<(Vec<u8>, u64)> {
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
        let (names, quotes) = csv_fields::split(text, self.backslash);
        let dataset = &self.objects.dataset;
        let is_column = |(index, name): (usize, &CsvField<'_>)| {
            dataset.column(&name.text).is_some() && quotes.iter().all(|it| it.field != index)
        };
        if !names.iter().enumerate().any(is_column) {
            bail!("{start}: {}", csv_header::no_columns(text, dataset));
        }
        let mut problems = Problems::default();
        self.targets = csv_header::targets(&names, &self.objects, warnings, &mut problems);
        self.add_quote_problems(quotes, &mut problems);
        if problems.is_empty() {
            return Ok((raw.bytes, length));
        }
        let lines = problems.sort().iter().map(|problem| {
            let (line, column) = raw.line_and_column(problem.offset);
            format!("{}:{line}:{column}: {}", self.source.name, problem.text)
        });
        let mut lines: Vec<String> = lines.collect();
        if problems.more() > 0 {
            lines.push(format!(
                "and {} more problems of the header",
                problems.more()
            ));
        }
        bail!(lines.join("\n"))
    }

    fn add_quote_problems(&self, found: Vec<QuoteProblem>, problems: &mut Problems) {
        for QuoteProblem {
            field,
            offset,
            text,
        } in found
        {
            match self.targets.get(field) {
                // Written by an earlier run, and not read.
                Some(Target::Reason) => {}
                Some(Target::Column(index)) => {
                    let name = &self.objects.dataset.columns[*index].name;
                    problems.add(offset, || format!("{name} {text}"));
                }
                Some(Target::Properties | Target::Ignored) | None => {
                    problems.add(offset, || format!("field {} {text}", field + 1));
                }
            }
        }
    }

    /// What to do about a quotation mark that is not closed.
    fn quote_help(&self, record: &[u8], help: &str) -> String {
        if has_escape(record) && self.backslash == Backslash::Unknown {
            format!("{help}, or pass --backslash-escapes if backslashes escape quotation marks")
        } else {
            help.to_owned()
        }
    }

    fn field(&self, column: usize, field: CsvField<'_>) -> Field {
        let CsvField {
            text,
            is_quoted,
            offset,
        } = field;
        let is_string = self.objects.dataset.columns[column].ty == Type::String;
        let is_null = text.is_empty() && !(is_quoted && is_string);
        let value = (!is_null).then(|| Value::Text(text.into_owned()));
        Field {
            column,
            value: Ok(value),
            offset,
        }
    }
}

fn record_parser(backslash: Backslash) -> Reader {
    let escape = (backslash == Backslash::Escape).then_some(b'\\');
    ReaderBuilder::new().escape(escape).build()
}

/// Whether a record with its line break, or the last one without, ends there and not before.
fn is_whole(record: &[u8], is_last: bool, backslash: Backslash) -> bool {
    let line_break = if is_last { &b"\n"[..] } else { b"" };
    let record = [record, line_break].concat();
    let mut parser = record_parser(backslash);
    let (mut scratch, mut ends) = ([0; SCRATCH], [0; 64]);
    let mut read = 0;
    while read < record.len() {
        let (result, taken, ..) = parser.read_record(&record[read..], &mut scratch, &mut ends);
        read += taken;
        if result == ReadRecordResult::Record {
            return read == record.len();
        }
    }
    false
}

/// Whether a quotation mark may be escaped.
fn has_escape(record: &[u8]) -> bool {
    record.contains(&b'\\') && record.windows(2).any(|pair| pair == b"\\\"")
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
            self.source.check_length(&bytes, self.lines + 1, || {
                self.quote_help(&bytes, "check it for an unclosed quotation mark")
            })?;
        };
        let length = bytes.len() as u64;
        // Empty lines, and the second character of the previous line break.
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let start = bytes.iter().take_while(|byte| is_break(byte)).count();
        let line = self.lines + line_breaks(&bytes[..start]) + 1;
        self.lines += line_breaks(&bytes);
        bytes.drain(..start);
        if self.backslash == Backslash::Unknown
            && has_escape(&bytes)
            && !is_whole(&bytes, is_last, Backslash::Escape)
        {
            bail!(
                "{}:{line}:1: where the record ends that starts here depends on whether backslashes escape quotation \
                 marks; pass --backslash-escapes if they do, as in files of import jobs, or --backslash-escapes=false",
                self.source.name
            );
        }
        if is_last && !is_whole(&bytes, is_last, self.backslash) {
            bail!(
                "{}:{line}:1: the record that starts here has an unclosed quotation mark and extends to the end of \
                 the input; {}",
                self.source.name,
                self.quote_help(&bytes, "close the quotation mark")
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

    fn parse(&mut self, text: &str, problems: &mut Problems) -> Option<Fields> {
        let (fields, quotes) = csv_fields::split(text, self.backslash);
        self.add_quote_problems(quotes, problems);
        if !problems.is_empty() {
            return None;
        }
        if fields.len() != self.targets.len() {
            problems.add(0, || {
                format!(
                    "the record has {} fields, but the header has {}",
                    fields.len(),
                    self.targets.len()
                )
            });
            return None;
        }
        let mut read = Fields::default();
        read.known.reserve_exact(fields.len());
        for (field, target) in fields.into_iter().zip(&self.targets) {
            match *target {
                Target::Column(column) => read.known.push(self.field(column, field)),
                Target::Properties if !field.text.is_empty() => {
                    let place = Place::At(field.offset);
                    self.objects
                        .properties(&field.text, place, &mut read, problems);
                }
                Target::Properties | Target::Reason | Target::Ignored => {}
            }
        }
        Some(read)
    }
}
