//! The tree of JSON values and their positions.

use std::ops::Range;

use crate::position::Position;

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
