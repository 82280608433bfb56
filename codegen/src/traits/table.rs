//! The table: every trait that is known, where it may stand, and what becomes of it.

use personalize_events_ast::Trait;

use super::{
    CLIENT_OPTIONAL, DEFAULT, DEPRECATED, DOCUMENTATION, ENDPOINT, ENUM, ENUM_VALUE, ERROR,
    HOST_LABEL, HTTP, HTTP_CHECKSUM_REQUIRED, HTTP_ERROR, HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD,
    HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, IDEMPOTENCY_TOKEN,
    JSON_NAME, LENGTH, MEDIA_TYPE, Malformed, PATTERN, RANGE, REQUEST_COMPRESSION, REQUIRED,
    REQUIRES_LENGTH, REST_JSON_1, SENSITIVE, SERVICE, SIGV4, SPARSE, STREAMING, TIMESTAMP_FORMAT,
    TITLE, UNIQUE_ITEMS, annotation, binding, deprecated, endpoint, enumeration, error, http,
    json_name, length, pattern, range, service, text, timestamp,
};

/// What becomes of a trait. Whatever does not change the output must be of the right form all the
/// same: malformed is not absent.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// It decides what is generated.
    Read(Form),
    /// It becomes a constraint that is checked, on values that it fits.
    Constrain(Form),
    /// It changes nothing, for this reason.
    Ignore(#[expect(dead_code, reason = "it is for the readers of the table")] &'static str),
}

/// Whether the value of a trait is what it must be.
pub(super) type Form = fn(&Trait) -> Result<(), Malformed>;

/// What a trait can be applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Service,
    Resource,
    Operation,
    Structure,
    Union,
    String,
    List,
    Map,
    /// A number or boolean.
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    /// A member of a structure.
    Member,
    /// A member of a union.
    UnionMember,
    /// The member of a list, the key or value of a map.
    Element,
    /// The member of an enum or intEnum.
    EnumMember,
}

use Place::{
    Blob, Document, Element, Enum, EnumMember, IntEnum, List, Map, Member, Operation, Resource,
    Scalar, Service, String, Structure, Timestamp, Union, UnionMember,
};
use Use::{Constrain, Ignore, Read};

const ENDPOINTS: &str = "endpoints are resolved by hand-written code";
const POLICIES: &str = "it is about policies, not about requests";
const RESOURCES: &str = "of resources only the operations are generated";
const SIGNED: &str = "every request is signed, with SigV4 and its body";
const EVENTS: &str = "event streams are refused";
const TESTS: &str = "it is for those who run the tests";
const PLANES: &[Place] = &[Service, Resource, Operation];
const SENSIBLE: &[Place] = &[
    Structure,
    Union,
    String,
    List,
    Map,
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    Member,
    UnionMember,
    Element,
];
const ANYWHERE: &[Place] = &[
    Service,
    Resource,
    Operation,
    Structure,
    Union,
    String,
    List,
    Map,
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    Member,
    UnionMember,
    Element,
    EnumMember,
];

/// A trait: where it may stand, and what becomes of it.
pub(super) type Row = (&'static str, &'static [Place], Use);

