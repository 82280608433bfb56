//! Plain JSON, with positions.

use crate::Position;

/// A JSON value and where it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it starts.
    pub at: Position,
    /// What it is.
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
        self.0
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node)
    }
}

impl Node {
    /// What it is, with an article, for messages.
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

    /// The string it is, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value {
            Some(text)
        } else {
            None
        }
    }

    /// The object it is, if it is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Value::Object(object) = &self.value {
            Some(object)
        } else {
            None
        }
    }

    /// The array it is, if it is one.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Node]> {
        if let Value::Array(nodes) = &self.value {
            Some(nodes)
        } else {
            None
        }
    }

    /// The number it is, if it is a whole one that is not negative.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Value::Number(number) = &self.value {
            number.as_u64()
        } else {
            None
        }
    }
}
