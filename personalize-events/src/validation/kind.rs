//! What can be wrong with a value, and its messages.

use std::fmt;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// A required member is not set.
    Required,
    /// A value that is deserialized is not of the type of its member.
    #[non_exhaustive]
    UnexpectedType {
        /// The type of the value, such as `a number`.
        found: &'static str,
        /// The type of the member.
        expected: &'static str,
    },
    /// A key of an object that is deserialized is not a member.
    #[non_exhaustive]
    UnknownMember {
        /// The members of the object.
        members: Vec<&'static str>,
    },
    /// A text or collection is too short or too long.
    #[non_exhaustive]
    Length {
        /// The length of the value.
        found: usize,
        /// The minimum length.
        min: usize,
        /// The maximum length, if there is one.
        max: Option<usize>,
        /// The unit of the lengths: `character` (Unicode scalar values), `element`, `entry` or `byte`.
        unit: &'static str,
    },
    /// A number is too small or too large.
    #[non_exhaustive]
    Range {
        /// The minimum, if there is one.
        min: Option<String>,
        /// The maximum, if there is one.
        max: Option<String>,
    },
    /// Two elements of a list are equal, but elements have to be unique.
    #[non_exhaustive]
    UniqueItems {
        /// The index of the first element.
        first: usize,
        /// The index of the second element.
        second: usize,
    },
    /// A text does not match the pattern of the service's model.
    #[non_exhaustive]
    Pattern {
        /// The pattern, a regular expression of ECMA 262.
        pattern: &'static str,
    },
    /// A text is not valid JSON.
    #[non_exhaustive]
    NotJson {
        /// The parser's message, with line and column.
        problem: String,
    },
    /// A text has a `\u` escape of half of a surrogate pair, which is no character.
    LoneSurrogate,
    /// A text is JSON, but not an object; it may have been encoded twice.
    NotObject,
    /// A number is infinite or NaN.
    NotFinite,
    /// What serde writes for a value cannot be a property, or cannot be properties.
    #[non_exhaustive]
    NotSerializable {
        /// The problem and its remedy.
        problem: &'static str,
    },
    /// The `Display` implementation of a value returned an error.
    DisplayFailed,
    /// A category contains `|`, which separates categories and cannot be escaped.
    #[non_exhaustive]
    ContainsSeparator {
        /// The index of the category.
        index: usize,
    },
    /// A category in a collection is empty, so the joined text would not have it, or have others.
    #[non_exhaustive]
    EmptyCategory {
        /// The index of the category.
        index: usize,
    },
    /// A category is the text `null`, which the service may treat as a missing value.
    #[non_exhaustive]
    NullTextCategory {
        /// The index of the category.
        index: usize,
    },
    /// A value does not have the type of its column.
    #[non_exhaustive]
    WrongType {
        /// The type of the column: `int`, `long`, `float`, `double`, `boolean`, `a timestamp` or `an ID`.
        column_type: &'static str,
    },
    /// A number has a fraction, such as `.0`, but its column is of whole numbers.
    #[non_exhaustive]
    Fraction {
        /// The type of the column: `int`, `long` or `a timestamp`.
        column_type: &'static str,
    },
    /// A number is out of the range of its column's type.
    #[non_exhaustive]
    OutOfRange {
        /// The type of the column: `int`, `long`, `float` or `double`.
        column_type: &'static str,
    },
    /// A decimal number has more digits than its column can store.
    #[non_exhaustive]
    Precision {
        /// The type of the column: `float` or `double`.
        column_type: &'static str,
    },
    /// A timestamp is not in the years 1 to 9999 if it is read as seconds since 1970, so it is in milliseconds or another
    /// unit.
    NotSeconds,
    /// A text has a line break, but a record of a CSV file has to be one line.
    LineBreak,
    /// An id is the text `null`: the service has dropped such a record and returned success.
    NullTextId,
    /// A session or user ID is a placeholder, such as `guest`, which many visitors would share.
    PlaceholderId,
    /// A session ID is equal to the user ID.
    SessionIdIsUserId,
    /// A session has another user.
    OtherUser,
    /// An event is about an item that is not among the recommended items that were shown.
    NotRecommended,
    /// A member of an event is set, although recommendations set it.
    SetByRecommended,
    /// An event has both a recommendation ID and the source of a metric attribution.
    AttributionConflict,
    /// A key cannot be the name of a column.
    InvalidColumnName,
    /// A CSV file has no column for a key.
    UnknownColumn,
    /// A key is not allowed among these properties, because it is a member of the record.
    #[non_exhaustive]
    Reserved {
        /// The member of the record.
        member: &'static str,
    },
    /// Two keys are for the same column.
    #[non_exhaustive]
    DuplicateColumn {
        /// The key that was written before.
        other: String,
    },
}

