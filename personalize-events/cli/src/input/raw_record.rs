//! The text of a record.

use std::borrow::Cow;

/// The text of a record, without the line break at its end.
#[derive(Clone, Debug)]
pub(crate) struct RawRecord<'b> {
    /// The line where it starts, counted from 1.
    pub(crate) line: u64,
    pub(crate) bytes: Cow<'b, [u8]>,
    /// The same, if it is known to be UTF-8.
    pub(super) text: Option<&'b str>,
    /// Whether there may be quotation marks in it.
    pub(crate) has_quotes: bool,
}

impl RawRecord<'_> {
    pub(crate) fn into_owned(self) -> RawRecord<'static> {
        RawRecord {
            line: self.line,
            bytes: Cow::Owned(self.bytes.into_owned()),
            text: None,
            has_quotes: self.has_quotes,
        }
    }

    /// Returns the line and the column, in characters, of an offset in bytes.
    pub(crate) fn line_and_column(&self, offset: usize) -> (u64, usize) {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        if before.is_empty() {
            return (self.line, 1);
        }
        let last_line = before.rsplit(|byte| *byte == b'\n').next();
        let column = String::from_utf8_lossy(last_line.unwrap_or_default());
        (self.line + line_breaks(before), column.chars().count() + 1)
    }
}

pub(super) fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}
