//! What the readers of all formats have in common.

use std::io::{BufRead, Cursor, Read as _};

use anyhow::{Context as _, bail, ensure};

use super::other_formats;
use crate::problem::Problems;
use crate::record::Fields;

/// The maximum length of a record. Valid records are far shorter: this detects other formats and unclosed quotation
/// marks.
const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// The column of CSV files of rejected records that holds the reason. Readers ignore it.
pub(crate) const REASON_COLUMN: &str = "REJECT_REASON";

/// The key of JSON Lines files of rejected records that holds the reason. Readers ignore it.
pub(crate) const REASON_KEY: &str = "rejectReason";

/// The bytes of an input.
pub(super) struct Source {
    /// The name for messages.
    pub(super) name: String,
    pub(super) bytes: Box<dyn BufRead + Send>,
}

impl Source {
    /// Returns an error if the input is recognized as neither CSV nor JSON Lines.
    pub(super) fn new(name: String, mut bytes: Box<dyn BufRead + Send>) -> anyhow::Result<Self> {
        let mut start = Vec::new();
        let length = other_formats::LENGTH as u64;
        let read = bytes.by_ref().take(length).read_to_end(&mut start);
        read.with_context(|| format!("{name}: cannot be read"))?;
        if let Some(found) = other_formats::recognize(&start) {
            bail!("{name}: {found}");
        }
        let bytes = Box::new(Cursor::new(start).chain(bytes));
        Ok(Self { name, bytes })
    }

    /// Returns bytes that have not been consumed; none at the end of the input.
    pub(super) fn fill_buf(&mut self) -> anyhow::Result<&[u8]> {
        let Self { name, bytes } = self;
        bytes
            .fill_buf()
            .with_context(|| format!("{name}: cannot be read"))
    }

    /// Returns an error if the bytes of the record that starts in this line are too many.
    pub(super) fn check_length(
        &self,
        record: &[u8],
        line: u64,
        help: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        ensure!(
            record.len() <= MAX_RECORD_BYTES,
            "{}:{line}:1: the record that starts here is longer than {MAX_RECORD_BYTES} bytes; {}",
            self.name,
            help()
        );
        Ok(())
    }
}

/// The text of a record, without the line break at its end.
#[derive(Clone, Debug)]
pub(crate) struct RawRecord {
    /// The line where it starts, counted from 1.
    pub(crate) line: u64,
    pub(crate) bytes: Vec<u8>,
}

impl RawRecord {
    /// Returns the line and the column, in characters, of an offset in bytes.
    pub(crate) fn line_and_column(&self, offset: usize) -> (u64, usize) {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let last_line = before.rsplit(|byte| *byte == b'\n').next();
        let column = String::from_utf8_lossy(last_line.unwrap_or_default());
        (self.line + line_breaks(before), column.chars().count() + 1)
    }
}

/// Splits an input of one format into records, and records into fields.
pub(super) trait RecordReader: Send {
    /// Returns the text of the next record, and how many bytes of the input it took.
    fn next(&mut self) -> anyhow::Result<Option<(RawRecord, u64)>>;

    /// Returns the fields of a record, or `None` if it cannot be parsed at all.
    fn parse(&mut self, text: &str, problems: &mut Problems) -> Option<Fields>;
}

pub(super) fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

/// Removes the byte order mark with which some editors start UTF-8.
pub(super) fn strip_byte_order_mark(bytes: &mut Vec<u8>) {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
}
