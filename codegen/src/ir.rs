//! What a model means: every target resolved, every trait understood, only what is reachable.

mod value;

use personalize_events_ast::{Position, ShapeId};

pub(crate) use value::{Constraint, Length, Number, Range, Target, TimestampFormat, Type};

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
    pub(crate) unions: Vec<Union>,
    /// Those that members target, in the order of the model.
    pub(crate) enums: Vec<Enum>,
    /// In the order of the model.
    pub(crate) errors: Vec<ErrorShape>,
}

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) http: Http,
    /// What stands in front of the endpoint's host, with labels in braces.
    pub(crate) host_prefix: Option<String>,
    pub(crate) input: Option<Message>,
    pub(crate) output: Option<Message>,
    /// In the order of the operation, then those of the service.
    pub(crate) errors: Vec<ShapeId>,
}

/// What an operation takes or gives.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) structure: Structure,
    /// Whether nothing else takes, gives or holds this structure.
    pub(crate) dedicated: bool,
}

/// Where an operation is found over HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Http {
    pub(crate) method: String,
    /// With labels in braces, and perhaps a query.
    pub(crate) path: String,
    pub(crate) status: u16,
}

/// A named shape with members.
#[derive(Debug)]
pub(crate) struct Shape<M> {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    /// Whether `Debug` output must contain nothing of it.
    pub(crate) sensitive: bool,
    pub(crate) usage: Usage,
    /// In the order of the model.
    pub(crate) members: Vec<M>,
}

pub(crate) type Structure = Shape<Member>;

/// It has at least one member; a value has exactly one of them.
pub(crate) type Union = Shape<Member>;

/// It has at least one member, and all values are strings or all are integers. A service may return
/// values that the model lacks.
pub(crate) type Enum = Shape<EnumMember>;

/// Whether a shape is part of inputs, of outputs and errors, or of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) sent: bool,
    pub(crate) received: bool,
}

/// A member of a structure or union.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Its name in JSON.
    pub(crate) json_name: String,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) presence: Presence,
    pub(crate) binding: Binding,
    /// Whether it stands in the host name too.
    pub(crate) host_label: bool,
    /// Whether the client makes up a value where none is set.
    pub(crate) idempotency_token: bool,
    /// What it ends in, if it is the ARN of a dataset that an operation writes to.
    pub(crate) dataset_type: Option<String>,
    pub(crate) target: Target,
}

/// Whether a member always has a value; `D` is the form of a default.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence<D = serde_json::Value> {
    Optional,
    /// The caller must set it, but a later model may make it optional, so its type is an `Option`.
    ClientOptional,
    Required,
    /// The value of a member that is not set.
    Default(D),
}

impl<D> Presence<D> {
    /// Whether a value must be set.
    pub(crate) fn is_required(&self) -> bool {
        match self {
            Self::Required | Self::ClientOptional => true,
            Self::Optional | Self::Default(_) => false,
        }
    }
}

/// Where a member stands in a request or answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    Body,
    Label,
    Query(String),
    QueryParams,
    Header(String),
    PrefixHeaders(String),
    Payload,
    StatusCode,
}

/// A value that the model knows.
#[derive(Debug)]
pub(crate) struct EnumMember {
    pub(crate) name: String,
    pub(crate) at: Position,
    pub(crate) value: EnumValue,
    pub(crate) documentation: Option<String>,
}

/// What the member of an enum stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EnumValue {
    Text(String),
    Integer(i32),
}

/// An error that operations answer with.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) status: u16,
    pub(crate) sensitive: bool,
    /// Its text for people, if the model has one.
    pub(crate) message: Option<ErrorMessage>,
    /// All that it carries besides.
    pub(crate) members: Vec<Member>,
}

/// The text of an error.
#[derive(Debug)]
pub(crate) struct ErrorMessage {
    pub(crate) documentation: Option<String>,
    pub(crate) sensitive: bool,
}