/// An example for the pattern of ARNs.
fn example(pattern: &str) -> &'static str {
    if pattern.contains(":personalize:") {
        "; a valid ARN is arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS"
    } else {
        ""
    }
}

const LONE_SURROGATE: &str = "\
    has an escape from \\ud800 to \\udfff that is half of a surrogate pair; escape the whole character or remove \
    it";

const NULL_TEXT_ID: &str = "\
    is the text `null`, and the service has dropped a record with such an id without an error; set the intended \
    id, or allow it with `allow_null_text`";

const PLACEHOLDER_ID: &str = "\
    is a placeholder, such as `guest` or `undefined`, and the events of all visitors who share it would count \
    for one; set the ID of one visit or user, omit the ID of an unknown user, or allow it with \
    `allow_placeholder_ids`";

const SESSION_ID_IS_USER_ID: &str = "\
    is equal to the user ID, but then anonymous events cannot be joined to the user later; set another ID, such \
    as a random one for each visit";

const OTHER_USER: &str = "\
    is not the user of the session; start a new session first, for example with `sign_out`";

const NOT_RECOMMENDED: &str = "\
    is not among the recommended items that were shown; set one of them, or send the event without the \
    recommendation";

const ATTRIBUTION_CONFLICT: &str = "\
    is set for an event with a recommendation ID, which the service ignores if the two conflict; omit it, or \
    allow it with `allow_metric_attribution`";

const UNKNOWN_COLUMN: &str = "has no column in the file; omit it, or add a column of this name";

