//! The traits that the generator reads: id, selector and form of each.

use personalize_events_ast::{ShapeId, Trait};

use super::body::HttpChecksum;
use super::paginated::Paginated;
use super::selector::Selector::{Except, Only};
use super::selector::ShapeType::{
    self, Blob, Element, Enum, EnumMember, IntEnum, List, Map, Operation, Resource, Scalar,
    Service, Structure, StructureMember, Timestamp, Union, UnionMember,
};
use super::selector::{ANY, Selector};
use super::service::ServiceTrait;
use super::value::{Malformed, choice, marker, non_empty_text, status, text};
use super::waitable::Waitable;
use super::{
    authentication, body, constraint, deprecated, endpoint, enumeration, http, paginated, service,
    waitable,
};
use crate::ir::{
    self, EndpointTest, EnumValue, Http, Length, Range, Rule, RuleSet, Static, TimestampFormat,
};

/// A trait whose value is a `T`.
pub(crate) struct Definition<T> {
    pub(crate) id: &'static str,
    pub(super) read: fn(&Trait) -> Result<T, Malformed>,
}

/// A trait's id, its selector, and the check of its form: a malformed trait is an error, not an absent
/// trait.
type Row = (&'static str, Selector, fn(&Trait) -> Result<(), Malformed>);

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident: $value:ty = $id:literal, $selector:expr, $read:expr;)*) => {
        $(
            $(#[$doc])*
            pub(crate) const $name: Definition<$value> = Definition { id: $id, read: $read };
        )*
        const TABLE: &[Row] = &[$(($id, $selector, |value| ($name.read)(value).map(drop))),*];
    };
}

