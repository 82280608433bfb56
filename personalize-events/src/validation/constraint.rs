//! The rows of the tables of constraints, which are generated.

use std::fmt;

use super::Pattern;

/// One row of a table of constraints.
#[derive(Debug)]
pub enum Constraint {
    /// The Smithy trait `length`: Unicode scalar values of a string, bytes of a blob, elements of
    /// a list, entries of a map.
    Length {
        /// The least that is allowed.
        min: usize,
        /// The most that is allowed.
        max: Option<usize>,
    },
    /// The Smithy trait `range`: both bounds are allowed.
    Range {
        /// The least that is allowed.
        min: Option<Bound>,
        /// The most that is allowed.
        max: Option<Bound>,
    },
    /// The Smithy trait `pattern`.
    Pattern(&'static Pattern),
    /// The Smithy trait `mediaType` with the value `application/json`.
    Json,
    /// The same, of a member that holds properties: the service takes an object only.
    JsonObject,
    /// The Smithy trait `uniqueItems`: no element of a list is there twice.
    UniqueItems,
    /// What holds for each element of a list.
    Each(&'static [Constraint]),
    /// What holds for each key of a map.
    Keys(&'static [Constraint]),
    /// What holds for each value of a map.
    Values(&'static [Constraint]),
}

/// A bound of a range, as the model has it.
#[derive(Clone, Copy, Debug)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Any other.
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

    /// A length that has only a lower bound.
    #[must_use]
    pub const fn min_length(min: usize) -> Self {
        Self::Length { min, max: None }
    }
}
