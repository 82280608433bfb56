//! The data of the plan: what files, structures, operations and derives contain.

mod constraint;
mod member;
mod properties;
mod waiter;

use crate::customizations;
use crate::ir;

pub(crate) use constraint::Constraint;
pub(crate) use member::{
    Default, Format, Getter, Member, Named, Part, Payload, Presence, Setter, Type,
};
pub(crate) use properties::{Derive, Identity, Properties, RecordKind};
pub(crate) use waiter::{Path, Step, Waiter};

/// A file of the folder `generated`.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its name in Rust, `r#` included.
    pub(crate) name: String,
    /// The name of its file, with the ending.
    pub(crate) file: String,
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
    ServiceError(ServiceError),
    Properties(Properties),
    Pattern(PatternConst),
    Service(ir::ServiceNames, Vec<ir::EndpointTable>),
}

/// A structure.
#[derive(Debug)]
pub(crate) struct Structure {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    /// Its builder, if it is part of requests.
    pub(crate) sent: Option<Sent>,
    pub(crate) received: Option<Received>,
    pub(crate) members: Vec<Member>,
}

impl Structure {
    /// The field for the request ID, which outputs have; it gives way to members.
    pub(crate) fn request_id(&self) -> Option<String> {
        let mut name = "request_id".to_owned();
        let has = |name: &str| self.members.iter().any(|member| member.field == name);
        if has(&name) {
            name.insert_str(0, "aws_");
        }
        while has(&name) {
            name.push('_');
        }
        (self.received == Some(Received::Output)).then_some(name)
    }
}

/// The builder of a structure.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) builder: String,
    pub(crate) builder_docs: Vec<String>,
    pub(crate) start_docs: Vec<String>,
    /// Whether it is the value of members.
    pub(crate) nested: bool,
    /// Whether it can be deserialized.
    pub(crate) deserialize: bool,
    /// Whether its members include IDs that the builder can allow to be the text `null`.
    pub(crate) null_text: bool,
}

/// What a structure is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    /// A JSON value in another structure.
    Nested,
    /// A response.
    Output,
}

/// A union.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    pub(crate) usage: ir::Usage,
    /// Whether it can be deserialized.
    pub(crate) deserialize: bool,
    pub(crate) variants: Vec<UnionVariant>,
}

/// A variant of a union.
#[derive(Debug)]
pub(crate) struct UnionVariant {
    pub(crate) name: String,
    /// The name of the member in the model, for the paths of violations.
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
    /// Whether `Debug` must not show the value.
    pub(crate) sensitive: bool,
    pub(crate) usage: ir::Usage,
    /// Whether it is bound to a path, query, header or payload.
    pub(crate) bound: bool,
    /// Whether its values are integers.
    pub(crate) integers: bool,
    pub(crate) variants: Vec<EnumVariant>,
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct EnumVariant {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) value: ir::EnumValue,
}

/// What `Debug` shows of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Debug {
    /// Everything; it is derived.
    All,
    /// All but the members that are redacted.
    Redacting,
    /// Nothing.
    Nothing,
}

/// The constant of a pattern.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PatternConst {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) pattern: crate::pattern::Pattern,
}

/// An operation: its constants, its response, its errors, and the method of the client.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) http: ir::Http,
    pub(crate) host_prefix: Option<String>,
    /// Headers of every request.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) authentication: ir::Authentication,
    pub(crate) authentication_is_optional: bool,
    pub(crate) unsigned_payload: bool,
    /// The number of its list of endpoint rules.
    pub(crate) endpoint: usize,
    pub(crate) request: String,
    /// The steps that write the request, unless all members are in the body.
    pub(crate) writes: Option<Vec<Write>>,
    /// The dataset that it writes to: the field with its ARN, and the last part of that.
    pub(crate) dataset: Option<(String, String)>,
    pub(crate) response: String,
    /// The documentation of a response without members; others are structures.
    pub(crate) response_docs: Option<Vec<String>>,
    pub(crate) error: String,
    pub(crate) error_docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
    /// The enum of the errors of all operations.
    pub(crate) service_error: String,
    /// Whether the crate implements the conversion of the error of a call.
    pub(crate) converts_error: bool,
    pub(crate) pagination: Option<Pagination>,
    pub(crate) waiters: Vec<Waiter>,
    /// The name of its methods.
    pub(crate) method: String,
    pub(crate) methods: Vec<Method>,
}

