//! Reads records from a file or standard input, in any format.

mod csv;
mod csv_fields;
mod csv_header;
mod json_lines;
mod object;
mod other_formats;
mod reader;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use sha2::{Digest, Sha256};

use crate::arguments::{self, Format};
use crate::dataset::Dataset;
use crate::derived_id;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::warnings::Warnings;
use csv_fields::Backslash;
use object::ObjectReader;
pub(crate) use reader::{REASON_COLUMN, REASON_KEY, RawRecord};
use reader::{RecordReader, Source};

/// The size of the read buffer.
const BUFFER: usize = 64 * 1024;

/// How far the input has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    /// The SHA-256 digest of the header and all records so far. It identifies the input.
    pub(crate) digest: [u8; 32],
}

/// An open input.
pub(crate) struct Input {
    /// The name for messages.
    pub(crate) name: String,
    pub(crate) format: Format,
    /// In bytes, if it is known.
    pub(crate) length: Option<u64>,
    /// The first line of a CSV.
    pub(crate) header: Option<Vec<u8>>,
    pub(crate) warnings: Arc<Warnings>,
    reader: Box<dyn RecordReader>,
    pub(crate) position: Position,
}

impl Input {
    /// Opens a file or standard input, and reads the header of a CSV.
    pub(crate) fn open(input: &arguments::Input, dataset: &Arc<Dataset>) -> anyhow::Result<Self> {
        let (source, length) = open(&input.file)?;
        let name = source.name.clone();
        let format = format(input)?;
        let warnings = Arc::new(Warnings::new(name.clone(), Arc::clone(dataset)));
        let objects = ObjectReader {
            dataset: Arc::clone(dataset),
            ignore_unknown: input.ignore_unknown,
        };
        let mut header = None;
        let mut position = Position::default();
        let reader: Box<dyn RecordReader> = match format {
            Format::Csv => {
                let backslash = match input.backslash_escapes {
                    Some(true) => Backslash::Escape,
                    Some(false) => Backslash::Ordinary,
                    None => Backslash::Unknown,
                };
                let mut reader = csv::CsvReader::new(source, objects, backslash);
                let (line, length) = reader.read_header(&warnings)?;
                position.bytes = length;
                position.digest = Sha256::digest(&line).into();
                header = Some(line);
                Box::new(reader)
            }
            Format::Jsonl => Box::new(json_lines::JsonLinesReader::new(source, objects)),
        };
        Ok(Self {
            name,
            format,
            length,
            header,
            warnings,
            reader,
            position,
        })
    }

    /// Returns the text of the next record.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<RawRecord>> {
        Ok(self.reader.next()?.map(|(raw, length)| {
            let digest = Sha256::new().chain_update(self.position.digest);
            self.position = Position {
                records: self.position.records + 1,
                bytes: self.position.bytes + length,
                digest: digest.chain_update(&raw.bytes).finalize().into(),
            };
            raw
        }))
    }

    /// Parses the record that [`next`](Self::next) has returned last, or returns the problems of one that cannot be parsed
    /// at all.
    pub(crate) fn parse<'d, 'r>(
        &mut self,
        dataset: &'d Dataset,
        raw: &'r RawRecord,
    ) -> Result<ParsedRecord<'d, 'r>, Problems> {
        let text = std::str::from_utf8(&raw.bytes).map_err(|error| {
            let text = "the record is not valid UTF-8; convert the file to UTF-8";
            Problems::one(error.valid_up_to(), text)
        })?;
        let mut problems = Problems::default();
        match self.reader.parse(text, &mut problems) {
            Some(fields) => {
                let warnings = Arc::clone(&self.warnings);
                let event_id = match dataset.events {
                    Some(_) => self.derived_event_id(raw),
                    None => String::new(),
                };
                Ok(ParsedRecord::new(
                    dataset, raw, fields, problems, warnings, event_id,
                ))
            }
            None => Err(problems),
        }
    }
}

impl Input {
    fn derived_event_id(&self, raw: &RawRecord) -> String {
        let header = self.header.as_deref().unwrap_or_default();
        derived_id::event_id(header, self.position.records, &raw.bytes)
    }
}

/// Opens a file or standard input, and returns its length if it is known.
fn open(file: &Path) -> anyhow::Result<(Source, Option<u64>)> {
    if is_standard_input(file) {
        let name = "standard input".to_owned();
        let bytes = Box::new(BufReader::with_capacity(BUFFER, io::stdin()));
        return Ok((Source::new(name, bytes)?, None));
    }
    let name = file.display().to_string();
    let opened = File::open(file).and_then(|opened| Ok((opened.metadata()?, opened)));
    let (metadata, opened) = opened.with_context(|| format!("{name}: cannot be read"))?;
    if metadata.is_dir() {
        bail!("{name}: this is a directory; pass a file");
    }
    let length = metadata.is_file().then_some(metadata.len());
    let bytes = Box::new(BufReader::with_capacity(BUFFER, opened));
    Ok((Source::new(name, bytes)?, length))
}

pub(crate) fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

fn format(input: &arguments::Input) -> anyhow::Result<Format> {
    let extension = input.file.extension().and_then(|it| it.to_str());
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    match (input.format, extension.as_str()) {
        (Some(format), _) => Ok(format),
        (None, "csv") => Ok(Format::Csv),
        (None, "jsonl" | "ndjson") => Ok(Format::Jsonl),
        (None, "tsv" | "tab") => bail!(
            "{}: fields must be separated by commas, not by tabs; export the file again as CSV, or convert it, for \
             example with `csvformat --tabs` of csvkit",
            input.file.display()
        ),
        (None, _) => bail!(
            "{}: the file name does not determine the format; pass --format csv or --format jsonl",
            input.file.display()
        ),
    }
}