impl fmt::Display for ViolationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("is required but missing"),
            Self::UnexpectedType { found, expected } => {
                write!(f, "is {found}, but {expected} is required")
            }
            Self::UnknownMember { members } => fmt_unknown(members, f),
            Self::Length {
                found,
                min,
                max,
                unit,
            } => fmt_length(*found, (*min, *max), unit, f),
            Self::Range { min, max } => fmt_range(min.as_deref(), max.as_deref(), f),
            Self::UniqueItems { first, second } => write!(
                f,
                "has equal elements {first} and {second}, but elements must be unique"
            ),
            Self::Pattern { pattern } => {
                write!(f, "does not match the pattern {pattern}{}", example(pattern))
            }
            Self::NotJson { problem } => write!(f, "is not valid JSON: {problem}"),
            Self::LoneSurrogate => f.write_str(LONE_SURROGATE),
            Self::NotObject => f.write_str(
                "is JSON, but not an object like {\"age\":\"34\"}; check that it is not encoded twice",
            ),
            Self::NotFinite => {
                f.write_str("is infinite or NaN, but only finite numbers can be sent")
            }
            Self::ContainsSeparator { index } => write!(
                f,
                "has `|` in category {index}; `|` separates categories and cannot be escaped"
            ),
            Self::EmptyCategory { index } => write!(
                f,
                "has an empty category {index}, which is lost when categories are joined with `|`; \
                 omit it"
            ),
            Self::DisplayFailed => {
                f.write_str("cannot be formatted: its `Display` implementation returned an error")
            }
            Self::NullTextCategory { index } => write!(
                f,
                "has the text `null` as category {index}, which the service may treat as a missing \
                 value; omit the category, or allow it with `allow_null_text`"
            ),
            Self::WrongType { column_type } => {
                let values = values(column_type);
                write!(
                    f,
                    "has the wrong type; its column is {column_type}, which accepts {values}"
                )
            }
            Self::Fraction { column_type } => {
                let values = values(column_type);
                write!(
                    f,
                    "has a fraction, even if it is `.0`; its column is {column_type}, which accepts {values}"
                )
            }
            Self::OutOfRange { column_type } => {
                let values = values(column_type);
                write!(
                    f,
                    "is out of range; its column is {column_type}, which accepts {values}"
                )
            }
            Self::Precision { column_type } => fmt_precision(column_type, f),
            Self::NotSeconds => f.write_str(
                "is no timestamp in seconds, because it would be outside of the years 1 to 9999; if it \
                 is in milliseconds, divide it by 1000",
            ),
            Self::LineBreak => f.write_str(
                "has a line break, but a record must be one line of the file; replace it",
            ),
            Self::NullTextId => f.write_str(NULL_TEXT_ID),
            Self::PlaceholderId => f.write_str(PLACEHOLDER_ID),
            Self::SessionIdIsUserId => f.write_str(SESSION_ID_IS_USER_ID),
            Self::OtherUser => f.write_str(OTHER_USER),
            Self::NotRecommended => f.write_str(NOT_RECOMMENDED),
            Self::SetByRecommended => f.write_str("is already set by the recommendations; omit it"),
            Self::AttributionConflict => f.write_str(ATTRIBUTION_CONFLICT),
            Self::InvalidColumnName => f.write_str(
                "is not a valid column name; use ASCII letters, digits and `_`, without a leading \
                 digit",
            ),
            Self::NotSerializable { problem } => f.write_str(problem),
            Self::UnknownColumn => f.write_str(UNKNOWN_COLUMN),
            Self::Reserved { member } => write!(
                f,
                "is not allowed among these properties, because `{member}` is a member of the \
                 record; omit it"
            ),
            Self::DuplicateColumn { other } => write!(
                f,
                "is for the same column as `{other}`, because names that differ only in `_` or case \
                 are equal; omit one of them"
            ),
        }
    }
}

fn fmt_unknown(members: &[&str], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("is not a member; ")?;
    if members.is_empty() {
        f.write_str("the object must be empty")
    } else {
        write!(f, "the members are {}", members.join(", "))
    }
}

fn fmt_length(
    found: usize,
    (min, max): (usize, Option<usize>),
    unit: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match (found, unit) {
        (1, unit) => write!(f, "has 1 {unit}, but ")?,
        (found, "entry") => write!(f, "has {found} entries, but ")?,
        (found, unit) => write!(f, "has {found} {unit}s, but ")?,
    }
    let verb = |count: usize| if count == 1 { "is" } else { "are" };
    match max {
        Some(max) if found > max => write!(f, "at most {max} {} allowed", verb(max)),
        _ => write!(f, "at least {min} {} required", verb(min)),
    }
}

fn fmt_range(min: Option<&str>, max: Option<&str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (min, max) {
        (Some(min), Some(max)) => write!(f, "is out of range; it must be from {min} to {max}"),
        (Some(min), None) => write!(f, "is too small; it must be at least {min}"),
        (None, Some(max)) => write!(f, "is too large; it must be at most {max}"),
        (None, None) => f.write_str("is out of range"),
    }
}

fn fmt_precision(column_type: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let digits = match column_type {
        "float" => f32::DIGITS,
        _ => f64::DIGITS,
    };
    write!(
        f,
        "has more digits than its column can store, which is {column_type}; round it to {digits} digits, or send it to \
         a column of strings"
    )
}

/// The values that a column accepts.
fn values(column_type: &str) -> &'static str {
    match column_type {
        "int" => "whole numbers from -2147483648 to 2147483647",
        "long" => "whole numbers from -9223372036854775808 to 9223372036854775807",
        "boolean" => "`true` and `false`",
        "an ID" => "one text or number",
        "a timestamp" => "whole seconds since 1970-01-01 (UTC), such as 1700000000",
        "float" => "numbers from -3.4e38 to 3.4e38",
        _ => "numbers from -1.7e308 to 1.7e308",
    }
}
