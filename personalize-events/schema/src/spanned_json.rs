//! JSON with source positions, for readers that report every problem of a file with its line and column.
//!
//! `serde_json` has no positions. It checks the syntax here and decodes strings and numbers; a parser that only moves
//! forward builds the tree of nodes, so the time is linear in the length of the text, however deep values nest.
//! This module is hidden from the documentation: `personalize-events-ast` uses it too.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde_core::de::IgnoredAny;

/// The depth up to which values are read; anything deeper is a problem.
const MAX_DEPTH: usize = 128;

/// A position in a text: both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// The start of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The position of a byte of `source`, or of its end if `offset` is greater.
    pub(crate) fn of(source: &str, offset: usize) -> Self {
        let mut cursor = Cursor::new(source);
        cursor.advance(offset);
        cursor.at
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A JSON value and its position.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it starts.
    pub at: Position,
    /// Its bytes in the text; empty if it was not read from a text.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// The kinds of JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

/// The entries of a JSON object in their order; keys are unique.
#[derive(Clone, Debug, PartialEq)]
pub struct Object(pub Vec<Entry>);

/// One entry of a JSON object.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key starts.
    pub at: Position,
    /// The value.
    pub node: Node,
}

impl Object {
    /// The value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let mut entries = self.0.iter();
        let entry = entries.find(|entry| entry.key == key)?;
        Some(&entry.node)
    }
}

impl Node {
    /// A value that was not read from a text, for a position in one.
    #[must_use]
    pub fn new(at: Position, value: Value) -> Self {
        let span = 0..0;
        Self { at, span, value }
    }

    /// The kind of the value with an article, for messages.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The string, if the value is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value {
            Some(text)
        } else {
            None
        }
    }

    /// The object, if the value is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = &self.value {
            Some(object)
        } else {
            None
        }
    }

    /// The array, if the value is one.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node]> {
        if let Value::Array(nodes) = &self.value {
            Some(nodes)
        } else {
            None
        }
    }

    /// The number, if the value is a whole one that is not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Value::Number(number) = &self.value {
            number.as_u64()
        } else {
            None
        }
    }
}

/// A part of a text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub at: Position,
    /// Its first byte in the text.
    pub offset: usize,
    /// The keys of the objects around it, from the outermost to that at `at`.
    pub path: Vec<String>,
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
        at: Position::of(source, offset),
        offset,
        path: Vec::new(),
        message: format!("this is not JSON: {cause}"),
    }
}

/// Builds the tree of a text that is known to be JSON.
struct Parser<'a> {
    cursor: Cursor<'a>,
    path: Vec<String>,
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
        let span = start..self.cursor.offset;
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
            self.path.push(key.unwrap_or_default());
            if duplicate {
                let key = self.path.last().map_or("", String::as_str);
                self.problem((at, start), format!("duplicate key `{key}`; remove one"));
            }
            self.cursor.skip_whitespace();
            self.cursor.punctuation();
            let node = self.node(depth + 1);
            let key = self.path.pop().unwrap_or_default();
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

/// A place in a text that only moves forward.
struct Cursor<'a> {
    source: &'a str,
    offset: usize,
    at: Position,
    #[cfg(test)]
    visited: usize,
}

