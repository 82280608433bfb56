//! What is wrong with a value, told all at once and without repeating the value.

use std::fmt;

/// Everything that is wrong with what was given to a builder or written as properties.
///
/// Values never appear in it, only names, counts and what is allowed: it may be logged.
///
/// # Example
///
/// ```
/// use personalize_events::{PutUsersRequest, User};
///
/// let invalid = PutUsersRequest::builder()
///     .dataset_arn("arn:aws:s3:::bucket")
///     .users([User::builder().user_id("x".repeat(300))])
///     .build()
///     .unwrap_err();
/// let paths: Vec<&str> = invalid.violations().iter().map(|v| v.path()).collect();
/// assert_eq!(paths, ["datasetArn", "users[0].userId"]);
/// assert_eq!(
///     invalid.violations()[1].to_string(),
///     "users[0].userId has 300 characters, at most 256 are allowed"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    violations: Vec<Violation>,
}

impl ValidationError {
    pub(crate) fn new(violations: Vec<Violation>) -> Self {
        Self { violations }
    }

    /// Every violation, in the order of the members; there is at least one.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    reason: ViolationKind,
}

impl Violation {
    pub(crate) fn new(path: String, reason: ViolationKind) -> Self {
        Self { path, reason }
    }

    /// Where it is, in the names of the wire: `users[3].userId`, `properties.score`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    #[must_use]
    pub fn reason(&self) -> &ViolationKind {
        &self.reason
    }

    pub(crate) fn below(mut self, prefix: &str) -> Self {
        if !prefix.is_empty() {
            self.path.insert(0, '.');
            self.path.insert_str(0, prefix);
        }
        self
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.reason)
    }
}

/// The ways in which a value can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A required member was not set.
    Required,
    /// A text or list is shorter or longer than allowed.
    Length {
        /// How many there are.
        found: usize,
        /// The least that is allowed.
        min: usize,
        /// The most that is allowed, if there is a limit.
        max: Option<usize>,
        /// What is counted: `character` (Unicode scalar values), `element`, `entry` or `byte`.
        unit: &'static str,
    },
    /// A number is less or more than allowed.
    Range {
        /// The least that is allowed, if there is a limit.
        min: Option<String>,
        /// The most that is allowed, if there is a limit.
        max: Option<String>,
    },
    /// Two elements of a list are equal, and each may be there once.
    UniqueItems {
        /// Which element is the one, counted from 0.
        first: usize,
        /// Which is the other.
        second: usize,
    },
    /// A text does not match the pattern that the service's model states.
    Pattern {
        /// The pattern, a regular expression of ECMA 262.
        pattern: &'static str,
    },
    /// A text that has to be JSON is not.
    NotJson {
        /// What a parser says, with line and column.
        problem: String,
    },
    /// A text is JSON, but of no object; it may have been turned into JSON twice.
    NotObject,
    /// A number is infinite or not a number.
    NotFinite,
    /// What a value displays could not be had: its `Display` failed.
    DisplayFailed,
    /// A category contains `|`, which separates categories and cannot be escaped.
    ContainsSeparator {
        /// Which of the categories, counted from 0.
        index: usize,
    },
    /// A category is the text `null`, which the service may take for nothing.
    NullTextCategory {
        /// Which of the categories, counted from 0.
        index: usize,
    },
    /// A value does not fit the column that the field is said to have.
    Unfit {
        /// The type of the column: `int`, `long`, `float`, `double` or `boolean`.
        column_type: &'static str,
    },
    /// A text has a line break, and goes into a file that has a line for each record.
    LineBreak,
    /// An id is the text `null`: the service answers with success and drops the record.
    NullTextId,
    /// A key that no column of a schema can have as its name.
    InvalidColumnName,
    /// A key that the service does not take among these properties: it is told beside them.
    Reserved {
        /// The member of the record that says it.
        member: &'static str,
    },
    /// Two keys are for one column.
    DuplicateColumn {
        /// The key that was written before.
        other: String,
    },
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("is missing, it is required"),
            Self::Length {
                found,
                min,
                max,
                unit,
            } => {
                match (*found, *unit) {
                    (1, unit) => write!(f, "has 1 {unit}, ")?,
                    (found, "entry") => write!(f, "has {found} entries, ")?,
                    (found, unit) => write!(f, "has {found} {unit}s, ")?,
                }
                match max {
                    Some(max) if found > max => write!(f, "at most {max} are allowed"),
                    _ => write!(f, "at least {min} must be there"),
                }
            }
            Self::Range { min, max } => match (min, max) {
                (Some(min), Some(max)) => {
                    write!(f, "is out of range, from {min} to {max} is allowed")
                }
                (Some(min), None) => write!(f, "is too small, at least {min} is allowed"),
                (None, Some(max)) => write!(f, "is too large, at most {max} is allowed"),
                (None, None) => f.write_str("is out of range"),
            },
            Self::UniqueItems { first, second } => write!(
                f,
                "has equal elements {first} and {second}, each may be there once"
            ),
            Self::Pattern { pattern } => write!(f, "does not match the pattern {pattern}"),
            Self::NotJson { problem } => write!(f, "is not JSON: {problem}"),
            Self::NotObject => f.write_str(
                "is JSON but no object like {\"age\":\"34\"}; was it turned into JSON twice?",
            ),
            Self::NotFinite => {
                f.write_str("is infinite or not a number, only finite numbers can be sent")
            }
            Self::ContainsSeparator { index } => write!(
                f,
                "has `|` in its category {index}; `|` separates categories and cannot be escaped"
            ),
            Self::DisplayFailed => f.write_str("could not be displayed, its `Display` failed"),
            Self::NullTextCategory { index } => write!(
                f,
                "has the text `null` as its category {index}, which the service may take for \
                 nothing; leave the category out, or allow it with #[personalize(allow_null_text)]"
            ),
            Self::Unfit { column_type } => {
                let takes = match *column_type {
                    "int" => "whole numbers of 32 bits, from -2147483648 to 2147483647",
                    "long" => {
                        "whole numbers of 64 bits, from -9223372036854775808 to 9223372036854775807"
                    }
                    "boolean" => "`true` and `false`",
                    "float" => "numbers of 32 bits, to 3.4e38 on either side of 0",
                    _ => "numbers of 64 bits, to 1.7e308 on either side of 0",
                };
                write!(
                    f,
                    "does not fit its column, which is {column_type} and takes {takes}"
                )
            }
            Self::LineBreak => f.write_str(
                "has a line break, and a record has to be one line of the file; replace it",
            ),
            Self::NullTextId => f.write_str(
                "is the text `null`, and the service drops such records without an error; give the \
                 id that is meant, or allow it with #[personalize(allow_null_text)]",
            ),
            Self::InvalidColumnName => f.write_str(
                "cannot be the name of a column: ASCII letters, digits and `_` can, without a \
                 digit in front",
            ),
            Self::Reserved { member } => write!(
                f,
                "is refused among these properties: `{member}` is told beside them, leave it out"
            ),
            Self::DuplicateColumn { other } => write!(
                f,
                "is for the same column as `{other}`: neither `_` nor case tells columns apart; \
                 send one of them"
            ),
        }
    }
}
