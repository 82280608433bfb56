//! The columns of a schema.

use std::fmt;

use crate::place::Place;
use crate::{Key, Position};

/// The type of a column.
///
/// Source: "schema data types" in the Amazon Personalize developer guide. Its seventh type,
/// `null`, makes a column [nullable](Column::nullable) and is no type of its own here.
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
    pub const ALL: [Self; 6] = [
        Self::Int,
        Self::Long,
        Self::Float,
        Self::Double,
        Self::String,
        Self::Boolean,
    ];

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

    /// The type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ty| ty.name() == name)
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

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A column of a dataset.
///
/// It is not judged before it is part of a [`Schema`](crate::Schema).
///
/// # Example
///
/// ```
/// use personalize_events_schema::{Column, Type};
///
/// let column = Column::new("GENRES", Type::String).with_nullable(true).categorical();
/// assert!(column.is_nullable() && column.is_categorical());
/// assert_eq!(column.key().as_str(), "genres");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) nullable: bool,
    pub(crate) categorical: bool,
    pub(crate) textual: bool,
    pub(crate) extra: Vec<Extra>,
}

/// A key that the guide does not describe, with its value as it stood in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extra {
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) json: String,
}

impl Column {
    /// A column whose values are never null, neither categorical nor textual.
    ///
    /// A name has letters, digits and `_` of ASCII, without a digit in front; `SCREAMING_SNAKE_CASE`
    /// is usual.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            place: Place::default(),
            name: name.into(),
            ty,
            nullable: false,
            categorical: false,
            textual: false,
            extra: Vec::new(),
        }
    }

    /// Sets whether values may be null; by default they may not. A column that is added to a dataset later has to be nullable.
    #[must_use]
    pub fn with_nullable(mut self, nullable: bool) -> Self {
        self.nullable = nullable;
        self
    }

    /// Values are categories, several joined by `|`, of at most 1,000 characters together.
    #[must_use]
    pub fn categorical(mut self) -> Self {
        self.categorical = true;
        self
    }

    /// Values are running text, of which the service trains on the meaning.
    #[must_use]
    pub fn textual(mut self) -> Self {
        self.textual = true;
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type of its values.
    #[must_use]
    pub fn ty(&self) -> Type {
        self.ty
    }

    /// Whether values may be null.
    #[must_use]
    pub fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// Whether values are categories.
    #[must_use]
    pub fn is_categorical(&self) -> bool {
        self.categorical
    }

    /// Whether values are running text.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        self.textual
    }

    /// The key under which `properties` carry the values of this column.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::of(&self.name)
    }

    /// Where its name stands in the text, or `None` if it was not read from a text.
    ///
    /// Columns are equal wherever they stand.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.place.0
    }

    /// The keys of this column that the guide does not describe, such as `doc`, each with its
    /// value as JSON.
    pub fn unknown_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.extra
            .iter()
            .map(|extra| (extra.key.as_str(), extra.json.as_str()))
    }
}