impl<'a> Cursor<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            offset: 0,
            at: Position::START,
            #[cfg(test)]
            visited: 0,
        }
    }

    fn position(&self) -> (Position, usize) {
        (self.at, self.offset)
    }

    fn rest(&self) -> &'a [u8] {
        &self.source.as_bytes()[self.offset..]
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn advance(&mut self, count: usize) {
        let rest = self.rest();
        let passed = &rest[..count.min(rest.len())];
        for byte in passed {
            match byte {
                b'\n' => {
                    self.at.line += 1;
                    self.at.column = 1;
                }
                // Not the continuation of a character.
                byte if byte & 0xC0 != 0x80 => self.at.column += 1,
                _ => {}
            }
        }
        self.offset += passed.len();
        #[cfg(test)]
        {
            self.visited += passed.len();
        }
    }

    fn skip_whitespace(&mut self) {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let count = self.rest().iter().position(|byte| !is_space(byte));
        self.advance(count.unwrap_or(usize::MAX));
    }

    /// Passes a bracket, comma or colon and the white space behind it.
    fn punctuation(&mut self) {
        self.advance(1);
        self.skip_whitespace();
    }

    /// Passes a string, a number, `true`, `false` or `null`.
    fn token(&mut self) -> &'a str {
        let start = self.offset;
        let mut bytes = self.rest().iter();
        let length = if self.peek() == Some(b'"') {
            bytes.next();
            while let Some(byte) = bytes.next() {
                match byte {
                    b'\\' => _ = bytes.next(),
                    b'"' => break,
                    _ => {}
                }
            }
            self.rest().len() - bytes.len()
        } else {
            bytes
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                .count()
        };
        self.advance(length);
        &self.source[start..self.offset]
    }

    /// Passes a value without recursion.
    fn skip_value(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                None => return,
                Some(b'{' | b'[') => {
                    open += 1;
                    self.advance(1);
                }
                Some(b'}' | b']') => {
                    open = open.saturating_sub(1);
                    self.advance(1);
                }
                Some(b',' | b':') => self.advance(1),
                Some(_) => _ = self.token(),
            }
            if open == 0 {
                return;
            }
            self.skip_whitespace();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(source: &str) -> Vec<String> {
        let problems = parse(source).problems.into_iter();
        problems
            .map(|it| format!("{}: {}: {}", it.at, it.path.join("."), it.message))
            .collect()
    }

    #[test]
    fn values_have_their_positions_and_spans() {
        let source = "\n {\"ä\": [true ,\tnull, -1.5e3 ],\"\\\"\":\r\n{ }, \"z\" : \"\\u00e9€\"}  ";
        let root = parse(source).root.unwrap();
        let text = |node: &Node| format!("{} {}", node.at, &source[node.span.clone()]);
        assert_eq!(text(&root), format!("2:2 {}", source.trim()));
        let object = root.as_object().unwrap();
        let entries = object.0.iter();
        let keys: Vec<String> = entries.map(|it| format!("{} {}", it.at, it.key)).collect();
        assert_eq!(keys, ["2:3 ä", "2:31 \"", "3:6 z"]);
        let array = object.get("ä").unwrap().as_array().unwrap();
        let items: Vec<String> = array.iter().map(text).collect();
        assert_eq!(items, ["2:9 true", "2:16 null", "2:22 -1.5e3"]);
        assert_eq!(
            array[2].value,
            Value::Number(serde_json::Number::from_f64(-1500.0).unwrap())
        );
        assert_eq!(text(object.get("\"").unwrap()), "3:1 { }");
        assert_eq!(object.get("z").unwrap().as_str(), Some("é€"));
    }

    #[test]
    fn problems_name_the_keys_around_them() {
        assert_eq!(
            problems(r#"{"a": {"b": [1, "\ud800"], "b": 1e999}, "\udc00": 0, "a": 2}"#),
            [
                "1:17: a.b: this string has half of a surrogate pair; write both halves",
                "1:28: a.b: duplicate key `b`; remove one",
                "1:33: a.b: this number is out of range",
                "1:41: : this string has half of a surrogate pair; write both halves",
                "1:54: a: duplicate key `a`; remove one",
            ]
        );
    }

    #[test]
    fn values_that_nest_too_deep_are_skipped() {
        let nest = |value: &str, depth: usize| {
            let (open, close) = ("[".repeat(depth), "]".repeat(depth));
            format!("{open}{value}{close}")
        };
        assert_eq!(problems(&nest("1", MAX_DEPTH - 1)), [""; 0]);
        assert_eq!(
            problems(&nest(r#"{"]": [{}, "\\"]}, 12"#, MAX_DEPTH)),
            [
                "1:129: : values nest deeper than 128 levels",
                "1:148: : values nest deeper than 128 levels"
            ]
        );
        assert_eq!(problems(&nest("", 100_000)).len(), 1);
    }

    #[test]
    fn a_syntax_error_has_its_position_in_characters() {
        for (source, problem) in [
            ("", "1:1: : this is not JSON: EOF while parsing a value"),
            (
                "{\n  \"äöü\": nul }",
                "2:13: : this is not JSON: expected ident",
            ),
            (
                "{\n\n",
                "3:1: : this is not JSON: EOF while parsing an object",
            ),
        ] {
            assert_eq!(problems(source), [problem]);
        }
    }

    #[test]
    fn every_byte_is_visited_once_at_any_depth() {
        for depth in [1, 10, 100, 1000] {
            let item = "[\"a longer text\", -1e9, {\"ä\" : [null]}],\n".repeat(100);
            let (open, close) = ("{\"k\": [".repeat(depth), "]}".repeat(depth));
            let source = format!("{open}{item}0{close}");
            let mut parser = Parser {
                cursor: Cursor::new(&source),
                path: Vec::new(),
                problems: Vec::new(),
            };
            parser.node(0);
            assert_eq!(parser.cursor.visited, source.len(), "{depth} levels");
        }
    }
}
