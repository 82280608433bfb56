//! The intermediate representation of a model: targets are resolved, traits are interpreted, and only
//! reachable shapes are left.

mod endpoint;
mod value;
mod waiter;

use personalize_events_ast::{Position, ShapeId};

pub(crate) use endpoint::{
    ArnCheck, ArnEndpoint, ArnPart, AuthScheme, BuiltIn, Call, Condition, EndpointRow,
    EndpointRule, EndpointScope, EndpointTable, EndpointTest, EndpointValue, Expected, Expression,
    OperationParameters, Outcome, Parameter, ParameterValue, Piece, RuleSet, Static, Then,
};
pub(crate) use value::{
    Constraint, Length, Number, Range, Rule, Target, TimestampFormat, Type, decimal,
};
pub(crate) use waiter::{
    Acceptor, AcceptorState, Comparator, Matcher, Operand, Operator, Path, PathKind, Predicate,
    Step, Waiter,
};

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) id: ShapeId,
    pub(crate) names: ServiceNames,
    /// A table for each set of parameters that operations set; there is at least one.
    pub(crate) endpoints: Vec<EndpointTable>,
    pub(crate) title: Option<String>,
    pub(crate) documentation: Option<String>,
    /// In the order of the service.
    pub(crate) operations: Vec<Operation>,
    /// Those that members target, in the order of the model, as in the next two.
    pub(crate) structures: Vec<Structure>,
    pub(crate) unions: Vec<Union>,
    pub(crate) enums: Vec<Enum>,
    /// In the order of the model.
    pub(crate) errors: Vec<ErrorShape>,
    /// The unknown traits that were accepted on request.
    pub(crate) accepted_traits: Vec<ShapeId>,
}

/// The names by which AWS knows a service.
#[derive(Clone, Debug)]
pub(crate) struct ServiceNames {
    pub(crate) sdk_id: String,
    pub(crate) endpoint_prefix: String,
    /// Empty if no request is signed.
    pub(crate) signing_name: String,
}

/// How requests are authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Authentication {
    /// With a signature of AWS Signature Version 4.
    SigV4,
    /// With a signature of AWS Signature Version 4A for these regions, separated by commas.
    SigV4a(String),
    /// With a bearer token.
    Bearer,
    /// Not at all.
    Anonymous,
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: ShapeId,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) http: Http,
    /// The prefix of the endpoint's host, with labels in braces.
    pub(crate) host_prefix: Option<String>,
    pub(crate) authentication: Authentication,
    /// Whether it may be called without authentication too.
    pub(crate) authentication_is_optional: bool,
    /// Whether the body is not part of signatures.
    pub(crate) unsigned_payload: bool,
    /// The parameters of the endpoint rules that it sets.
    pub(crate) parameters: OperationParameters,
    pub(crate) input: Option<Message>,
    pub(crate) output: Option<Message>,
    /// Whether the service accepts bodies that are compressed with gzip.
    pub(crate) compresses: bool,
    pub(crate) checksum: Option<Checksum>,
    /// Those of the operation, then those of the service.
    pub(crate) errors: Vec<ShapeId>,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) waiters: Vec<Waiter>,
}

/// The members by which an operation continues where the previous page ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pagination {
    /// The member of the input with the token.
    pub(crate) input: String,
    /// The member of the output with the token of the next page.
    pub(crate) output: String,
    /// The member of the output with the items of the page: a list or map.
    pub(crate) items: Option<String>,
}

/// The input or output of an operation.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) structure: Structure,
    /// Whether the structure has no other use.
    pub(crate) dedicated: bool,
}

/// The checksum of a request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Checksum {
    /// In `content-md5`.
    Md5,
    /// By the algorithm that a member of the input selects.
    Selected(String),
}

/// The HTTP request of an operation. Every 2xx status of a response is a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Http {
    pub(crate) method: String,
    /// With labels in braces, and perhaps a query.
    pub(crate) path: String,
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

/// Whether a shape is part of inputs (`sent`), and of outputs or errors (`received`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) sent: bool,
    pub(crate) received: bool,
}

/// How a member of an input sets a parameter of the endpoint rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointMember {
    /// Always, with an ARN.
    Arn,
    /// It must not be set: endpoints that depend on members without a value are unsupported.
    MustBeUnset,
}

/// A member of a structure or union.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) json_name: String,
    pub(crate) at: Position,
    pub(crate) documentation: Option<String>,
    pub(crate) presence: Presence,
    pub(crate) binding: Binding,
    /// Whether it is part of the host name too.
    pub(crate) host_label: bool,
    /// How it sets a parameter of the endpoint rules, if it does.
    pub(crate) endpoint: Option<EndpointMember>,
    /// Whether the client generates a value if none is set.
    pub(crate) idempotency_token: bool,
    /// For the ARN of a dataset that an operation writes to: its last part.
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

    pub(crate) fn default(&self) -> Option<&D> {
        match self {
            Self::Default(default) => Some(default),
            Self::Optional | Self::ClientOptional | Self::Required => None,
        }
    }
}

/// The part of a request or response that a member is bound to.
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

#[derive(Debug)]
pub(crate) struct EnumMember {
    pub(crate) name: String,
    pub(crate) at: Position,
    pub(crate) value: EnumValue,
    pub(crate) documentation: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum EnumValue {
    Text(String),
    Integer(i32),
}

/// An error that operations return.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    /// With all members but the message.
    pub(crate) structure: Structure,
    pub(crate) status: u16,
    pub(crate) message: Option<ErrorMessage>,
}

#[derive(Debug)]
pub(crate) struct ErrorMessage {
    pub(crate) documentation: Option<String>,
    pub(crate) sensitive: bool,
}
