//! The names of traits: which are read, and which say nothing about what an input may be. What is
//! in no list here, or stands where its list does not count, is not interpreted.

use personalize_events_ast::ShapeId;

use crate::constraints;

pub(super) const ENUM: &str = "smithy.api#enum";
pub(super) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(super) const HTTP: &str = "smithy.api#http";
pub(super) const JSON_NAME: &str = "smithy.api#jsonName";
pub(super) const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
pub(super) const REQUIRED: &str = "smithy.api#required";
pub(super) const SPARSE: &str = "smithy.api#sparse";
pub(super) const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

/// What is read from operations.
pub(super) const OF_OPERATIONS: [&str; 2] = [HTTP, REQUEST_COMPRESSION];

/// What is read from shapes.
pub(super) const OF_SHAPES: [&str; 8] = [
    constraints::LENGTH,
    constraints::PATTERN,
    constraints::RANGE,
    constraints::MEDIA_TYPE,
    constraints::TIMESTAMP_FORMAT,
    ENUM,
    SPARSE,
    UNIQUE_ITEMS,
];

/// What is read from members.
pub(super) const OF_MEMBERS: [&str; 7] = [
    constraints::LENGTH,
    constraints::PATTERN,
    constraints::RANGE,
    constraints::MEDIA_TYPE,
    constraints::TIMESTAMP_FORMAT,
    REQUIRED,
    JSON_NAME,
];

/// What is read from the members of enumerations.
pub(super) const OF_VALUES: [&str; 1] = [ENUM_VALUE];

/// What binds a member of an input to another place of the request than its body, or to another
/// as well. On a member of any other structure it says nothing.
pub(super) const BINDINGS: [&str; 8] = [
    "smithy.api#hostLabel",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
];

/// Namespaces all of whose traits are about something else than values: tests, endpoints,
/// waiting, who may call, protocols as a whole, and what other tools of AWS make of a service.
const SILENT_NAMESPACES: [&str; 10] = [
    "aws.api",
    "aws.auth",
    "aws.cloudformation",
    "aws.customizations",
    "aws.endpoints",
    "aws.iam",
    "aws.protocols",
    "smithy.rules",
    "smithy.test",
    "smithy.waiters",
];

/// Traits of Smithy itself that leave open what an input may be.
const SILENT: [&str; 40] = [
    // For readers of the model.
    "smithy.api#deprecated",
    "smithy.api#documentation",
    "smithy.api#examples",
    "smithy.api#externalDocumentation",
    "smithy.api#internal",
    "smithy.api#private",
    "smithy.api#recommended",
    "smithy.api#sensitive",
    "smithy.api#since",
    "smithy.api#suppress",
    "smithy.api#tags",
    "smithy.api#title",
    "smithy.api#unstable",
    // What a client or server puts in place of a value that is not there.
    "smithy.api#addedDefault",
    "smithy.api#box",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#idempotencyToken",
    // What part a shape plays.
    "smithy.api#error",
    "smithy.api#httpError",
    "smithy.api#input",
    "smithy.api#nestedProperties",
    "smithy.api#notProperty",
    "smithy.api#output",
    "smithy.api#property",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#retryable",
    // How calls are made, and to where.
    "smithy.api#auth",
    "smithy.api#cors",
    "smithy.api#endpoint",
    "smithy.api#httpChecksumRequired",
    "smithy.api#idempotent",
    "smithy.api#optionalAuth",
    "smithy.api#paginated",
    "smithy.api#readonly",
    // Other protocols.
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
];

/// Whether a trait says nothing about what an input may be, wherever it stands.
pub(super) fn is_silent(id: &ShapeId) -> bool {
    SILENT_NAMESPACES.contains(&id.namespace())
        || SILENT.contains(&id.as_str())
        || BINDINGS.contains(&id.as_str())
}
