//! JSON Lines: an object in each line.

use super::object::{Members, ObjectReader};
use super::reader::{RawRecord, RecordReader, Source, strip_byte_order_mark};
use crate::problem::Problems;
use crate::record::Fields;

pub(super) struct JsonLinesReader {
    source: Source,
    objects: ObjectReader,
    /// How many lines have been read.
    lines: u64,
}

impl JsonLinesReader {
    pub(super) fn new(source: Source, objects: ObjectReader) -> Self {
        Self {
            source,
            objects,
            lines: 0,
        }
    }

    /// Reads the next line with its line break; empty at the end of the input.
    fn next_line(&mut self) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        loop {
            let chunk = self.source.fill_buf()?;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(chunk.len(), |end| end + 1);
            bytes.extend_from_slice(&chunk[..length]);
            self.source.bytes.consume(length);
            if end.is_some() || length == 0 {
                return Ok(bytes);
            }
            self.source.check_length(&bytes, self.lines + 1, || {
                "write each object on a line of its own".to_owned()
            })?;
        }
    }
}

impl RecordReader for JsonLinesReader {
    fn next(&mut self) -> anyhow::Result<Option<(RawRecord, u64)>> {
        let mut length = 0;
        loop {
            let mut bytes = self.next_line()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            length += bytes.len() as u64;
            self.lines += 1;
            if self.lines == 1 {
                strip_byte_order_mark(&mut bytes);
            }
            bytes.truncate(bytes.trim_ascii_end().len());
            if !bytes.trim_ascii_start().is_empty() {
                let line = self.lines;
                return Ok(Some((RawRecord { line, bytes }, length)));
            }
        }
    }

    fn parse(&mut self, text: &str, problems: &mut Problems) -> Option<Fields> {
        if !text.trim_start().starts_with('{') {
            let help = if text.trim_start().starts_with('[') {
                "for example with `jq -c '.[]'` from an array"
            } else {
                "such as {\"USER_ID\": \"1\"}"
            };
            problems.add(0, || {
                format!("the line is not a JSON object; write one object in each line, {help}")
            });
            return None;
        }
        match serde_json::from_str::<Members<'_>>(text) {
            Ok(members) => Some(self.objects.read(text, members, problems)),
            Err(error) => {
                let offset = error.column().saturating_sub(1);
                problems.add(offset, || invalid_json(&error));
                None
            }
        }
    }
}

/// The message of `serde_json`, without the position that it appends.
fn invalid_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let help = if error.is_eof() {
        "; write the whole object in one line, for example with `jq -c .`"
    } else {
        ""
    };
    format!("invalid JSON: {text}{help}")
}
