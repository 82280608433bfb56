//! JSON Lines: an object in each line.

use memchr::{memchr, memrchr};

use super::blocks::{RecordEnd, Splitter};
use super::object::{Members, ObjectReader};
use super::reader::FieldReader;
use crate::parsed_record::ParsedRecord;
use crate::problem::Problems;

/// Finds the lines that are not blank.
pub(super) struct LineSplitter;

impl Splitter for LineSplitter {
    fn skip(&self, bytes: &[u8], is_last: bool) -> usize {
        let Some(text) = bytes.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            // The rest may be the start of a line.
            let lines = memrchr(b'\n', bytes).map_or(0, |end| end + 1);
            return if is_last { bytes.len() } else { lines };
        };
        memrchr(b'\n', &bytes[..text]).map_or(0, |end| end + 1)
    }

    fn end(&self, bytes: &[u8], is_last: bool) -> Result<Option<RecordEnd>, String> {
        let line = memchr(b'\n', bytes);
        let Some(end) = line.or(is_last.then_some(bytes.len())) else {
            return Ok(None);
        };
        Ok(Some(RecordEnd {
            text: bytes[..end].trim_ascii_end().len(),
            read: end + usize::from(line.is_some()),
            lines: u64::from(line.is_some()),
        }))
    }

    fn too_long(&self, _record: &[u8]) -> String {
        "write each object on a line of its own".to_owned()
    }
}

#[derive(Clone)]
pub(super) struct JsonLinesReader(pub(super) ObjectReader);

impl FieldReader for JsonLinesReader {
    fn read(
        &mut self,
        text: &str,
        _has_quotes: bool,
        record: &mut ParsedRecord,
        problems: &mut Problems,
    ) -> bool {
        if !text.trim_start().starts_with('{') {
            let help = if text.trim_start().starts_with('[') {
                "for example with `jq -c '.[]'` from an array"
            } else {
                "such as {\"USER_ID\": \"1\"}"
            };
            problems.add(0, || {
                format!("the line is not a JSON object; write one object in each line, {help}")
            });
            return false;
        }
        match serde_json::from_str::<Members<'_>>(text) {
            Ok(members) => {
                self.0.read(text, members, record, problems);
                true
            }
            Err(error) => {
                let offset = error.column().saturating_sub(1);
                problems.add(offset, || invalid_json(&error));
                false
            }
        }
    }

    fn clone_box(&self) -> Box<dyn FieldReader> {
        Box::new(self.clone())
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
