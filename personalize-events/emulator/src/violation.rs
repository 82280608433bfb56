//! Violations of the model: their path, their constraint, what was found and what is allowed. They never contain a value.

use std::fmt;

/// The constraints of a model, with the names of Smithy's traits, and rules that only documentation states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Constraint {
    /// A required member is absent.
    Required,
    /// The value does not have the JSON form of its shape: it has another JSON type, is not valid base64, is not a
    /// timestamp, or is a union without exactly one member.
    Type,
    /// The string or number is not a value of the enum.
    Enum,
    /// There are too few or too many characters (Unicode scalar values), bytes, elements or entries.
    Length,
    /// The string does not match the regular expression.
    Pattern,
    /// The number is too small or too large.
    Range,
    /// Two elements of the list are equal.
    UniqueItems,
    /// The string does not have its media type.
    MediaType,
    /// The property does not match the schema of the dataset.
    Schema,
    /// The ARN is not that of a dataset of the operation's type.
    DatasetType,
    /// The ID is the text `null`.
    NullText,
    /// The service rejects a property with this key.
    ReservedKey,
    /// The timestamp cannot be in seconds.
    Seconds,
}

impl Constraint {
    /// Returns the name of the trait (`required`, `enum`, `length`, `pattern`, `range`, `uniqueItems`, `mediaType`),
    /// `type`, `schema`, `datasetType`, `nullText`, `reservedKey` or `seconds`.
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
            Self::DatasetType => "datasetType",
            Self::NullText => "nullText",
            Self::ReservedKey => "reservedKey",
            Self::Seconds => "seconds",
        }
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One violation of the model by an input.
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

    /// Returns the path of the value, such as `users[3].userId`; empty for the input itself.
    ///
    /// Members have their names in the model. The third entry of a map, in the order of the keys, is `tags[2].key` or
    /// `tags[2].value`: a path does not contain keys, because they are user data.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the violated constraint.
    #[must_use]
    pub fn constraint(&self) -> Constraint {
        self.constraint
    }

    /// Returns what was found and what is allowed, such as `has 257 characters, but at most 256 are allowed`.
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

/// The maximum number of violations that a summary contains.
const MAX_SUMMARIZED: usize = 100;

/// Returns the violations in one line, as the message of a response.
pub(crate) fn summary(violations: &[Violation]) -> String {
    let count = violations.len();
    let noun = if count == 1 {
        "violation"
    } else {
        "violations"
    };
    let listed: Vec<String> = violations
        .iter()
        .take(MAX_SUMMARIZED)
        .map(ToString::to_string)
        .collect();
    let more = match count.saturating_sub(MAX_SUMMARIZED) {
        0 => String::new(),
        rest => format!("; and {rest} more"),
    };
    format!("{count} {noun}: {}{more}", listed.join("; "))
}

#[cfg(test)]
mod tests {
    use super::{Constraint, Violation, summary};

    #[test]
    fn a_summary_counts_and_lists_every_violation() {
        let one = Violation::new("users", Constraint::Required, "is required");
        let two = Violation::new(
            "",
            Constraint::Type,
            "is an array, but an object is required",
        );
        assert_eq!(
            summary(std::slice::from_ref(&one)),
            "1 violation: users: is required"
        );
        assert_eq!(
            summary(&[one, two]),
            "2 violations: users: is required; the input: is an array, but an object is required"
        );
    }

    #[test]
    fn a_summary_of_many_violations_counts_the_rest() {
        let many = vec![Violation::new("a", Constraint::Required, "is required"); 103];
        let text = summary(&many);
        assert!(text.starts_with("103 violations: a: is required; a:"));
        assert!(text.ends_with("; and 3 more"));
    }
}
