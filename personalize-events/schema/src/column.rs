//! The columns of a schema.

use crate::column_type::Type;
use crate::key::Key;
use crate::place::Place;
use crate::spanned_json::Position;

/// A column of a dataset.
///
/// It is validated as part of a [`Schema`](crate::Schema).
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
    /// Other attributes than `type` in Avro's long form of the type.
    pub(crate) type_attributes: Vec<Attribute>,
    /// May include one of the flags above, if its value is not a boolean, and `type` in Avro's long form.
    pub(crate) unknown_attributes: Vec<Attribute>,
}

/// An attribute that the developer guide does not describe, or not with this value, which is as in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) place: Place,
    pub(crate) key: String,
    pub(crate) json: String,
}

impl Column {
    /// Creates a column whose values are never null, neither categorical nor textual.
    ///
    /// A name consists of ASCII letters, digits and `_`, and does not start with a digit;
    /// `SCREAMING_SNAKE_CASE` is usual.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            place: Place::default(),
            name: name.into(),
            ty,
            nullable: false,
            categorical: false,
            textual: false,
            type_attributes: Vec::new(),
            unknown_attributes: Vec::new(),
        }
    }

    /// Sets whether values may be null; by default they may not. A column that is added to a dataset later has to be nullable.
    #[must_use]
    pub fn with_nullable(mut self, nullable: bool) -> Self {
        self.nullable = nullable;
        self
    }

    /// Marks the values as categories: several are joined by `|`, with at most 1,000 characters
    /// together.
    #[must_use]
    pub fn categorical(mut self) -> Self {
        self.categorical = true;
        self
    }

    /// Marks the values as running text, on whose meaning the service trains.
    #[must_use]
    pub fn textual(mut self) -> Self {
        self.textual = true;
        self
    }

    /// The name.
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

    /// Whether values are categories, which are strings.
    #[must_use]
    pub fn is_categorical(&self) -> bool {
        self.categorical && self.ty == Type::String
    }

    /// Whether values are running text.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        self.textual
    }

    /// The key under which `properties` carry the values of this column.
    #[must_use]
    pub fn key(&self) -> Key {
        Key::new(&self.name)
    }

    /// The position of its name in the text, or `None` if it was not read from a text.
    ///
    /// Comparisons ignore positions.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.place.0
    }

    /// The attributes that the developer guide does not describe, such as `doc`, or not with such a value, such as
    /// `"type": {"type": "string"}`: names and JSON values.
    pub fn unknown_attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        attributes(&self.unknown_attributes)
    }
}

/// The names and values of attributes.
pub(crate) fn attributes(all: &[Attribute]) -> impl Iterator<Item = (&str, &str)> {
    all.iter().map(|it| (it.key.as_str(), it.json.as_str()))
}