pub(super) const TABLE: &[Row] = &[
    (
        SERVICE,
        &[Service],
        Read(|value| service::read(value).map(drop)),
    ),
    (
        SIGV4,
        &[Service],
        Read(|value| service::read_signing_name(value).map(drop)),
    ),
    (REST_JSON_1, &[Service], Read(service::read_protocol)),
    (
        DEPRECATED,
        ANYWHERE,
        Read(|value| deprecated::read(value).map(drop)),
    ),
    (
        DOCUMENTATION,
        ANYWHERE,
        Read(|value| text::read(value).map(drop)),
    ),
    (
        ENUM,
        &[String],
        Read(|value| enumeration::read(value).map(drop)),
    ),
    (
        ENUM_VALUE,
        &[EnumMember],
        Read(|value| enumeration::read_value(value).map(drop)),
    ),
    (
        ERROR,
        &[Structure],
        Read(|value| error::read(value).map(drop)),
    ),
    (
        HTTP,
        &[Operation],
        Read(|value| http::read(value).map(drop)),
    ),
    (
        HTTP_ERROR,
        &[Structure],
        Read(|value| error::read_status(value).map(drop)),
    ),
    (
        LENGTH,
        &[String, Enum, Blob, List, Map, Member, UnionMember, Element],
        Constrain(|value| length::read(value).map(drop)),
    ),
    (
        MEDIA_TYPE,
        &[String, Blob],
        Read(|value| text::read(value).map(drop)),
    ),
    (
        PATTERN,
        &[String, Enum, Member, UnionMember, Element],
        Constrain(|value| pattern::read(value).map(drop)),
    ),
    (
        RANGE,
        &[Scalar, IntEnum, Member, UnionMember, Element],
        Constrain(|value| range::read(value).map(drop)),
    ),
    (REQUIRED, &[Member], Read(annotation)),
    (SENSITIVE, SENSIBLE, Read(annotation)),
    (TITLE, &[Service], Read(|value| text::read(value).map(drop))),
    (CLIENT_OPTIONAL, &[Member], Read(annotation)),
    (
        DEFAULT,
        &[
            Member,
            UnionMember,
            Element,
            String,
            Scalar,
            Timestamp,
            Blob,
            Document,
            List,
            Map,
            Enum,
            IntEnum,
        ],
        Read(|_| Ok(())),
    ),
    (
        ENDPOINT,
        &[Operation],
        Read(|value| endpoint::read(value).map(drop)),
    ),
    (HOST_LABEL, &[Member], Read(annotation)),
    (HTTP_CHECKSUM_REQUIRED, &[Operation], Read(annotation)),
    (
        HTTP_HEADER,
        &[Member],
        Read(|value| binding::read_header(value).map(drop)),
    ),
    (HTTP_LABEL, &[Member], Read(annotation)),
    (HTTP_PAYLOAD, &[Member], Read(annotation)),
    (
        HTTP_PREFIX_HEADERS,
        &[Member],
        Read(|value| binding::read_prefix(value).map(drop)),
    ),
    (
        HTTP_QUERY,
        &[Member],
        Read(|value| binding::read_query(value).map(drop)),
    ),
    (HTTP_QUERY_PARAMS, &[Member], Read(annotation)),
    (HTTP_RESPONSE_CODE, &[Member], Read(annotation)),
    (IDEMPOTENCY_TOKEN, &[Member], Read(annotation)),
    (
        JSON_NAME,
        &[Member, UnionMember],
        Read(|value| json_name::read(value).map(drop)),
    ),
    (REQUEST_COMPRESSION, &[Operation], Read(|_| Ok(()))),
    (REQUIRES_LENGTH, &[Blob], Read(annotation)),
    (SPARSE, &[List, Map], Read(annotation)),
    (STREAMING, &[Blob, Union], Read(annotation)),
    (
        TIMESTAMP_FORMAT,
        &[Timestamp, Member, UnionMember, Element],
        Read(|value| timestamp::read(value).map(drop)),
    ),
    (UNIQUE_ITEMS, &[List], Constrain(annotation)),
    ("aws.api#arn", &[Resource], Ignore(RESOURCES)),
    ("aws.api#arnReference", ANYWHERE, Ignore(RESOURCES)),
    (
        "aws.api#controlPlane",
        PLANES,
        Ignore("it sorts, and decides nothing"),
    ),
    (
        "aws.api#data",
        ANYWHERE,
        Ignore("it sorts, and decides nothing"),
    ),
    (
        "aws.api#dataPlane",
        PLANES,
        Ignore("it sorts, and decides nothing"),
    ),
    ("aws.api#tagEnabled", &[Service], Ignore(RESOURCES)),
    ("aws.api#taggable", &[Resource], Ignore(RESOURCES)),
    ("aws.iam#actionName", &[Operation], Ignore(POLICIES)),
    (
        "aws.iam#actionPermissionDescription",
        &[Operation],
        Ignore(POLICIES),
    ),
    ("aws.iam#conditionKeys", PLANES, Ignore(POLICIES)),
    ("aws.iam#defineConditionKeys", &[Service], Ignore(POLICIES)),
    (
        "aws.iam#disableConditionKeyInference",
        PLANES,
        Ignore(POLICIES),
    ),
    ("aws.iam#requiredActions", &[Operation], Ignore(POLICIES)),
    ("aws.iam#supportedPrincipalTypes", PLANES, Ignore(POLICIES)),
    (
        "smithy.api#cors",
        &[Service],
        Ignore("browsers ask for it, and this is none"),
    ),
    (
        "smithy.api#examples",
        &[Operation],
        Ignore("examples are made of what is required"),
    ),
    (
        "smithy.api#externalDocumentation",
        ANYWHERE,
        Ignore("the documentation says enough"),
    ),
    (
        "smithy.api#idempotent",
        &[Operation],
        Ignore("a request is sent once"),
    ),
    (
        "smithy.api#input",
        &[Structure],
        Ignore("operations name their inputs"),
    ),
    (
        "smithy.api#internal",
        ANYWHERE,
        Ignore("what is in a model is generated"),
    ),
    ("smithy.api#notProperty", &[Member], Ignore(RESOURCES)),
    ("smithy.api#property", &[Member], Ignore(RESOURCES)),
    (
        "smithy.api#readonly",
        &[Operation],
        Ignore("a request is sent once"),
    ),
    (
        "smithy.api#recommended",
        &[Member],
        Ignore("who builds a request decides"),
    ),
    ("smithy.api#references", ANYWHERE, Ignore(RESOURCES)),
    (
        "smithy.api#resourceIdentifier",
        &[Member],
        Ignore(RESOURCES),
    ),
    (
        "smithy.api#since",
        ANYWHERE,
        Ignore("only the newest model is generated"),
    ),
    ("smithy.api#suppress", ANYWHERE, Ignore("it is for linters")),
    (
        "smithy.api#tags",
        ANYWHERE,
        Ignore("it sorts, and decides nothing"),
    ),
    (
        "smithy.api#unstable",
        ANYWHERE,
        Ignore("what is in a model is generated"),
    ),
    ("smithy.rules#endpointBdd", &[Service], Ignore(ENDPOINTS)),
    (
        "smithy.rules#endpointRuleSet",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    ("smithy.rules#endpointTests", &[Service], Ignore(ENDPOINTS)),
    (
        "aws.api#clientDiscoveredEndpoint",
        &[Operation],
        Ignore(ENDPOINTS),
    ),
    (
        "aws.api#clientEndpointDiscovery",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    ("aws.auth#cognitoUserPools", &[Service], Ignore(SIGNED)),
    ("aws.auth#unsignedPayload", &[Operation], Ignore(SIGNED)),
    (
        "aws.endpoints#dualStackOnlyEndpoints",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    (
        "aws.endpoints#endpointsModifier",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    (
        "aws.endpoints#rulesBasedEndpoints",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    (
        "aws.endpoints#standardPartitionalEndpoints",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    (
        "aws.endpoints#standardRegionalEndpoints",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    (
        "smithy.api#addedDefault",
        &[Member],
        Ignore("what has a default is always there"),
    ),
    ("smithy.api#auth", &[Service, Operation], Ignore(SIGNED)),
    ("smithy.api#eventHeader", &[Member], Ignore(EVENTS)),
    ("smithy.api#eventPayload", &[Member], Ignore(EVENTS)),
    ("smithy.api#httpApiKeyAuth", &[Service], Ignore(SIGNED)),
    ("smithy.api#httpBearerAuth", &[Service], Ignore(SIGNED)),
    ("smithy.api#nestedProperties", &[Member], Ignore(RESOURCES)),
    ("smithy.api#noReplace", &[Resource], Ignore(RESOURCES)),
    ("smithy.api#optionalAuth", &[Operation], Ignore(SIGNED)),
    (
        "smithy.api#output",
        &[Structure],
        Ignore("operations name their outputs"),
    ),
    (
        "smithy.api#paginated",
        &[Service, Operation],
        Ignore("pages are asked for one by one"),
    ),
    (
        "smithy.api#private",
        ANYWHERE,
        Ignore("what is in a model is generated"),
    ),
    (
        "smithy.api#retryable",
        &[Structure],
        Ignore("which errors are retried is the client's"),
    ),
    ("smithy.api#xmlName", ANYWHERE, Ignore("no XML is sent")),
    (
        "smithy.api#xmlNamespace",
        ANYWHERE,
        Ignore("no XML is sent"),
    ),
    (
        "smithy.rules#clientContextParams",
        &[Service],
        Ignore(ENDPOINTS),
    ),
    ("smithy.rules#contextParam", &[Member], Ignore(ENDPOINTS)),
    (
        "smithy.rules#operationContextParams",
        &[Operation],
        Ignore(ENDPOINTS),
    ),
    (
        "smithy.rules#staticContextParams",
        &[Operation],
        Ignore(ENDPOINTS),
    ),
    ("smithy.test#eventStreamTests", &[Operation], Ignore(TESTS)),
    (
        "smithy.test#httpMalformedRequestTests",
        &[Operation],
        Ignore(TESTS),
    ),
    ("smithy.test#httpRequestTests", &[Operation], Ignore(TESTS)),
    (
        "smithy.test#httpResponseTests",
        &[Operation, Structure],
        Ignore(TESTS),
    ),
    ("smithy.test#smokeTests", &[Operation], Ignore(TESTS)),
    (
        "smithy.waiters#waitable",
        &[Operation],
        Ignore("waiting is the application's"),
    ),
];

impl Place {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Service => "a service",
            Resource => "a resource",
            Operation => "an operation",
            Structure => "a structure",
            Union => "a union",
            String => "a string",
            List => "a list",
            Map => "a map",
            Scalar => "a number or boolean",
            Timestamp => "a timestamp",
            Blob => "a blob",
            Document => "a document",
            Enum => "an enum",
            IntEnum => "an intEnum",
            Member => "a member of a structure",
            UnionMember => "a member of a union",
            Element => "an element, key or value",
            EnumMember => "the member of an enum",
        }
    }
}

/// `a string, a blob or a list`
pub(super) fn listed(places: &[Place]) -> std::string::String {
    let names: Vec<_> = places.iter().map(|place| place.describe()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => std::string::String::new(),
    }
}
