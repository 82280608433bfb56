//! JSON Lines: an object in each line.

use std::fmt;
use std::io::BufRead as _;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Bytes, Fault, LONGEST, Raw, ReasonName, Records, without_mark};
use crate::dataset::Dataset;
use crate::record::{Found, Problem, Value};

pub(super) struct Lines {
    bytes: Bytes,
    dataset: &'static Dataset,
    ignore_unknown: bool,
    /// The lines before what comes next.
    lines: u64,
}

/// The members of an object in their order, also those whose key comes again.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
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

        deserializer.deserialize_map(Object)
    }
}

impl Lines {
    pub(super) fn new(bytes: Bytes, dataset: &'static Dataset, ignore_unknown: bool) -> Self {
        Self {
            bytes,
            dataset,
            ignore_unknown,
            lines: 0,
        }
    }
}

impl Records for Lines {
    fn next(&mut self) -> Result<Option<(Raw, u64)>, Fault> {
        let mut taken = 0;
        loop {
            let mut bytes = Vec::new();
            loop {
                let chunk = self.bytes.fill_buf()?;
                let end = chunk.iter().position(|byte| *byte == b'\n');
                let length = end.map_or(chunk.len(), |end| end + 1);
                bytes.extend_from_slice(&chunk[..length]);
                self.bytes.consume(length);
                if end.is_some() || length == 0 {
                    break;
                }
                if bytes.len() > LONGEST {
                    return Err(Fault::Endless(self.lines + 1));
                }
            }
            if bytes.is_empty() {
                return Ok(None);
            }
            taken += bytes.len() as u64;
            self.lines += 1;
            if self.lines == 1 {
                bytes = without_mark(bytes);
            }
            let kept = bytes.trim_ascii_end().len();
            bytes.truncate(kept);
            if !bytes.trim_ascii_start().is_empty() {
                let line = self.lines;
                return Ok(Some((Raw { line, bytes }, taken)));
            }
        }
    }

    fn read(&mut self, text: &str, problems: &mut Vec<Problem>) -> Option<Vec<Found>> {
        if !text.trim_start().starts_with('{') {
            problems.push(Problem::new(
                0,
                "this is no JSON object; each line has one, such as {\"USER_ID\": \"1\"}",
            ));
            return None;
        }
        let members = match serde_json::from_str::<Members<'_>>(text) {
            Ok(Members(members)) => members,
            Err(error) => {
                problems.push(Problem::new(
                    error.column().saturating_sub(1),
                    not_json(&error),
                ));
                return None;
            }
        };
        let mut found = Vec::new();
        for (key, raw) in members {
            let at = raw.get().as_ptr().addr() - text.as_ptr().addr();
            let Some(column) = self.dataset.column(&key) else {
                if !self.ignore_unknown && key != ReasonName::KEY {
                    problems.push(Problem::new(at, self.dataset.unknown(&key)));
                }
                continue;
            };
            let name = self.dataset.columns[column].name;
            match value(raw.get()) {
                Ok(value) => found.push(Found { column, value, at }),
                Err(wrong) => {
                    problems.push(Problem::new(at, format!("{name} {wrong}")));
                    // It is there, if not as it should be.
                    found.push(Found {
                        column,
                        value: Some(Value::Text(String::new())),
                        at,
                    });
                }
            }
        }
        Some(found)
    }
}

/// What `serde_json` says, without the position that it appends.
fn not_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    format!("this is not JSON: {text}")
}

fn value(json: &str) -> Result<Option<Value>, &'static str> {
    const STRING: &str = "is a string that JSON cannot have";
    match json.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'{') => Err(
            "is an object; a value is a string, a number, a boolean, null or a list of categories",
        ),
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(json).map_err(|_| STRING)?;
            let categories =
                elements
                    .into_iter()
                    .map(|element| match element.get().as_bytes().first() {
                        // Lists in lists may be as deep as a line is long.
                        Some(b'[' | b'{' | b'n') | None => {
                            Err("has something else in its list than strings, numbers and booleans")
                        }
                        Some(b'"') => serde_json::from_str(element.get()).map_err(|_| STRING),
                        Some(_) => Ok(element.get().to_owned()),
                    });
            let categories = categories.collect::<Result<Vec<String>, _>>()?;
            Ok((!categories.is_empty()).then_some(Value::Categories(categories)))
        }
        Some(b'"') => {
            let text: String = serde_json::from_str(json).map_err(|_| STRING)?;
            Ok(Some(Value::Text(text)))
        }
        Some(_) | None => Ok(Some(Value::Text(json.to_owned()))),
    }
}
