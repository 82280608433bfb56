//! Members of structures, their types, places and formats.

use super::constraint::Constraint;
use crate::ir;

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name in the model, for the paths of violations.
    pub(crate) wire: String,
    /// Its name in Rust, `r#` included.
    pub(crate) field: String,
    /// Its place in a request or response.
    pub(crate) part: Part,
    /// The name of its table of constraints, and its rows.
    pub(crate) table: Option<(String, Vec<Constraint>)>,
    pub(crate) docs: Vec<String>,
    pub(crate) setter_docs: Vec<String>,
    /// The name of the setter that accepts an `Option`, unless a value must be set.
    pub(crate) maybe_setter: Option<String>,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    /// Whether the builder generates a value if none is set.
    pub(crate) token: bool,
    pub(crate) redacted: bool,
}

impl Member {
    /// Whether its value is read while it arrives; it can neither be cloned nor compared.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(&self.ty, Type::Named(named) if named.getter == Getter::Mutable)
    }

    /// Whether its field is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        match self.presence {
            Presence::Optional | Presence::ClientOptional => true,
            Presence::Required | Presence::Default(_) => false,
        }
    }
}

pub(crate) type Presence = ir::Presence<Default>;

/// A default value. Those that depend on nothing are copied; others are created where they are needed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Default {
    /// The default of the type in Rust: an empty text or collection.
    OfType,
    Boolean(bool),
    Integer(i64),
    Float(f64),
    /// The type and text of a number of any size.
    BigNumber(&'static str, String),
    /// The type and variant of an enum.
    Variant(String, String),
    /// The type of an enum, and a value that has no variant.
    Unnamed(String, ir::EnumValue),
    Text(String),
    Json(String),
    Blob(Vec<u8>),
    Seconds(i64),
    Millis(i64),
    Document(serde_json::Value),
}

/// The place of a member, and its format there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// In the body, by its name in JSON.
    Body(String, Option<Format>),
    Label(Option<Format>),
    Query(String, Option<Format>),
    QueryParams,
    Header(String, Option<Format>),
    PrefixHeaders(String),
    Payload(Payload),
    StatusCode,
}

/// The format of a value if it is not the default of its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A type of `crate::runtime::format`.
    Of(&'static str),
    /// The format of the elements of a list or of the values of a map.
    ListOf(Box<Self>),
    /// The format of an optional value.
    OptionOf(Box<Self>),
}

impl Format {
    /// Whether reading depends on it: numbers are read in every format.
    pub(crate) fn is_for_reading(&self) -> bool {
        match self {
            Self::Of(name) => *name != "Number",
            Self::ListOf(inner) | Self::OptionOf(inner) => inner.is_for_reading(),
        }
    }
}

/// The content of a body that is one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// JSON: `{}` if the structure is not set.
    Structure,
    /// JSON: nothing if the value is not set.
    Json,
    /// Text of this content type.
    Text(String),
    /// Bytes of this content type.
    Blob(String),
    /// Bytes of this content type, read while they arrive.
    Stream(String),
}

/// The Rust type of what a member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Named(Named),
    List {
        element: Box<Type>,
        sparse: bool,
    },
    Map {
        key: Box<Type>,
        value: Box<Type>,
        sparse: bool,
    },
    /// Of a variant without a value.
    Unit,
}

/// A type with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// Whether it is behind a `Box`, because it contains itself.
    pub(crate) boxed: bool,
    pub(crate) setter: Setter,
    pub(crate) getter: Getter,
}

/// What a setter accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setter {
    /// The value.
    Value,
    /// Everything that can be converted into the value.
    Into,
    /// The value, its builder, or the result of building it.
    Buildable,
}

/// What a getter returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Getter {
    Copy,
    Reference,
    /// `&str`.
    Text,
    /// A mutable reference.
    Mutable,
}
