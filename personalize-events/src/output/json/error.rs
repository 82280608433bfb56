//! The error of a response that does not conform to the model. It does not show values.

use std::fmt;

/// A response does not conform to the model.
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
    /// Creates an error of the body. `problem` is the predicate of a sentence: `is not …`.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            place: Place::Body,
            problem: problem.into(),
        }
    }

    /// Returns the same error for a value in a member.
    #[must_use]
    pub fn in_member(self, member: &str) -> Self {
        let place = match self.place {
            Place::Body => Place::Path(member.to_owned()),
            Place::Path(path) if path.starts_with('[') => Place::Path(format!("{member}{path}")),
            Place::Path(path) => Place::Path(format!("{member}.{path}")),
            Place::Header(name) => Place::Header(name),
        };
        Self { place, ..self }
    }

    /// Returns the same error for a value in an element of a list or an entry of a map.
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.in_member(&format!("[{index}]"))
    }

    /// Returns the same error for a header.
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
