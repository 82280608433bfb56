//! Reads traits: what is known of each is in a table. A trait that is malformed or applied to a shape that its selector
//! does not select is an error, and so is one that is unknown, unless its namespace cannot change requests or responses.

mod account;
mod authentication;
mod body;
mod constraint;
mod deprecated;
mod endpoint;
mod enumeration;
mod http;
mod ignored;
mod paginated;
mod reader;
mod selector;
mod service;
mod table;
mod value;
mod waitable;

pub(crate) use account::Account;
pub use account::Ignored;
pub(crate) use authentication::is_scheme;
pub(crate) use http::{host_labels, path_labels};
pub(crate) use paginated::Paginated;
pub(crate) use reader::Reader;
pub(crate) use selector::ShapeType;
pub(crate) use service::unknown_keys;
pub(crate) use table::{
    AUTH, CLIENT_OPTIONAL, CONTEXT_PARAM, DATASET_TYPE, DEFAULT, Definition, ENDPOINT,
    ENDPOINT_RULE_SET, ENDPOINT_TESTS, ENUM, ENUM_VALUE, ERROR, HOST_LABEL, HTTP, HTTP_BEARER_AUTH,
    HTTP_CHECKSUM, HTTP_CHECKSUM_REQUIRED, HTTP_ERROR, HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD,
    HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, IDEMPOTENCY_TOKEN,
    JSON_NAME, LENGTH, MEDIA_TYPE, NESTED_TOKEN, OPERATION_CONTEXT_PARAMS, OPTIONAL_AUTH,
    PAGINATED, PATTERN, RANGE, REQUEST_COMPRESSION, REQUIRED, REST_JSON_1, RULE, SENSITIVE,
    SERVICE, SIGV4, SPARSE, STATIC_CONTEXT_PARAMS, STREAMING, TIMESTAMP_FORMAT, TITLE,
    UNIQUE_ITEMS, UNSIGNED_PAYLOAD, WAITABLE,
};
pub(crate) use waitable::{Matcher, PathMatcher, Waitable};
