//! Reads an input in blocks of whole records.

use std::borrow::Cow;

use anyhow::{Error, anyhow};
use memchr::memchr;

use super::raw_record::{RawRecord, line_breaks};
use super::reader::Source;

/// The maximum length of a record. Valid records are far shorter: this detects other formats and unclosed quotation
/// marks.
const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// Consecutive records of an input.
#[derive(Default)]
pub(crate) struct Block {
    bytes: Vec<u8>,
    records: Vec<Extent>,
    /// How many records of the input precede it.
    pub(crate) records_before: u64,
    /// How many bytes of the input end with it.
    pub(crate) end: u64,
}

/// Where a record is in its block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    start: usize,
    end: usize,
    line: u64,
}

impl Block {
    /// Removes the first record of the input, which is not counted, and returns how many bytes end with it.
    pub(super) fn take_header(&mut self) -> (RawRecord<'static>, u64) {
        let header = self.record(0).into_owned();
        let end = self.end_of(0);
        self.records.remove(0);
        (header, end)
    }

    /// Removes the first records.
    pub(super) fn skip(&mut self, records: usize) {
        self.records.drain(..records);
        self.records_before += records as u64;
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn record(&self, index: usize) -> RawRecord<'_> {
        let Extent { start, end, line } = self.records[index];
        RawRecord {
            line,
            bytes: Cow::Borrowed(&self.bytes[start..end]),
            text: None,
            has_quotes: true,
        }
    }

    /// All records. It is faster to find out whether the whole block is UTF-8 and has quotation marks than for each record.
    pub(crate) fn records(&self) -> impl Iterator<Item = RawRecord<'_>> {
        let text = std::str::from_utf8(&self.bytes).ok();
        let has_quotes = memchr(b'"', &self.bytes).is_some();
        self.records.iter().map(move |extent| RawRecord {
            line: extent.line,
            bytes: Cow::Borrowed(&self.bytes[extent.start..extent.end]),
            text: text.and_then(|text| text.get(extent.start..extent.end)),
            has_quotes,
        })
    }

    /// How many bytes of the input end with a record.
    pub(crate) fn end_of(&self, index: usize) -> u64 {
        let after = self.bytes.len() - self.records[index].end;
        self.end - after as u64
    }
}

/// Finds the records of one format.
pub(super) trait Splitter: Send {
    /// How many bytes precede the next record: all of them if it does not start in these bytes. `is_last` is whether the
    /// input ends with them.
    fn skip(&self, bytes: &[u8], is_last: bool) -> usize;

    /// Finds the end of the record that starts with these bytes, or returns `None` if more of them are needed.
    ///
    /// # Errors
    ///
    /// Returns why the rest of the input cannot be split.
    fn end(&self, bytes: &[u8], is_last: bool) -> Result<Option<RecordEnd>, String>;

    /// What to do about a record that is too long.
    fn too_long(&self, record: &[u8]) -> String;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordEnd {
    /// The length of its text.
    pub(super) text: usize,
    /// The same, with what ends it.
    pub(super) read: usize,
    /// How many lines end in the bytes that are read.
    pub(super) lines: u64,
}

/// Reads blocks, each as soon as it has a record.
pub(super) struct BlockReader {
    source: Source,
    splitter: Box<dyn Splitter>,
    /// The bytes that were read last: the start of a record.
    rest: Vec<u8>,
    is_at_end: bool,
    /// How many lines, records and bytes precede the rest.
    lines: u64,
    records: u64,
    bytes: u64,
    /// What ends the input after the records so far.
    error: Option<Error>,
}

impl BlockReader {
    pub(super) fn new(source: Source, splitter: Box<dyn Splitter>) -> Self {
        Self {
            source,
            splitter,
            rest: Vec::new(),
            is_at_end: false,
            lines: 0,
            records: 0,
            bytes: 0,
            error: None,
        }
    }

    /// Returns the next block, which has a record, or `None` at the end of the input.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<Block>> {
        let mut block = Block {
            bytes: std::mem::take(&mut self.rest),
            records_before: self.records,
            ..Block::default()
        };
        let mut split = 0;
        while block.records.is_empty() {
            if let Some(error) = self.error.take() {
                self.is_at_end = true;
                return Err(error);
            }
            if self.is_at_end {
                return Ok(None);
            }
            self.is_at_end = self.source.read(&mut block.bytes)? == 0;
            split = self.split(&mut block, split);
        }
        self.rest = block.bytes.split_off(split);
        self.records += block.records.len() as u64;
        self.bytes += split as u64;
        block.end = self.bytes;
        Ok(Some(block))
    }

    /// Finds the records that start at an index, and returns where the first one starts that is not whole.
    fn split(&mut self, block: &mut Block, mut start: usize) -> usize {
        loop {
            let skipped = self.splitter.skip(&block.bytes[start..], self.is_at_end);
            self.lines += line_breaks(&block.bytes[start..start + skipped]);
            start += skipped;
            let bytes = &block.bytes[start..];
            if bytes.is_empty() {
                return start;
            }
            let line = self.lines + 1;
            let found = self.splitter.end(bytes, self.is_at_end);
            let length = match &found {
                Ok(Some(end)) => end.text,
                Ok(None) => bytes.len(),
                Err(_) => 0,
            };
            let found = if length > MAX_RECORD_BYTES {
                Err(format!(
                    "the record that starts here is longer than {MAX_RECORD_BYTES} bytes; {}",
                    self.splitter.too_long(&bytes[..length])
                ))
            } else {
                found
            };
            match found {
                Ok(Some(end)) => {
                    block.records.push(Extent {
                        start,
                        end: start + end.text,
                        line,
                    });
                    start += end.read;
                    self.lines += end.lines;
                }
                Ok(None) => return start,
                Err(problem) => {
                    self.error = Some(anyhow!("{}:{line}:1: {problem}", self.source.name));
                    return start;
                }
            }
        }
    }
}
