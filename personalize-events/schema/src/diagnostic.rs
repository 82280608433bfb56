//! What is said about a schema, and how it is printed.

use std::error::Error;
use std::fmt;
use std::slice;
use std::vec;

use crate::Position;
use crate::place::Place;

/// Something about a schema that should be mended: a problem or a warning.
///
/// It prints as `3:14: what is wrong and what would be right`, without the numbers if the schema
/// was not read from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    position: Option<Position>,
    message: String,
}

impl Diagnostic {
    pub(crate) fn new(place: Place, message: String) -> Self {
        Self {
            position: place.0,
            message,
        }
    }

    /// Where in the text it is, or `None` if the schema was not read from a text.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// What was found, and what would be right.
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

/// Everything for which a schema is refused: at least one remark, in the order of the text.
///
/// It prints one remark on each line.
///
/// # Example
///
/// ```
/// use personalize_events_schema::Schema;
///
/// let problems = Schema::parse(r#"{"type": "record", "name": "User"}"#).unwrap_err();
/// let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     lines,
///     [
///         "1:1: the record has no `fields`; add \"fields\": […] with a column in each place",
///         "1:28: no kind of dataset is named \"User\"; did you mean `Users`? \
///          The names are Users, Items, Interactions, Actions and ActionInteractions"
///     ]
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError(Vec<Diagnostic>);

impl SchemaError {
    /// Sorts what was found.
    pub(crate) fn of(mut remarks: Vec<Diagnostic>) -> Self {
        remarks.sort_by_key(Diagnostic::position);
        remarks.dedup();
        Self(remarks)
    }

    /// The problems.
    pub fn iter(&self) -> slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, remark) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{remark}")?;
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
