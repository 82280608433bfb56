//! The table: every trait that is known, where it may stand, and what becomes of it.

use personalize_events_ast::Trait;

use super::{
    DEPRECATED, DOCUMENTATION, ENUM, ENUM_VALUE, ERROR, HTTP, HTTP_ERROR, LENGTH, MEDIA_TYPE,
    Malformed, PATTERN, RANGE, REQUIRED, REST_JSON_1, SENSITIVE, SERVICE, SIGV4, TITLE, annotation,
    deprecated, enumeration, error, http, length, media_type, pattern, range, service, text,
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
    String,
    List,
    /// A number, boolean or timestamp.
    Scalar,
    /// A member of a structure.
    Member,
    /// The member of a list.
    Element,
    Enum,
    /// The member of an enum.
    EnumMember,
}

use Place::{
    Element, Enum, EnumMember, List, Member, Operation, Resource, Scalar, Service, String,
    Structure,
};
use Use::{Constrain, Ignore, Read};

const ENDPOINTS: &str = "endpoints are resolved by hand-written code";
const POLICIES: &str = "it is about policies, not about requests";
const RESOURCES: &str = "of resources only the operations are generated";
const PLANES: &[Place] = &[Service, Resource, Operation];
const ANYWHERE: &[Place] = &[
    Service, Resource, Operation, Structure, String, List, Scalar, Member, Element, Enum,
    EnumMember,
];
const VALUES: &[Place] = &[Structure, String, List, Scalar, Enum, Member];

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
        Read(|value| text::read(value).map(drop)),
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
        &[String, List, Member, Element],
        Constrain(|value| length::read(value).map(drop)),
    ),
    (
        MEDIA_TYPE,
        &[String],
        Read(|value| media_type::read(value).map(drop)),
    ),
    (
        PATTERN,
        &[String, Member, Element],
        Constrain(|value| pattern::read(value).map(drop)),
    ),
    (
        RANGE,
        &[Scalar, Member, Element],
        Constrain(|value| range::read(value).map(drop)),
    ),
    (REQUIRED, &[Member], Read(annotation)),
    (SENSITIVE, VALUES, Read(annotation)),
    (TITLE, &[Service], Read(|value| text::read(value).map(drop))),
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
];

impl Place {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Service => "a service",
            Resource => "a resource",
            Operation => "an operation",
            Structure => "a structure",
            String => "a string",
            List => "a list",
            Scalar => "a number, boolean or timestamp",
            Member => "a member of a structure",
            Element => "the member of a list",
            Enum => "an enum",
            EnumMember => "the member of an enum",
        }
    }
}