traits! {
    AUTH: Vec<ShapeId> = "smithy.api#auth", Only(&[Service, Operation]), authentication::read;
    CLIENT_OPTIONAL: () = "smithy.api#clientOptional", Only(&[StructureMember]), marker;
    CONTEXT_PARAM: String = "smithy.rules#contextParam", Only(&[StructureMember]),
        endpoint::read_context;
    /// Not a trait of Smithy's: a fixup adds it to the ARNs of datasets. Its value is what they end in.
    DATASET_TYPE: String = "codegen.synthetic#datasetType", Only(&[StructureMember]), text;
    /// Lowering checks the value against the type of the member.
    DEFAULT: () = "smithy.api#default",
        Except(&[Service, Resource, Operation, Structure, Union, EnumMember]), |_| Ok(());
    DEPRECATED: String = "smithy.api#deprecated", ANY, deprecated::read;
    DOCUMENTATION: String = "smithy.api#documentation", ANY, text;
    ENDPOINT: String = "smithy.api#endpoint", Only(&[Operation]), http::read_host_prefix;
    ENDPOINT_RULE_SET: RuleSet = "smithy.rules#endpointRuleSet", Only(&[Service]),
        endpoint::read_rule_set;
    ENDPOINT_TESTS: Vec<EndpointTest> = "smithy.rules#endpointTests", Only(&[Service]),
        endpoint::read_tests;
    ENUM: Vec<ir::EnumMember> = "smithy.api#enum", Only(&[ShapeType::String]), enumeration::read;
    ENUM_VALUE: EnumValue = "smithy.api#enumValue", Only(&[EnumMember]), enumeration::read_value;
    /// The status of an error without `smithy.api#httpError`.
    ERROR: u16 = "smithy.api#error", Only(&[Structure]),
        |value| choice(value, &[("client", 400), ("server", 500)]);
    HOST_LABEL: () = "smithy.api#hostLabel", Only(&[StructureMember]), marker;
    HTTP: Http = "smithy.api#http", Only(&[Operation]), http::read;
    HTTP_BEARER_AUTH: () = "smithy.api#httpBearerAuth", Only(&[Service]), marker;
    HTTP_CHECKSUM: HttpChecksum = "aws.protocols#httpChecksum", Only(&[Operation]), body::checksum;
    HTTP_CHECKSUM_REQUIRED: () = "smithy.api#httpChecksumRequired", Only(&[Operation]), marker;
    HTTP_ERROR: u16 = "smithy.api#httpError", Only(&[Structure]),
        |value| status(&value.node, super::value::VALUE, 400..600);
    HTTP_HEADER: String = "smithy.api#httpHeader", Only(&[StructureMember]), http::read_header;
    HTTP_LABEL: () = "smithy.api#httpLabel", Only(&[StructureMember]), marker;
    HTTP_PAYLOAD: () = "smithy.api#httpPayload", Only(&[StructureMember]), marker;
    HTTP_PREFIX_HEADERS: String = "smithy.api#httpPrefixHeaders", Only(&[StructureMember]),
        http::read_prefix;
    HTTP_QUERY: String = "smithy.api#httpQuery", Only(&[StructureMember]), non_empty_text;
    HTTP_QUERY_PARAMS: () = "smithy.api#httpQueryParams", Only(&[StructureMember]), marker;
    HTTP_RESPONSE_CODE: () = "smithy.api#httpResponseCode", Only(&[StructureMember]), marker;
    IDEMPOTENCY_TOKEN: () = "smithy.api#idempotencyToken", Only(&[StructureMember]), marker;
    JSON_NAME: String = "smithy.api#jsonName", Only(&[StructureMember, UnionMember]), non_empty_text;
    LENGTH: Length = "smithy.api#length",
        Only(&[ShapeType::String, Enum, Blob, List, Map, StructureMember, UnionMember, Element]),
        constraint::length;
    MEDIA_TYPE: String = "smithy.api#mediaType", Only(&[ShapeType::String, Blob]), text;
    /// Not a trait of Smithy's, whose tokens are members of inputs: a fixup adds it to members of nested
    /// structures.
    NESTED_TOKEN: () = "codegen.synthetic#idempotencyToken", Only(&[StructureMember]), marker;
    OPERATION_CONTEXT_PARAMS: () = "smithy.rules#operationContextParams", Only(&[Operation]),
        |_| Ok(());
    OPTIONAL_AUTH: () = "smithy.api#optionalAuth", Only(&[Operation]), marker;
    PAGINATED: Paginated = "smithy.api#paginated", Only(&[Service, Operation]), paginated::read;
    PATTERN: String = "smithy.api#pattern",
        Only(&[ShapeType::String, Enum, StructureMember, UnionMember, Element]), text;
    RANGE: Range = "smithy.api#range",
        Only(&[Scalar, IntEnum, StructureMember, UnionMember, Element]), constraint::range;
    REQUEST_COMPRESSION: Vec<String> = "smithy.api#requestCompression", Only(&[Operation]),
        body::encodings;
    REQUIRED: () = "smithy.api#required", Only(&[StructureMember]), marker;
    REST_JSON_1: () = "aws.protocols#restJson1", Only(&[Service]), service::read_protocol;
    /// Not a trait of Smithy's: a fixup adds it where the documentation of the service states a constraint.
    RULE: Rule = "codegen.synthetic#rule", Only(&[StructureMember, Element]),
        |value| choice(value, &[("notNullText", Rule::NotNullText), ("inSeconds", Rule::InSeconds)]);
    SENSITIVE: () = "smithy.api#sensitive", Except(&[Service, Resource, Operation, EnumMember]),
        marker;
    SERVICE: ServiceTrait = "aws.api#service", Only(&[Service]), service::read;
    SIGV4: String = "aws.auth#sigv4", Only(&[Service]), service::read_signing_name;
    SPARSE: () = "smithy.api#sparse", Only(&[List, Map]), marker;
    STATIC_CONTEXT_PARAMS: Static = "smithy.rules#staticContextParams", Only(&[Operation]),
        endpoint::read_static;
    STREAMING: () = "smithy.api#streaming", Only(&[Blob, Union]), marker;
    TIMESTAMP_FORMAT: TimestampFormat = "smithy.api#timestampFormat",
        Only(&[Timestamp, StructureMember, UnionMember, Element]), |value| choice(value, &[
            ("epoch-seconds", TimestampFormat::EpochSeconds),
            ("date-time", TimestampFormat::DateTime),
            ("http-date", TimestampFormat::HttpDate),
        ]);
    TITLE: String = "smithy.api#title", ANY, text;
    UNIQUE_ITEMS: () = "smithy.api#uniqueItems", Only(&[List]), marker;
    UNSIGNED_PAYLOAD: () = "aws.auth#unsignedPayload", Only(&[Operation]), marker;
    WAITABLE: Vec<(String, Waitable)> = "smithy.waiters#waitable", Only(&[Operation]), waitable::read;
}

/// The traits that restrict the values of what they are applied to.
pub(super) const CONSTRAINTS: [&str; 5] =
    [LENGTH.id, PATTERN.id, RANGE.id, RULE.id, UNIQUE_ITEMS.id];

pub(super) fn row(id: &str) -> Option<&'static Row> {
    TABLE.iter().find(|(row, ..)| *row == id)
}