/// The fields by which an operation continues where the previous page ended.
#[derive(Debug)]
pub(crate) struct Pagination {
    /// The field of the request with the token, and whether it is an `Option`, as in the next two.
    pub(crate) input: (String, bool),
    /// The field of the response with the token of the next page.
    pub(crate) output: (String, bool),
    /// The field of the response with the items of the page, and its type.
    pub(crate) items: Option<((String, bool), Type)>,
}

/// A method of a client.
#[derive(Debug)]
pub(crate) struct Method {
    /// The type of the client.
    pub(crate) client: &'static str,
    /// The feature of the crate that the client needs.
    pub(crate) feature: Option<&'static str>,
    pub(crate) is_async: bool,
    pub(crate) docs: Vec<String>,
}

/// A step of writing a request.
#[derive(Debug)]
pub(crate) enum Write {
    /// A label of the host.
    Host {
        wire: String,
        field: String,
    },
    /// A member that must not be set, since it would select another endpoint.
    WithoutEndpoint {
        wire: String,
        field: String,
    },
    /// The ARN on which the endpoint depends.
    EndpointArn {
        wire: String,
        field: String,
    },
    /// A member: its name in the model, its field, and its place.
    Member {
        wire: String,
        field: String,
        part: Part,
    },
    /// The members in the body.
    Body,
    /// Compression of the body.
    Gzip,
    ContentMd5,
    /// The checksum that a member selects: its name in the model, its field, and the header that it is bound to.
    Checksum {
        wire: String,
        field: String,
        header: Option<String>,
    },
    /// A step that only this service has.
    Last(customizations::Step),
}

/// The enum of the errors of all operations.
#[derive(Debug)]
pub(crate) struct ServiceError {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
}

/// A variant of an enum of errors.
#[derive(Debug)]
pub(crate) struct Variant {
    /// Its name in the enum of the errors of all operations.
    pub(crate) in_service: String,
    /// Whether the error has members besides the message, so that reading it can fail.
    pub(crate) carries: bool,
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) code: String,
    pub(crate) ty: String,
    /// Whether the error is behind a `Box`, because it is large.
    pub(crate) boxed: bool,
}

/// An error of the service.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) docs: Vec<String>,
    pub(crate) debug: Debug,
    pub(crate) message_docs: Vec<String>,
    /// Whether its message is sensitive.
    pub(crate) secret_message: bool,
    /// The members besides the message.
    pub(crate) members: Vec<Member>,
}

/// What a client has if operations need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Helper {
    Paginator,
    Waiter,
}

/// A generated crate.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) runtime: String,
    /// The name of the service as Markdown, and as plain text.
    pub(crate) title: String,
    pub(crate) plain_title: String,
    pub(crate) docs: Vec<String>,
    /// A call of the first operation.
    pub(crate) example: String,
    pub(crate) authentication: PackageAuthentication,
    /// Whether the model is one of AWS's, which have a known license.
    pub(crate) is_of_aws: bool,
    /// The enum of the errors of all operations.
    pub(crate) service_error: String,
    /// Whether some endpoints are not the standard ones.
    pub(crate) has_endpoints: bool,
    /// What the client has besides the methods of operations.
    pub(crate) helpers: Vec<Helper>,
}

/// How the requests of a crate are authenticated.
#[derive(Debug)]
pub(crate) struct PackageAuthentication {
    /// In sentences.
    pub(crate) docs: String,
    /// Whether a client without credentials is of use.
    pub(crate) defers_missing_credentials: bool,
    /// Whether some requests have a signature of Version 4A.
    pub(crate) needs_sigv4a: bool,
}
