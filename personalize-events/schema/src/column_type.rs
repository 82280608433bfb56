//! The types of columns.

use std::fmt;
use std::str::FromStr;

use crate::names::{UnknownNameError, find};

/// The type of a column.
///
/// Source: "schema data types" in the Amazon Personalize developer guide. Its seventh type, `null`,
/// makes a column [nullable](crate::Column::with_nullable).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Type {
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits; timestamps are seconds since 1970 (UTC).
    Long,
    /// A floating-point number of 32 bits.
    Float,
    /// A floating-point number of 64 bits.
    Double,
    /// Text. Several categories in one value are joined by `|`.
    String,
    /// True or false. The service neither trains on booleans nor filters by them.
    Boolean,
}

impl Type {
    /// All types.
    pub const ALL: &'static [Self] = &[
        Self::Int,
        Self::Long,
        Self::Float,
        Self::Double,
        Self::String,
        Self::Boolean,
    ];

    pub(crate) const NAMES: &'static [&'static str] =
        &["int", "long", "float", "double", "string", "boolean"];

    /// Its name in a schema.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::String => "string",
            Self::Boolean => "boolean",
        }
    }

    /// Whether its values are numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        match self {
            Self::Int | Self::Long | Self::Float | Self::Double => true,
            Self::String | Self::Boolean => false,
        }
    }
}

impl FromStr for Type {
    type Err = UnknownNameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        find(Self::ALL, Self::NAMES, |ty| ty.name() == name)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
