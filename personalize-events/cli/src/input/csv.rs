//! CSV as in RFC 4180, with a header.
//!
//! An empty field is null. In quotation marks it is the empty text, as `CsvWriter` and `convert` write it, unless its
//! column is of numbers or booleans.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use memchr::memchr;
use personalize_events_schema::Type;

use super::csv_fields::{self, Backslash, CsvField, QuoteProblem};
use super::csv_header::{self, Target};
use super::object::{ObjectReader, Place};
use super::raw_record::RawRecord;
use super::reader::FieldReader;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::record::Value;
use crate::warnings::Warnings;

/// Splits records into fields.
#[derive(Clone)]
pub(super) struct CsvReader {
    objects: ObjectReader,
    backslash: Backslash,
    /// For each field.
    targets: Arc<[Target]>,
}

impl CsvReader {
    /// Reads the header. `name` is that of the input.
    ///
    /// # Errors
    ///
    /// Returns the problems of the header, with line and column.
    pub(super) fn new(
        name: &str,
        header: &RawRecord<'_>,
        objects: ObjectReader,
        backslash: Backslash,
        warnings: &Warnings,
    ) -> anyhow::Result<Self> {
        let start = format!("{name}:{}:1", header.line);
        let text = std::str::from_utf8(&header.bytes);
        let text = text.map_err(|_| {
            anyhow!("{start}: the header is not valid UTF-8; convert the file to UTF-8")
        })?;
        let mut names = Vec::new();
        let quotes = csv_fields::split(text, backslash, |field| names.push(field));
        let dataset = &objects.dataset;
        let is_column = |(index, name): (usize, &CsvField<'_>)| {
            dataset.column(&name.text).is_some() && quotes.iter().all(|it| it.field != index)
        };
        if !names.iter().enumerate().any(is_column) {
            bail!("{start}: {}", csv_header::no_columns(text, dataset));
        }
        let mut problems = Problems::default();
        let targets = csv_header::targets(&names, &objects, warnings, &mut problems);
        let reader = Self {
            objects,
            backslash,
            targets: targets.into(),
        };
        reader.add_quote_problems(quotes, &mut problems);
        if problems.is_empty() {
            return Ok(reader);
        }
        let lines = problems.sort().iter().map(|problem| {
            let (line, column) = header.line_and_column(problem.offset);
            format!("{name}:{line}:{column}: {}", problem.text)
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

    /// Reads a record without quotation marks, and returns how many fields it has.
    fn read_unquoted(
        &self,
        text: &str,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) -> usize {
        let mut targets = self.targets.iter();
        let mut count = 0;
        csv_fields::split_unquoted(text, |field| {
            count += 1;
            match targets.next() {
                Some(Target::Column(column)) => record.add_part(*column, field),
                Some(Target::Properties) if !field.is_empty() => {
                    let place = Place::At(field.start);
                    self.objects
                        .properties(&text[field], place, record, problems);
                }
                Some(Target::Properties | Target::Reason | Target::Ignored) | None => {}
            }
        });
        count
    }

    /// The same for a record that may have quoted fields, whose problems are added to `of_quotes`.
    fn read_quoted(
        &self,
        text: &str,
        record: &mut ParsedRecord,
        problems: &mut Problems,
        of_quotes: &mut Problems,
    ) -> usize {
        let mut targets = self.targets.iter();
        let mut count = 0;
        let quotes = csv_fields::split(text, self.backslash, |field| {
            count += 1;
            match targets.next() {
                Some(Target::Column(column)) => {
                    let is_null = field.text.is_empty() && {
                        let is_string = self.objects.dataset.columns[*column].ty == Type::String;
                        !(field.is_quoted && is_string)
                    };
                    let value = (!is_null).then(|| Value::Text(range(field.text, text, record)));
                    record.add_field(*column, Ok(value), field.offset);
                }
                Some(Target::Properties) if !field.text.is_empty() => {
                    let place = Place::At(field.offset);
                    self.objects
                        .properties(&field.text, place, record, problems);
                }
                Some(Target::Properties | Target::Reason | Target::Ignored) | None => {}
            }
        });
        self.add_quote_problems(quotes, of_quotes);
        count
    }
}

impl FieldReader for CsvReader {
    fn read(
        &mut self,
        text: &str,
        has_quotes: bool,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) -> bool {
        record.add_text(text);
        // Those of members of `properties`, which are reported only if the record has no others.
        let mut of_members = Problems::default();
        let count = if has_quotes && memchr(b'"', text.as_bytes()).is_some() {
            self.read_quoted(text, record, &mut of_members, problems)
        } else {
            self.read_unquoted(text, record, &mut of_members)
        };
        if !problems.is_empty() {
            return false;
        }
        if count != self.targets.len() {
            problems.add(0, || {
                format!(
                    "the record has {count} fields, but the header has {}",
                    self.targets.len()
                )
            });
            return false;
        }
        *problems = of_members;
        true
    }

    fn clone_box(&self) -> Box<dyn FieldReader> {
        Box::new(self.clone())
    }
}

/// Where the text of a field is in those of the record, which start with its source. One with escapes is added.
fn range(text: Cow<'_, str>, source: &str, record: &mut ParsedRecord) -> Range<usize> {
    match text {
        // It may be no part of the source.
        Cow::Borrowed("") => 0..0,
        Cow::Borrowed(text) => {
            let start = text.as_ptr().addr() - source.as_ptr().addr();
            start..start + text.len()
        }
        Cow::Owned(text) => record.add_text(&text),
    }
}
