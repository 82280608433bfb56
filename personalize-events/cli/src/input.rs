//! Reads records from a file or standard input, in any format.

mod blocks;
mod csv;
mod csv_fields;
mod csv_header;
mod csv_records;
mod json_lines;
mod object;
mod other_formats;
mod parser;
mod raw_record;
mod reader;

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use sha2::{Digest, Sha256};

use crate::arguments::{self, Format};
use crate::dataset::Dataset;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;
use crate::warnings::Warnings;
pub(crate) use blocks::Block;
use blocks::{BlockReader, Splitter};
use csv::CsvReader;
use csv_fields::Backslash;
use csv_records::CsvSplitter;
use json_lines::{JsonLinesReader, LineSplitter};
use object::ObjectReader;
pub(crate) use parser::RecordParser;
pub(crate) use raw_record::RawRecord;
use reader::{FieldReader, Source};
pub(crate) use reader::{REASON_COLUMN, REASON_KEY};

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
    pub(crate) header: Option<Arc<[u8]>>,
    pub(crate) warnings: Arc<Warnings>,
    blocks: BlockReader,
    parser: RecordParser,
    /// The records that have been read, and how many of them were returned.
    block: Block,
    returned: usize,
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
        let backslash = match input.backslash_escapes {
            Some(true) => Backslash::Escape,
            Some(false) => Backslash::Ordinary,
            None => Backslash::Unknown,
        };
        let splitter: Box<dyn Splitter> = match format {
            Format::Csv => Box::new(CsvSplitter(backslash)),
            Format::Jsonl => Box::new(LineSplitter),
        };
        let mut blocks = BlockReader::new(source, splitter);
        let mut block = Block::default();
        let mut header = None;
        let mut position = Position::default();
        let fields: Box<dyn FieldReader> = match format {
            Format::Csv => {
                let Some(mut first) = blocks.next()? else {
                    bail!(
                        "{name}:1:1: the input is empty; the first line must be a header with the column names"
                    );
                };
                let (line, bytes) = first.take_header();
                let reader = CsvReader::new(&name, &line, objects, backslash, &warnings)?;
                position.bytes = bytes;
                position.digest = Sha256::digest(&line.bytes).into();
                header = Some(line.bytes.into());
                block = first;
                Box::new(reader)
            }
            Format::Jsonl => Box::new(JsonLinesReader(objects)),
        };
        let parser = RecordParser::new(dataset, fields, header.clone());
        Ok(Self {
            name,
            format,
            length,
            header,
            warnings,
            blocks,
            parser,
            block,
            returned: 0,
            position,
        })
    }

    /// The records are for an import job.
    pub(crate) fn for_import(&mut self) {
        self.warnings.for_import();
        self.parser.for_import();
    }

    /// Returns the text of the next record.
    pub(crate) fn next(&mut self) -> anyhow::Result<Option<RawRecord<'static>>> {
        while self.returned == self.block.len() {
            let Some(block) = self.blocks.next()? else {
                return Ok(None);
            };
            (self.block, self.returned) = (block, 0);
        }
        let raw = self.block.record(self.returned);
        let digest = Sha256::new().chain_update(self.position.digest);
        self.position = Position {
            records: self.position.records + 1,
            bytes: self.block.end_of(self.returned),
            digest: digest.chain_update(&raw.bytes).finalize().into(),
        };
        self.returned += 1;
        Ok(Some(raw.into_owned()))
    }

    /// Parses the record that [`next`](Self::next) has returned last, or returns the problems of one that cannot be parsed
    /// at all.
    pub(crate) fn parse(&mut self, raw: &RawRecord<'_>) -> Result<&mut ParsedRecord, Problems> {
        self.parser.parse(raw, self.position.records)
    }

    /// Adds what was found in the record that was parsed last to the warnings.
    pub(crate) fn add_warnings(&mut self) {
        self.warnings.add(self.parser.findings());
    }

    /// Returns the next records, without those that [`next`](Self::next) has returned.
    pub(crate) fn next_block(&mut self) -> anyhow::Result<Option<Block>> {
        if self.returned < self.block.len() {
            let mut block = std::mem::take(&mut self.block);
            block.skip(std::mem::take(&mut self.returned));
            return Ok(Some(block));
        }
        self.blocks.next()
    }

    /// Parses the records of blocks, for example in another thread.
    pub(crate) fn parser(&self) -> RecordParser {
        self.parser.clone()
    }
}

/// Opens a file or standard input, and returns its length if it is known.
fn open(file: &Path) -> anyhow::Result<(Source, Option<u64>)> {
    if is_standard_input(file) {
        let name = "standard input".to_owned();
        return Ok((Source::new(name, Box::new(io::stdin()))?, None));
    }
    let name = file.display().to_string();
    let opened = File::open(file).and_then(|opened| Ok((opened.metadata()?, opened)));
    let (metadata, opened) = opened.with_context(|| format!("{name}: cannot be read"))?;
    if metadata.is_dir() {
        bail!("{name}: this is a directory; pass a file");
    }
    let length = metadata.is_file().then_some(metadata.len());
    Ok((Source::new(name, Box::new(opened))?, length))
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
