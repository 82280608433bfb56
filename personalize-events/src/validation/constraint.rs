//! Constraints of the service's model, in generated tables.

use std::fmt;

use personalize_events_schema::record_kind::RecordKind;

use super::pattern::Pattern;

/// A constraint.
#[derive(Debug)]
pub enum Constraint {
    /// The Smithy trait `length`: Unicode scalar values of a string, bytes of a blob, elements of
    /// a list, entries of a map.
    Length {
        /// The minimum.
        min: usize,
        /// The maximum.
        max: Option<usize>,
    },
    /// The Smithy trait `range`, with inclusive bounds.
    Range {
        /// The minimum.
        min: Option<Bound>,
        /// The maximum.
        max: Option<Bound>,
    },
    /// The Smithy trait `pattern`.
    Pattern(&'static Pattern),
    /// The Smithy trait `mediaType` with the value `application/json`.
    Json,
    /// The same for the properties of these records, which the service requires to be an object without the keys that
    /// it rejects.
    Properties(&'static RecordKind),
    /// An ID that is not the text `null`, unless the builder allows it.
    NotNullText,
    /// A timestamp that can be in seconds.
    InSeconds,
    /// The Smithy trait `uniqueItems`: the elements of a list are unique.
    UniqueItems,
    /// The constraints of each element of a list.
    Each(&'static [Constraint]),
    /// The constraints of each key of a map.
    Keys(&'static [Constraint]),
    /// The constraints of each value of a map.
    Values(&'static [Constraint]),
}

/// A bound of a range.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// An integer.
    Integer(i64),
    /// Any other number.
    Float(f64),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => number.fmt(f),
        }
    }
}

impl Constraint {
    /// A length with both bounds.
    #[must_use]
    pub const fn length(min: usize, max: usize) -> Self {
        Self::Length {
            min,
            max: Some(max),
        }
    }

    /// A length with a lower bound only.
    #[must_use]
    pub const fn min_length(min: usize) -> Self {
        Self::Length { min, max: None }
    }
}
