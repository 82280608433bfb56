//! What a model means: every target resolved, every trait understood, only what is reachable.

use personalize_events_ast::{Position, ShapeId};

use crate::pattern::Pattern;

/// A service.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) id: ShapeId,
    pub(crate) sdk_id: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: String,
    pub(crate) title: Option<String>,
    pub(crate) documentation: Option<String>,
    /// In the order of the service.
    pub(crate) operations: Vec<Operation>,
    /// Structures that members target, in the order of the model.
    pub(crate) structures: Vec<Structure>,
    /// Those that members target, in the order of the model.
    pub(crate) enums: Vec<Enum>,
    /// In the order of the model.
    pub(crate) errors: Vec<ErrorShape>,
}

/// An operation. Its output carries nothing.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) http: Http,
    pub(crate) input: Structure,
    /// In the order of the operation, then those of the service.
    pub(crate) errors: Vec<ShapeId>,
}

/// Where an operation is found over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) status: u16,
}

/// A structure.
#[derive(Debug)]
pub(crate) struct Structure {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    /// Whether nothing of it may be printed.
    pub(crate) sensitive: bool,
    pub(crate) members: Vec<Member>,
}

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) required: bool,
    pub(crate) target: Target,
}

/// What a member holds.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) ty: Type,
    /// Whether it may not be printed.
    pub(crate) sensitive: bool,
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
    Timestamp,
    List(Box<Target>),
    Structure(ShapeId),
    Enum(ShapeId),
}

/// Strings of which the model knows some; more may come.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) sensitive: bool,
    /// In the order of the model; there is at least one.
    pub(crate) members: Vec<EnumMember>,
}

/// A string that the model knows.
#[derive(Debug)]
pub(crate) struct EnumMember {
    pub(crate) name: String,
    pub(crate) at: Position,
    pub(crate) value: String,
    pub(crate) documentation: Option<String>,
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
}

/// How many characters or elements there may be.
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

/// An error that operations answer with; all that it carries is a message.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) status: u16,
    /// The documentation of its message.
    pub(crate) message: Option<String>,
}
