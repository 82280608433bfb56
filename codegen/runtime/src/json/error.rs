//! What is wrong with an answer, and where; values are never told.

use std::fmt;

use serde_json::Value;

/// Why an answer is not what the model says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    place: Place,
    problem: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Body,
    Path(String),
    Header(String),
}

impl Error {
    /// That something has a problem, which follows its name in a sentence: `is not …`.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            place: Place::Body,
            problem: problem.into(),
        }
    }

    /// That a value is not what was expected, as in `a string`.
    #[must_use]
    pub fn unexpected_type(found: &Value, expected: &str) -> Self {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        Self::new(format!("is {found}, {expected} was expected"))
    }

    /// The same, found within a member.
    #[must_use]
    pub fn below(self, member: &str) -> Self {
        let place = match self.place {
            Place::Body => Place::Path(member.to_owned()),
            Place::Path(path) if path.starts_with('[') => Place::Path(format!("{member}{path}")),
            Place::Path(path) => Place::Path(format!("{member}.{path}")),
            Place::Header(name) => Place::Header(name),
        };
        Self { place, ..self }
    }

    /// The same, found within an element of a list or an entry of a map.
    #[must_use]
    pub fn at(self, index: usize) -> Self {
        self.below(&format!("[{index}]"))
    }

    /// The same, found in a header.
    #[must_use]
    pub fn in_header(self, name: &str) -> Self {
        let place = Place::Header(name.to_owned());
        Self { place, ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, problem } = self;
        match place {
            Place::Body => write!(f, "the body {problem}"),
            Place::Path(path) => write!(f, "`{path}` {problem}"),
            Place::Header(name) => write!(f, "the header `{name}` {problem}"),
        }
    }
}

impl std::error::Error for Error {}
