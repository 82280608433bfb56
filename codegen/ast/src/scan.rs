//! From text to nodes: `serde_json` reads, the memory address of each raw value is its position.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::position::Lines;
use crate::{Entry, Node, Object, Problem, ShapeId, Value};

/// Reads JSON; an object that has a key twice is a problem.
pub(crate) fn scan(source: &str) -> Result<Node, Vec<Problem>> {
    let lines = Lines::new(source);
    let raw: &RawValue = serde_json::from_str(source).map_err(|error| {
        vec![Problem {
            at: lines.position(error.line(), error.column()),
            shape: None,
            message: format!("this is not JSON: {}", cause(&error)),
        }]
    })?;
    let mut scanner = Scanner {
        lines,
        around: Around::Outside,
        problems: Vec::new(),
    };
    let node = scanner.node(raw, 0);
    if scanner.problems.is_empty() {
        Ok(node)
    } else {
        Err(scanner.problems)
    }
}

/// What `serde_json` says, without its own idea of the place.
fn cause(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

struct Scanner<'a> {
    lines: Lines<'a>,
    around: Around,
    problems: Vec<Problem>,
}

/// Which part of a model is being read, so that a problem can name its shape.
enum Around {
    Outside,
    Shapes,
    Shape(ShapeId),
}

/// How deep values may nest; models need about ten.
const DEPTH: usize = 128;

impl<'a> Scanner<'a> {
    fn node(&mut self, raw: &'a RawValue, depth: usize) -> Node {
        let text = raw.get();
        let value = if depth == DEPTH {
            self.refuse(text, format!("values nest deeper than {DEPTH} levels"));
            Value::Null
        } else {
            match text.as_bytes().first() {
                Some(b'{') => self
                    .read(text)
                    .map_or(Value::Null, |entries| self.object(entries, depth)),
                Some(b'[') => {
                    let items: Vec<&RawValue> = self.read(text).unwrap_or_default();
                    let nodes = items.into_iter().map(|item| self.node(item, depth + 1));
                    Value::Array(nodes.collect())
                }
                Some(b'"') => Value::String(self.read(text).unwrap_or_default()),
                Some(b't' | b'f') => Value::Bool(text == "true"),
                Some(b'n') => Value::Null,
                _ => self.read(text).map_or(Value::Null, Value::Number),
            }
        };
        Node {
            at: self.lines.of(text),
            value,
        }
    }

    fn object(&mut self, entries: Entries<'a>, depth: usize) -> Value {
        let mut read = Vec::with_capacity(entries.0.len());
        let mut seen = HashSet::new();
        for (key, value) in entries.0 {
            let at = self.lines.of(key.get());
            let text = key.get();
            let key: String = self.read(text).unwrap_or_default();
            self.enter(&key, depth);
            let node = self.node(value, depth + 1);
            if seen.insert(key.clone()) {
                read.push(Entry { key, at, node });
            } else {
                self.refuse(
                    text,
                    format!("the key `{key}` stands here a second time; keep one"),
                );
            }
            self.leave(depth);
        }
        Value::Object(Object(read))
    }

    fn enter(&mut self, key: &str, depth: usize) {
        self.around = match (depth, &self.around) {
            (0, _) if key == "shapes" => Around::Shapes,
            (1, Around::Shapes) => ShapeId::parse(key).map_or(Around::Shapes, Around::Shape),
            _ => return,
        };
    }

    fn leave(&mut self, depth: usize) {
        self.around = match (depth, &self.around) {
            (0, _) => Around::Outside,
            (1, Around::Shape(_)) => Around::Shapes,
            _ => return,
        };
    }

    /// Reads one value; what raw values let through (a lone surrogate, a number out of range)
    /// is a problem.
    fn read<T: Deserialize<'a>>(&mut self, text: &'a str) -> Option<T> {
        let read = serde_json::from_str(text);
        read.map_err(|error| {
            self.refuse(
                text,
                format!("this JSON value cannot be read: {}", cause(&error)),
            );
        })
        .ok()
    }

    fn refuse(&mut self, text: &str, message: String) {
        self.problems.push(Problem {
            at: self.lines.of(text),
            shape: match &self.around {
                Around::Outside | Around::Shapes => None,
                Around::Shape(id) => Some(id.clone()),
            },
            message,
        });
    }
}

/// The entries of an object as they stand in the text, duplicates included.
struct Entries<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}
