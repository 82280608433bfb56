//! Where records come from: their texts, one after the other, and what is in them.

mod csv;
mod json_lines;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::arguments::{self, Format};
use crate::dataset::Dataset;
use crate::error::Failure;
use crate::record::{Found, Problem, Reading};

/// How long the text of a record may be. What is valid is far shorter: this is for files that are of another
/// format, and quotation marks that are never closed.
const LONGEST: usize = 1024 * 1024;

/// How many bytes are read at once.
const CHUNK: usize = 64 * 1024;

/// What the column or key is called that rejects have besides; it is passed over when they are read again.
pub(crate) struct ReasonName;

impl ReasonName {
    pub(crate) const COLUMN: &'static str = "REJECT_REASON";
    pub(crate) const KEY: &'static str = "rejectReason";
}

/// The text of a record, without the line break at its end.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    /// Where it begins, counted from 1.
    pub(crate) line: u64,
    pub(crate) bytes: Vec<u8>,
}

impl Raw {
    /// Line and column, in characters, of a place in the text.
    pub(crate) fn position(&self, at: usize) -> (u64, usize) {
        let before = &self.bytes[..at.min(self.bytes.len())];
        let breaks = line_breaks(before);
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        (self.line + breaks, column)
    }
}

/// How far the input has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Records.
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    /// A digest of the texts of all records so far, so that another file is not taken for this one.
    pub(crate) digest: [u8; 32],
}

/// Why no more could be read.
#[derive(Debug)]
pub(crate) struct InputError(String);

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A format.
trait Records: Send {
    /// The text of the next record, and how many bytes it took.
    fn next(&mut self) -> Result<Option<(Raw, u64)>, Fault>;

    /// What is in it; nothing if it cannot be told at all.
    fn read(&mut self, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Found>>;
}

/// What ends the input early.
enum Fault {
    Io(io::Error),
    /// The record that begins in this line is too long.
    Endless(u64),
    /// A quotation mark in the record that begins in this line is not closed.
    Open(u64),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

type Bytes = Box<dyn BufRead + Send>;

/// An input that has been opened.
pub(crate) struct Input {
    /// What it is called in messages.
    pub(crate) name: String,
    pub(crate) format: Format,
    /// How many bytes there are, if that is known.
    pub(crate) length: Option<u64>,
    /// The line with the names of columns.
    pub(crate) header: Option<Vec<u8>>,
    records: Box<dyn Records>,
    pub(crate) mark: Mark,
}

impl Input {
    /// Opens a file or standard input, and reads the names of columns where they are told apart.
    pub(crate) fn open(
        input: &arguments::Input,
        dataset: &'static Dataset,
    ) -> Result<Self, Failure> {
        let (name, bytes, length) = bytes(&input.file)?;
        let format = format(input)?;
        let mut header = None;
        let mut mark = Mark::default();
        let records: Box<dyn Records> = match format {
            Format::Csv => {
                let mut table = csv::Table::new(bytes, input.backslash_escapes);
                let line = table.columns(dataset, input.ignore_unknown);
                let (line, taken) = line.map_err(|problems| {
                    let lines = problems.iter().map(|problem| format!("{name}:{problem}"));
                    Failure::new(lines.collect::<Vec<_>>().join("\n"))
                })?;
                mark.bytes = taken;
                mark.digest = Sha256::digest(&line).into();
                header = Some(line);
                Box::new(table)
            }
            Format::Jsonl => Box::new(json_lines::Lines::new(bytes, dataset, input.ignore_unknown)),
        };
        Ok(Self {
            name,
            format,
            length,
            header,
            records,
            mark,
        })
    }

    /// The text of the next record.
    pub(crate) fn next(&mut self) -> Result<Option<Raw>, InputError> {
        let next = self.records.next().map_err(|fault| self.told(&fault))?;
        Ok(next.map(|(raw, taken)| {
            self.mark.records += 1;
            self.mark.bytes += taken;
            let digest = Sha256::new().chain_update(self.mark.digest);
            self.mark.digest = digest.chain_update(&raw.bytes).finalize().into();
            raw
        }))
    }

    /// What is in a record; all that is wrong if that cannot be told.
    pub(crate) fn read(
        &mut self,
        dataset: &'static Dataset,
        raw: &Raw,
    ) -> Result<Reading, Vec<Problem>> {
        let text = std::str::from_utf8(&raw.bytes).map_err(|error| {
            let text = "this is not UTF-8; convert the file";
            vec![Problem::new(error.valid_up_to(), text)]
        })?;
        let mut problems = Vec::new();
        match self.records.read(text, &mut problems) {
            Some(found) => Ok(Reading::new(dataset, found, problems)),
            None => Err(problems),
        }
    }

    fn told(&self, fault: &Fault) -> InputError {
        let name = &self.name;
        InputError(match fault {
            Fault::Io(error) => format!("{name}: cannot be read on: {error}"),
            Fault::Endless(line) => {
                let hint = match self.format {
                    Format::Csv => "a quotation mark may not be closed",
                    Format::Jsonl => "in JSON Lines each object has a line of its own",
                };
                format!(
                    "{name}:{line}:1: the record that begins here is longer than {LONGEST} bytes; {hint}"
                )
            }
            Fault::Open(line) => format!(
                "{name}:{line}:1: in the record that begins here a quotation mark is not closed: it goes to the \
                 end of the input"
            ),
        })
    }
}

fn bytes(file: &Path) -> Result<(String, Bytes, Option<u64>), Failure> {
    if is_standard(file) {
        let bytes = BufReader::with_capacity(CHUNK, io::stdin());
        return Ok(("standard input".to_owned(), Box::new(bytes), None));
    }
    let name = file.display().to_string();
    let unread = |error: io::Error| Failure::new(format!("{name}: cannot be read: {error}"));
    let opened = File::open(file).map_err(unread)?;
    let about = opened.metadata().map_err(unread)?;
    if about.is_dir() {
        return Err(Failure::new(format!("{name}: this is a folder")));
    }
    let length = about.is_file().then_some(about.len());
    Ok((
        name,
        Box::new(BufReader::with_capacity(CHUNK, opened)),
        length,
    ))
}

pub(crate) fn is_standard(file: &Path) -> bool {
    *file == *PathBuf::from("-")
}

fn format(input: &arguments::Input) -> Result<Format, Failure> {
    let extension = input.file.extension().and_then(|it| it.to_str());
    let told = extension.and_then(|extension| match extension.to_ascii_lowercase().as_str() {
        "csv" => Some(Format::Csv),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        _ => None,
    });
    input.format.or(told).ok_or_else(|| {
        let file = input.file.display();
        Failure::new(format!(
            "{file}: the name does not tell the format; say --format csv or --format jsonl"
        ))
    })
}

fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').skip(1).map(|_| 1).sum()
}

/// UTF-8 may begin with a mark that some editors put there.
fn without_mark(bytes: Vec<u8>) -> Vec<u8> {
    match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    }
}
