//! The parts of the plan: what a file, structure, operation or derive is to the emitters.

mod format;
mod properties;

use crate::ir;

pub(crate) use format::Format;
pub(crate) use properties::{Derive, DeriveIdentity, Identity, Properties};

/// A file of the folder `generated`.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its name in Rust, `r#` included.
    pub(crate) name: String,
    /// The name of its file, with the ending.
    pub(crate) file: String,
    /// The feature of the crate that it needs.
    pub(crate) feature: Option<&'static str>,
    /// The types that other modules use.
    pub(crate) public: Vec<String>,
    /// The types that are exported in `builders`.
    pub(crate) builders: Vec<String>,
    pub(crate) docs: Vec<String>,
    pub(crate) items: Vec<Item>,
}

/// A part of a file.
#[derive(Debug)]
pub(crate) enum Item {
    Structure(Structure),
    Union(Union),
    Enum(Enum),
    Operation(Operation),
    Error(ErrorShape),
    Blocking(Vec<BlockingCall>),
    Properties(Properties),
    Pattern(PatternConst),
}

/// A structure.
#[derive(Debug)]
pub(crate) struct Structure {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    /// What makes it part of requests.
    pub(crate) sent: Option<Sent>,
    pub(crate) received: Option<Received>,
    pub(crate) members: Vec<Member>,
}

/// The builder of a structure.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) builder: String,
    pub(crate) builder_docs: Vec<String>,
    pub(crate) start_docs: Vec<String>,
    /// What the builder calls the place of its checks.
    pub(crate) scope: &'static str,
    /// Whether other structures hold it.
    pub(crate) nested: bool,
}

/// How a structure is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// As a value of others.
    Nested,
    /// From an answer, which may have the id of the request besides.
    Output { request_id: bool, streams: bool },
}

/// A value of one of several types.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    pub(crate) usage: ir::Usage,
    pub(crate) variants: Vec<UnionVariant>,
}

/// One of the types, and its name.
#[derive(Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    /// The name of the member, which violations tell.
    pub(crate) wire: String,
    pub(crate) json_name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) ty: Type,
    pub(crate) format: Option<Format>,
    /// The name of its table of constraints, and its rows.
    pub(crate) table: Option<(String, Vec<Constraint>)>,
    /// Whether a value is validated where the union is set.
    pub(crate) checked: bool,
    pub(crate) redacted: bool,
}

/// An enum of strings or integers.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// Whether nothing of it may be printed.
    pub(crate) sensitive: bool,
    pub(crate) usage: ir::Usage,
    /// Whether it stands in paths, queries, headers or as a payload.
    pub(crate) bound: bool,
    /// Whether its values are integers.
    pub(crate) integers: bool,
    pub(crate) variants: Vec<EnumVariant>,
}

/// A value that the model knows.
#[derive(Debug)]
pub(crate) struct EnumVariant {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) value: ir::EnumValue,
}

/// How much a structure's `Debug` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Debug {
    /// Everything; it is derived.
    All,
    /// All but the members that are redacted.
    Redacting,
    /// Nothing.
    Nothing,
}

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name in the model, which violations tell.
    pub(crate) wire: String,
    /// Its name in Rust, `r#` included.
    pub(crate) field: String,
    /// Where it stands in a request or answer.
    pub(crate) part: Part,
    /// The name of its table of constraints, and its rows.
    pub(crate) table: Option<(String, Vec<Constraint>)>,
    pub(crate) docs: Vec<String>,
    pub(crate) setter_docs: Vec<String>,
    pub(crate) ty: Type,
    pub(crate) presence: Presence,
    /// Whether the builder makes up a value where none is set.
    pub(crate) token: bool,
    pub(crate) redacted: bool,
}

