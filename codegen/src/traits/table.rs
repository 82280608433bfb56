//! The table: every trait that counts, where it may stand, and what becomes of it.

use personalize_events_ast::Trait;

use super::place::Place::{
    self, Blob, Document, Element, Enum, EnumMember, IntEnum, List, Map, Member, Operation, Scalar,
    Service, String, Structure, Timestamp, Union, UnionMember,
};
use super::place::{ANYWHERE, SENSIBLE};
use super::{
    CLIENT_OPTIONAL, DATASET_TYPE, DEFAULT, DEPRECATED, DOCUMENTATION, ENDPOINT, ENUM, ENUM_VALUE,
    ERROR, HOST_LABEL, HTTP, HTTP_CHECKSUM_REQUIRED, HTTP_ERROR, HTTP_HEADER, HTTP_LABEL,
    HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE,
    IDEMPOTENCY_TOKEN, JSON_NAME, LENGTH, MEDIA_TYPE, Malformed, NESTED_TOKEN, PATTERN, RANGE,
    REQUEST_COMPRESSION, REQUIRED, REQUIRES_LENGTH, REST_JSON_1, SENSITIVE, SERVICE, SIGV4, SPARSE,
    STREAMING, TIMESTAMP_FORMAT, TITLE, UNIQUE_ITEMS, annotation, binding, deprecated, endpoint,
    enumeration, error, http, json_name, length, pattern, range, service, text, timestamp,
};

/// What becomes of a trait. It must be of the right form: malformed is not absent.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// It decides what is generated.
    Read(Form),
    /// It becomes a constraint that is checked, on values that it fits.
    Constrain(Form),
}

/// Whether the value of a trait is what it must be.
pub(super) type Form = fn(&Trait) -> Result<(), Malformed>;

use Use::{Constrain, Read};

/// A trait: where it may stand, and what becomes of it.
pub(super) type Row = (&'static str, &'static [Place], Use);

const TABLE: &[Row] = &[
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
    (
        DATASET_TYPE,
        &[Member],
        Read(|value| text::read(value).map(drop)),
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
    (NESTED_TOKEN, &[Member], Read(annotation)),
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
];

/// The row of a trait.
pub(super) fn row(id: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.0 == id)
}
