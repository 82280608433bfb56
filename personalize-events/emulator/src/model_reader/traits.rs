//! The traits that are read, by where they may occur, and the traits that do not affect valid inputs. Other traits are
//! not supported.

use personalize_events_ast::ShapeId;

pub(super) const ENUM: &str = "smithy.api#enum";
pub(super) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(super) const HTTP: &str = "smithy.api#http";
pub(super) const JSON_NAME: &str = "smithy.api#jsonName";
pub(super) const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
pub(super) const REQUIRED: &str = "smithy.api#required";
pub(super) const SPARSE: &str = "smithy.api#sparse";
pub(super) const UNIQUE_ITEMS: &str = "smithy.api#uniqueItems";

pub(super) const OF_OPERATIONS: [&str; 2] = [HTTP, REQUEST_COMPRESSION];

/// Besides the constraint traits.
pub(super) const OF_SHAPES: [&str; 3] = [ENUM, SPARSE, UNIQUE_ITEMS];

/// Besides the constraint traits.
pub(super) const OF_MEMBERS: [&str; 2] = [REQUIRED, JSON_NAME];

pub(super) const OF_ENUM_VALUES: [&str; 1] = [ENUM_VALUE];

/// Traits that bind a member of an input to another part of the request than its body. They have no effect on members
/// of other structures.
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

/// Namespaces whose traits do not affect valid inputs: tests, endpoints, waiters, authorization, protocols and other
/// tools of AWS.
const IGNORED_NAMESPACES: [&str; 10] = [
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

/// Traits of Smithy that do not affect valid inputs.
const IGNORED: [&str; 40] = [
    // Documentation.
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
    // Defaults of absent values.
    "smithy.api#addedDefault",
    "smithy.api#box",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#idempotencyToken",
    // Roles of shapes.
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
    // How and where calls are made.
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

/// Returns whether a trait does not affect valid inputs, wherever it occurs.
pub(super) fn is_ignored(id: &ShapeId) -> bool {
    IGNORED_NAMESPACES.contains(&id.namespace())
        || IGNORED.contains(&id.as_str())
        || BINDINGS.contains(&id.as_str())
}
