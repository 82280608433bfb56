//! JSON with source positions, for readers that report every problem of a file with its line and column.
//!
//! `serde_json` has no positions. It checks the syntax here and decodes strings and numbers; a parser that only moves
//! forward builds the tree of nodes, so the time is linear in the length of the text, however deep values nest.
//! This module is hidden from the documentation: `personalize-events-ast` uses it too.

mod cursor;
mod node;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use serde_core::de::IgnoredAny;

use cursor::Cursor;
pub(crate) use cursor::position_of;

pub use crate::position::Position;
pub use node::{Entry, Node, Object, Value};

/// The number of keys that a problem names.
const MAX_PATH: usize = 2;

/// The depth up to which values are read; anything deeper is a problem.
const MAX_DEPTH: usize = 128;

/// A part of a text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub at: Position,
    /// Its first byte in the text.
    pub offset: usize,
    /// The keys of the two outermost objects around it, including that at `at`. Problems share them, since a key may
    /// be long.
    pub path: Vec<Arc<str>>,
    /// What is wrong and how to correct it.
    pub message: String,
}

/// The result of parsing a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The value; `None` if the text is not JSON. Where a problem was found, it has `null`.
    pub root: Option<Node>,
    /// Every problem, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Parses JSON. A duplicate key, a string or number that Rust cannot represent, and values that nest too deep are
/// problems as well.
#[must_use]
pub fn parse(source: &str) -> Document {
    if let Err(error) = serde_json::from_str::<IgnoredAny>(source) {
        return Document {
            root: None,
            problems: vec![syntax_problem(source, &error)],
        };
    }
    let mut parser = Parser {
        cursor: Cursor::new(source),
        path: Vec::new(),
        problems: Vec::new(),
    };
    parser.cursor.skip_whitespace();
    let root = Some(parser.node(0));
    let problems = parser.problems;
    Document { root, problems }
}

fn syntax_problem(source: &str, error: &serde_json::Error) -> Problem {
    // The columns of `serde_json` count bytes.
    let mut ends = source.match_indices('\n').map(|(offset, _)| offset + 1);
    let line = match error.line() {
        0 | 1 => 0,
        line => ends.nth(line - 2).unwrap_or(source.len()),
    };
    let offset = line + error.column().saturating_sub(1);
    let before_comma = |before: &str| before.trim_end().ends_with(',');
    let is_end = |after: &str| after.starts_with(['}', ']']);
    let cause = match source.split_at_checked(offset) {
        _ if source.starts_with('\u{feff}') => {
            "the text starts with a byte order mark; save it as UTF-8 without one".to_owned()
        }
        Some((before, after)) if before_comma(before) && is_end(after) => {
            "trailing comma before the end of an object or an array; remove it".to_owned()
        }
        _ => {
            let at = format!(" at line {} column {}", error.line(), error.column());
            let text = error.to_string();
            text.strip_suffix(&at).unwrap_or(&text).to_owned()
        }
    };
    Problem {
        at: position_of(source, offset),
        offset,
        path: Vec::new(),
        message: format!("this is not JSON: {cause}"),
    }
}

/// Builds the tree of a text that is known to be JSON.
struct Parser<'a> {
    cursor: Cursor<'a>,
    /// The outermost keys.
    path: Vec<Arc<str>>,
    problems: Vec<Problem>,
}

impl Parser<'_> {
    /// Reads a value and the white space behind it.
    fn node(&mut self, depth: usize) -> Node {
        let (at, start) = self.cursor.position();
        let value = if depth == MAX_DEPTH {
            self.problem(
                (at, start),
                format!("values nest deeper than {MAX_DEPTH} levels"),
            );
            self.cursor.skip_value();
            Value::Null
        } else {
            match self.cursor.peek() {
                Some(b'{') => self.object(depth),
                Some(b'[') => self.array(depth),
                Some(b'"') => self.string().map_or(Value::Null, Value::String),
                _ => self.literal(),
            }
        };
        let span = start..self.cursor.position().1;
        self.cursor.skip_whitespace();
        Node { at, span, value }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        self.cursor.punctuation();
        while self.cursor.peek() == Some(b'"') {
            let (at, start) = self.cursor.position();
            let key = self.string();
            let is_new = key.as_ref().is_some_and(|key| seen.insert(key.clone()));
            let duplicate = key.is_some() && !is_new;
            let key = key.unwrap_or_default();
            let is_outer = self.path.len() < MAX_PATH;
            if is_outer {
                self.path.push(Arc::from(key.as_str()));
            }
            if duplicate {
                self.problem((at, start), format!("duplicate key `{key}`; remove one"));
            }
            self.cursor.skip_whitespace();
            self.cursor.punctuation();
            let node = self.node(depth + 1);
            if is_outer {
                self.path.pop();
            }
            if is_new {
                entries.push(Entry { key, at, node });
            }
            if self.cursor.peek() == Some(b',') {
                self.cursor.punctuation();
            }
        }
        self.cursor.advance(1);
        Value::Object(Object(entries))
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut nodes = Vec::new();
        self.cursor.punctuation();
        while !matches!(self.cursor.peek(), Some(b']') | None) {
            nodes.push(self.node(depth + 1));
            if self.cursor.peek() == Some(b',') {
                self.cursor.punctuation();
            }
        }
        self.cursor.advance(1);
        Value::Array(nodes)
    }

    fn string(&mut self) -> Option<String> {
        let start = self.cursor.position();
        let read = serde_json::from_str(self.cursor.token());
        if read.is_err() {
            let message = "this string has half of a surrogate pair; write both halves";
            self.problem(start, message.to_owned());
        }
        read.ok()
    }

    fn literal(&mut self) -> Value {
        let start = self.cursor.position();
        match self.cursor.token() {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            number => serde_json::from_str(number).map_or_else(
                |_| {
                    self.problem(start, "this number is out of range".to_owned());
                    Value::Null
                },
                Value::Number,
            ),
        }
    }

    fn problem(&mut self, (at, offset): (Position, usize), message: String) {
        self.problems.push(Problem {
            at,
            offset,
            path: self.path.clone(),
            message,
        });
    }
}
