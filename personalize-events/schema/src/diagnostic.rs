//! Errors and warnings about a schema.

use std::error::Error;
use std::fmt;
use std::slice;
use std::vec;

use crate::place::Place;
use crate::spanned_json::Position;

/// An error or a warning about a schema.
///
/// It is displayed as `3:14: message`, with line and column only if the schema was read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    severity: Severity,
    position: Option<Position>,
    message: String,
}

/// Whether a [`Diagnostic`] makes a schema invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The schema violates a rule of the service.
    Error,
    /// The schema is valid, but probably not what was meant.
    Warning,
}

impl Diagnostic {
    pub(crate) fn error(place: Place, message: String) -> Self {
        Self {
            severity: Severity::Error,
            position: place.0,
            message,
        }
    }

    pub(crate) fn warning(place: Place, message: String) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(place, message)
        }
    }

    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The position in the text, or `None` if the schema was not read from a text.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// The problem and its remedy.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// Every error in a schema: at least one, in the order of the text.
///
/// It is displayed in one line, with `; ` between the errors.
///
/// # Example
///
/// ```
/// use personalize_events_schema::Schema;
///
/// let error = Schema::parse(r#"{"type": "record", "name": "User"}"#).unwrap_err();
/// let lines: Vec<String> = error.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     lines,
///     [
///         "1:1: the record has no `fields`; add an array of columns",
///         "1:28: \"User\" is not a dataset type; did you mean `Users`? \
///          The types are Users, Items, Interactions, Actions and ActionInteractions"
///     ]
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError(Vec<Diagnostic>);

impl SchemaError {
    pub(crate) fn new(mut errors: Vec<Diagnostic>) -> Self {
        errors.sort_by_key(Diagnostic::position);
        errors.dedup();
        Self(errors)
    }

    /// Iterates over the errors.
    pub fn iter(&self) -> slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl Error for SchemaError {}

impl IntoIterator for SchemaError {
    type Item = Diagnostic;
    type IntoIter = vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a SchemaError {
    type Item = &'a Diagnostic;
    type IntoIter = slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
