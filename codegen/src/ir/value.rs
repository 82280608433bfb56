//! What members hold, and what they have to fulfil.

use personalize_events_ast::ShapeId;

use crate::pattern::Pattern;

/// What a member holds.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) ty: Type,
    /// Whether it may not be printed.
    pub(crate) sensitive: bool,
    /// What a string or blob holds, if that is said.
    pub(crate) media_type: Option<String>,
    pub(crate) constraints: Vec<Constraint>,
}

/// The types of value.
#[derive(Debug)]
pub(crate) enum Type {
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    String,
    /// A string whose media type is `application/json`.
    Json,
    Blob,
    /// A blob that is read while it comes.
    Stream,
    /// In a format that is not that of its place, if one is said.
    Timestamp(Option<TimestampFormat>),
    Document,
    List {
        element: Box<Target>,
        sparse: bool,
    },
    Map {
        key: Box<Target>,
        value: Box<Target>,
        sparse: bool,
    },
    Structure(ShapeId),
    Union(ShapeId),
    Enum(ShapeId),
    /// Nothing: the member of a union says all by being there.
    Unit,
}

/// How an instant is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// What a value has to fulfil.
#[derive(Debug)]
pub(crate) enum Constraint {
    Length(Length),
    Range(Range),
    Pattern {
        /// The shape (`Arn`), or shape and member (`User$id`), that states it.
        owner: String,
        pattern: Pattern,
    },
    /// A pattern that is told and not checked.
    Unchecked(String),
    UniqueItems,
}

/// How many characters, bytes, elements or entries there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// Between which numbers a value is, both included. Where the value is an integer, they are integers
/// of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: Option<serde_json::Number>,
    pub(crate) max: Option<serde_json::Number>,
}

impl Type {
    /// The types that it holds as elements, keys or values.
    pub(crate) fn held(&self) -> Vec<&Target> {
        match self {
            Self::List { element, .. } => vec![element],
            Self::Map { key, value, .. } => vec![key, value],
            Self::Boolean
            | Self::Byte
            | Self::Short
            | Self::Integer
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::String
            | Self::Json
            | Self::Blob
            | Self::Stream
            | Self::Timestamp(_)
            | Self::Document
            | Self::Structure(_)
            | Self::Union(_)
            | Self::Enum(_)
            | Self::Unit => Vec::new(),
        }
    }

    /// The structure, union or enum that it is.
    pub(crate) fn shape(&self) -> Option<&ShapeId> {
        match self {
            Self::Structure(id) | Self::Union(id) | Self::Enum(id) => Some(id),
            Self::Boolean
            | Self::Byte
            | Self::Short
            | Self::Integer
            | Self::Long
            | Self::Float
            | Self::Double
            | Self::String
            | Self::Json
            | Self::Blob
            | Self::Stream
            | Self::Timestamp(_)
            | Self::Document
            | Self::List { .. }
            | Self::Map { .. }
            | Self::Unit => None,
        }
    }
}