impl Member {
    /// Whether its value is read while it arrives; it can neither be cloned nor compared.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(
            self.ty,
            Type::Named {
                getter: Getter::Mutable,
                ..
            }
        )
    }

    /// Whether its field is an `Option`.
    pub(crate) fn is_option(&self) -> bool {
        match self.presence {
            Presence::Optional | Presence::ClientOptional => true,
            Presence::Required | Presence::Default(_) => false,
        }
    }
}

pub(crate) type Presence = ir::Presence<Literal>;

/// A value that stands in code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    /// That of `Default`.
    Empty,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Json(String),
    /// In milliseconds since the epoch.
    Timestamp(i64),
    Blob(Vec<u8>),
    Document(serde_json::Value),
    /// Of an enum: its type and its variant.
    Variant(String, String),
    /// Of an enum that does not know it: its type and the value.
    Unknown(String, ir::EnumValue),
}

/// Where a member stands, and how it is spelled there.
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

/// What the whole body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// JSON: `{}` where a structure is not set.
    Structure,
    /// JSON: nothing where it is not set.
    Json,
    /// A text of this content type.
    Text(String),
    /// Bytes of this content type.
    Blob(String),
    /// The same, read while they come.
    Stream(String),
}

/// The Rust type of what a member holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Named {
        name: String,
        /// Whether it is behind a `Box`, because it contains itself.
        boxed: bool,
        setter: Setter,
        getter: Getter,
    },
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

/// What a setter accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setter {
    /// The value.
    Value,
    /// Everything that can be converted into the value.
    Into,
    /// The value, its builder, or the result of building it.
    Draft,
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

/// A row of a table of constraints.
#[derive(Debug)]
pub(crate) enum Constraint {
    Json,
    /// JSON that holds properties.
    JsonObject,
    Length(ir::Length),
    Range(ir::Range),
    /// By the name of its constant.
    Pattern(String),
    UniqueItems,
    Each(Vec<Constraint>),
    Keys(Vec<Constraint>),
    Values(Vec<Constraint>),
}

/// A pattern that constraints name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PatternConst {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) pattern: crate::pattern::Pattern,
}

/// What makes a structure a request, its response, its errors, and the method that sends it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) http: ir::Http,
    pub(crate) host_prefix: Option<String>,
    pub(crate) request: String,
    /// How the request is written where it is not all in the body.
    pub(crate) writes: Option<Vec<Write>>,
    /// The dataset that it writes to: the field of its ARN, and what that ends in.
    pub(crate) dataset: Option<(String, String)>,
    pub(crate) response: String,
    /// The documentation of a response that carries nothing; others are structures.
    pub(crate) response_docs: Option<Vec<String>>,
    pub(crate) error: String,
    pub(crate) error_docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) method: String,
    pub(crate) method_docs: Vec<String>,
}

/// An operation of the client without futures.
#[derive(Debug)]
pub(crate) struct BlockingCall {
    pub(crate) method: String,
    pub(crate) docs: Vec<String>,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) error: String,
}

/// A step of writing a request.
#[derive(Debug)]
pub(crate) enum Write {
    /// A label of the host.
    Host { wire: String, field: String },
    /// A member, where it stands: its name in the model, its field.
    Member {
        wire: String,
        field: String,
        part: Part,
    },
    /// The members in the body.
    Body,
}

/// A variant of an operation's errors.
#[derive(Debug)]
pub(crate) struct Variant {
    /// Whether the error carries more than a message, so that reading it can fail.
    pub(crate) carries: bool,
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) code: String,
    pub(crate) ty: String,
}

/// An error of the service.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    /// The documentation of its message, and whether that may not be printed; `None` where a member of
    /// another kind has that name.
    pub(crate) message: Option<(Vec<String>, bool)>,
    /// What it carries besides.
    pub(crate) members: Vec<Member>,
}

/// What the client needs to know of the service.
#[derive(Debug)]
pub(crate) struct ServiceConst {
    pub(crate) sdk_id: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: String,
}

/// A crate of its own.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) runtime: String,
    pub(crate) title: String,
    pub(crate) docs: Vec<String>,
}
