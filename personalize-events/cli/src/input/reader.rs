//! What the readers of all formats have in common.

use std::io::{Cursor, Read};

use anyhow::{Context as _, bail};

use super::other_formats;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;

/// The maximum size of a read. The memory of a small block is not returned to the operating system after it.
const CHUNK: usize = 16 * 1024;

/// The column of CSV files of rejected records that holds the reason. Readers ignore it.
pub(crate) const REASON_COLUMN: &str = "REJECT_REASON";

/// The key of JSON Lines files of rejected records that holds the reason. Readers ignore it.
pub(crate) const REASON_KEY: &str = "rejectReason";

/// The bytes of an input, without the byte order mark with which some editors start UTF-8.
pub(super) struct Source {
    /// The name for messages.
    pub(super) name: String,
    bytes: Box<dyn Read + Send>,
}

impl Source {
    /// Returns an error if the input is recognized as neither CSV nor JSON Lines.
    pub(super) fn new(name: String, mut bytes: Box<dyn Read + Send>) -> anyhow::Result<Self> {
        let mut start = Vec::new();
        let length = other_formats::LENGTH as u64;
        let read = bytes.by_ref().take(length).read_to_end(&mut start);
        read.with_context(|| format!("{name}: cannot be read"))?;
        if let Some(found) = other_formats::recognize(&start) {
            bail!("{name}: {found}");
        }
        if start.starts_with(b"\xef\xbb\xbf") {
            start.drain(..3);
        }
        let bytes = Box::new(Cursor::new(start).chain(bytes));
        Ok(Self { name, bytes })
    }

    /// Appends the bytes that can be read next, and returns how many; none at the end of the input.
    pub(super) fn read(&mut self, bytes: &mut Vec<u8>) -> anyhow::Result<usize> {
        let length = bytes.len();
        bytes.resize(length + CHUNK, 0);
        let read = loop {
            match self.bytes.read(&mut bytes[length..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        bytes.truncate(length + *read.as_ref().unwrap_or(&0));
        read.with_context(|| format!("{}: cannot be read", self.name))
    }
}

/// Splits the records of one format into fields.
pub(super) trait FieldReader: Send {
    /// Adds the fields of a record, or returns `false` if it cannot be parsed at all. If not `has_quotes`, the text surely has no
    /// quotation marks.
    fn read(
        &mut self,
        text: &str,
        has_quotes: bool,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) -> bool;

    /// A reader of the same fields for another thread.
    fn clone_box(&self) -> Box<dyn FieldReader>;
}
