//! How a departure from the model is told: where, against which constraint, what was found and
//! what is allowed. A value is never part of it.

use std::fmt;

/// The constraints of the model, named as Smithy names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Constraint {
    /// A member that must be there is not.
    Required,
    /// The value is not what its shape is sent as: of another JSON type, a text that is no
    /// base64 or no date, or a union without exactly one member.
    Type,
    /// The text or number is none of the enumeration.
    Enum,
    /// Too few or too many characters (Unicode scalar values), bytes, elements or entries.
    Length,
    /// The text does not match the regular expression.
    Pattern,
    /// The number is too small or too large.
    Range,
    /// Two elements of the list are equal.
    UniqueItems,
    /// The text is not of its media type.
    MediaType,
    /// The property does not fit the schema of the dataset.
    Schema,
}

impl Constraint {
    /// Its name, as the trait's: `required`, `enum`, `length`, `pattern`, `range`,
    /// `uniqueItems`, `mediaType`; `type` for what is not sent as its shape is, `schema` for what
    /// does not fit a dataset's schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Length => "length",
            Self::Pattern => "pattern",
            Self::Range => "range",
            Self::UniqueItems => "uniqueItems",
            Self::MediaType => "mediaType",
            Self::Schema => "schema",
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One departure of an input from the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    constraint: Constraint,
    message: String,
}

impl Violation {
    pub(crate) fn new(path: &str, constraint: Constraint, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            constraint,
            message: message.into(),
        }
    }

    /// Where it is, such as `users[3].userId`; empty for the input as a whole.
    ///
    /// Members have the names of the model. What is wrong with the third entry of a map, in the
    /// order of the keys, is at `tags[2].key` or `tags[2].value`: keys are values of users, and no
    /// part of a path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The constraint that does not hold.
    #[must_use]
    pub fn constraint(&self) -> Constraint {
        self.constraint
    }

    /// What was found and what is allowed, such as `has 257 characters, at most 256 are allowed`.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "the input"
        } else {
            &self.path
        };
        write!(f, "{path}: {}", self.message)
    }
}

/// How many violations a summary spells out; it counts the rest.
const SPELLED: usize = 100;

/// All of them in one line, as the message of an answer.
pub(crate) fn summary(violations: &[Violation]) -> String {
    let noun = if violations.len() == 1 {
        "violation"
    } else {
        "violations"
    };
    let spelled: Vec<String> = violations
        .iter()
        .take(SPELLED)
        .map(ToString::to_string)
        .collect();
    let rest = violations.len().saturating_sub(SPELLED);
    let more = if rest == 0 {
        String::new()
    } else {
        format!("; and {rest} more")
    };
    format!("{} {noun}: {}{more}", violations.len(), spelled.join("; "))
}

#[cfg(test)]
mod tests {
    use super::{Constraint, Violation, summary};

    #[test]
    fn a_summary_counts_and_names_every_violation() {
        let one = Violation::new("users", Constraint::Required, "is required");
        let two = Violation::new("", Constraint::Type, "is an array, an object is needed");
        assert_eq!(
            summary(std::slice::from_ref(&one)),
            "1 violation: users: is required"
        );
        assert_eq!(
            summary(&[one, two]),
            "2 violations: users: is required; the input: is an array, an object is needed"
        );
    }

    #[test]
    fn a_summary_of_very_many_violations_counts_the_rest() {
        let many = vec![Violation::new("a", Constraint::Required, "is required"); 103];
        let text = summary(&many);
        assert!(text.starts_with("103 violations: a: is required; a:"));
        assert!(text.ends_with("; and 3 more"));
    }
}
