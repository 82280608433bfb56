//! The types of values and their constraints.

use personalize_events_ast::ShapeId;

use crate::pattern::Pattern;

/// The type of a member's value and what is known of the value.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) ty: Type,
    /// Whether `Debug` output must redact it.
    pub(crate) sensitive: bool,
    /// Of a string or blob.
    pub(crate) media_type: Option<String>,
    pub(crate) constraints: Vec<Constraint>,
}

/// The types of values.
#[derive(Debug)]
pub(crate) enum Type {
    Boolean,
    Number(Number),
    String,
    /// A string whose media type is `application/json`.
    Json,
    Blob,
    /// A blob that is read while it arrives.
    Stream,
    /// A blob that is read while it is sent.
    Source,
    /// With the format that replaces the default of its binding, if there is one.
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
    /// The type of union members without a value.
    Unit,
}

/// The numeric types of Smithy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
}

/// The format of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

#[derive(Debug)]
pub(crate) enum Constraint {
    Length(Length),
    Range(Range),
    Pattern {
        /// The shape (`Arn`), or shape and member (`User$id`), that has the trait.
        owner: String,
        pattern: Pattern,
    },
    /// A pattern that generated code documents but cannot check.
    DocumentedPattern(String),
    UniqueItems,
    /// A constraint that a fixup adds.
    Rule(Rule),
}

/// The constraints that only documentation states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The string is not the text `null`, unless the builder allows it.
    NotNullText,
    /// The timestamp is not so far from 1970 that it must be in milliseconds.
    InSeconds,
}

/// The allowed number of characters, bytes, elements or entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// The bounds of a number, both included. Those of an integer are integers of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: Option<serde_json::Number>,
    pub(crate) max: Option<serde_json::Number>,
}

impl Target {
    /// A target that nothing is known of but its type.
    pub(crate) fn new(ty: Type) -> Self {
        Self {
            ty,
            sensitive: false,
            media_type: None,
            constraints: Vec::new(),
        }
    }
}

impl Number {
    /// The number of bits of an integer; `None` for other numbers.
    pub(crate) fn integer_bits(self) -> Option<u32> {
        match self {
            Self::Byte => Some(8),
            Self::Short => Some(16),
            Self::Integer => Some(32),
            Self::Long => Some(64),
            Self::Float | Self::Double | Self::BigInteger | Self::BigDecimal => None,
        }
    }

    /// Whether values are stored as text.
    pub(crate) fn is_big(self) -> bool {
        matches!(self, Self::BigInteger | Self::BigDecimal)
    }

    /// What a value is called in messages.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Byte => "an 8-bit integer",
            Self::Short => "a 16-bit integer",
            Self::Integer => "a 32-bit integer",
            Self::Long => "a 64-bit integer",
            Self::Float | Self::Double => "a number",
            Self::BigInteger => "an integer of at most 15 digits",
            Self::BigDecimal => "a number of at most 15 digits",
        }
    }

    /// Whether a value of this type can be `number`. The numbers of a model have the precision of `f64`, which decimal numbers
    /// of more than 15 digits may have lost.
    pub(crate) fn holds(self, number: &serde_json::Number) -> bool {
        if self.is_big() {
            let text = number.to_string();
            let mantissa = text
                .split('e')
                .next()
                .unwrap_or_default()
                .replace(['-', '.'], "");
            let is_exact = number.is_i64() || mantissa.trim_start_matches('0').len() <= 15;
            let is_integer = number.as_f64().is_some_and(|number| number.fract() == 0.0);
            return is_exact && (self == Self::BigDecimal || is_integer);
        }
        self.integer_bits().is_none_or(|bits| {
            let limit = 1_i128 << (bits - 1);
            let integer = number.as_i128();
            integer.is_some_and(|integer| (-limit..limit).contains(&integer))
        })
    }
}

/// The text of a number that a type [holds](Number::holds), without an exponent.
pub(crate) fn decimal(number: &serde_json::Number) -> String {
    match number.as_f64() {
        Some(float) if !number.is_i64() => float.to_string(),
        Some(_) | None => number.to_string(),
    }
}

impl Type {
    /// The targets of its elements, keys or values.
    pub(crate) fn held(&self) -> Vec<&Target> {
        if let Self::List { element, .. } = self {
            vec![element]
        } else if let Self::Map { key, value, .. } = self {
            vec![key, value]
        } else {
            Vec::new()
        }
    }

    /// The id of a structure, union or enum.
    pub(crate) fn shape(&self) -> Option<&ShapeId> {
        if let Self::Structure(id) | Self::Union(id) | Self::Enum(id) = self {
            Some(id)
        } else {
            None
        }
    }

    /// Whether it is a single value that a label, query parameter or header can carry as text.
    pub(crate) fn has_text(&self) -> bool {
        match self {
            Self::Boolean
            | Self::Number(_)
            | Self::String
            | Self::Json
            | Self::Timestamp(_)
            | Self::Enum(_) => true,
            Self::Blob
            | Self::Stream
            | Self::Source
            | Self::Document
            | Self::List { .. }
            | Self::Map { .. }
            | Self::Structure(_)
            | Self::Union(_)
            | Self::Unit => false,
        }
    }
}
