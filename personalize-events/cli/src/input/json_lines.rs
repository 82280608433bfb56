//! JSON Lines: an object in each line.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::reader::{REASON_KEY, RawRecord, RecordReader, Source, strip_byte_order_mark};
use crate::dataset::Dataset;
use crate::record::{Field, Problem, Value};

pub(super) struct JsonLinesReader {
    source: Source,
    dataset: &'static Dataset,
    ignore_unknown: bool,
    /// How many lines have been read.
    lines: u64,
}

/// The members of an object in their order, with duplicates.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

impl JsonLinesReader {
    pub(super) fn new(source: Source, dataset: &'static Dataset, ignore_unknown: bool) -> Self {
        Self {
            source,
            dataset,
            ignore_unknown,
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
            let help = "write each object on a line of its own";
            self.source.check_length(&bytes, self.lines + 1, help)?;
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

    fn parse(&mut self, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Field>> {
        if !text.trim_start().starts_with('{') {
            let text = "the line is not a JSON object; write one object in each line, such as {\"USER_ID\": \"1\"}";
            problems.push(Problem::new(0, text));
            return None;
        }
        let members = match serde_json::from_str::<Members<'_>>(text) {
            Ok(Members(members)) => members,
            Err(error) => {
                let offset = error.column().saturating_sub(1);
                problems.push(Problem::new(offset, invalid_json(&error)));
                return None;
            }
        };
        let mut fields = Vec::new();
        for (key, raw) in members {
            let offset = raw.get().as_ptr().addr() - text.as_ptr().addr();
            let Some(column) = self.dataset.column(&key) else {
                if !self.ignore_unknown && key != REASON_KEY {
                    problems.push(Problem::new(offset, self.dataset.unknown_column(&key)));
                }
                continue;
            };
            let value = value(raw.get()).unwrap_or_else(|problem| {
                let name = self.dataset.columns[column].name;
                problems.push(Problem::new(offset, format!("{name} {problem}")));
                // The column is not missing.
                Some(Value::Text(String::new()))
            });
            fields.push(Field {
                column,
                value,
                offset,
            });
        }
        Some(fields)
    }
}

/// The message of `serde_json`, without the position that it appends.
fn invalid_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    format!("invalid JSON: {text}")
}

/// Reads a value, `None` if it is null, or returns what is wrong with it.
fn value(json: &str) -> Result<Option<Value>, &'static str> {
    match json.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'{') => Err(
            "is an object, but only a string, number, boolean, null or list of categories is allowed",
        ),
        Some(b'[') => {
            let elements: Vec<&RawValue> = from_json(json)?;
            let categories = elements.into_iter().map(RawValue::get).map(category);
            let categories = categories.collect::<Result<Vec<String>, _>>()?;
            Ok((!categories.is_empty()).then_some(Value::Categories(categories)))
        }
        Some(b'"') => Ok(Some(Value::Text(from_json(json)?))),
        Some(_) | None => Ok(Some(Value::Text(json.to_owned()))),
    }
}

fn category(json: &str) -> Result<String, &'static str> {
    match json.as_bytes().first() {
        // Not parsed: lists can be nested as deep as a line is long.
        Some(b'[' | b'{' | b'n') | None => {
            Err("has a list element that is not a string, number or boolean")
        }
        Some(b'"') => from_json(json),
        Some(_) => Ok(json.to_owned()),
    }
}

/// Reads what has JSON's syntax: only strings can still be invalid, as by a lone surrogate.
fn from_json<'de, T: Deserialize<'de>>(json: &'de str) -> Result<T, &'static str> {
    serde_json::from_str(json).map_err(|_| "is not a valid JSON string")
}
