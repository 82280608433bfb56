//! The features of the protocol by the operations of the suite.

/// The features and the prefixes of their operations' names. The first match counts.
const FEATURES: &[(&str, &str)] = &[
    ("checksums", "HttpChecksumRequired"),
    ("compression", "PutWithContentEncoding"),
    ("documents", "DocumentType"),
    (
        "unions",
        "JsonUnions PostPlayerAction PostUnionWithJsonName",
    ),
    ("streaming blobs", "StreamingTraits"),
    ("prefix headers", "HttpPrefixHeaders HttpEmptyPrefixHeaders"),
    (
        "timestamp formats",
        "JsonTimestamps TimestampFormatHeaders DatetimeOffsets FractionalSeconds",
    ),
    (
        "headers",
        "InputAndOutputWithHeaders NullAndEmptyHeaders MediaTypeHeader",
    ),
    (
        "query",
        "AllQueryStringTypes ConstantAndVariableQueryString ConstantQueryString \
         HttpQueryParamsOnly IgnoreQueryParams OmitsNull OmitsSerializing QueryParams \
         QueryPrecedence",
    ),
    ("idempotency tokens", "QueryIdempotencyToken"),
    ("labels", "HttpRequestWith"),
    ("payloads", "HttpPayload HttpEnumPayload HttpStringPayload"),
    ("errors", "GreetingWithErrors"),
    ("maps", "JsonMaps SparseJsonMaps"),
    ("lists", "JsonLists SparseJsonLists"),
    ("enums", "JsonEnums JsonIntEnums"),
    ("blobs", "JsonBlobs"),
    (
        "defaults",
        "OperationWithDefaults OperationWithNestedStructure",
    ),
    ("response code", "HttpResponseCode ResponseCode"),
    (
        "host prefix and path",
        "EndpointOperation EndpointWithHostLabel HostWithPath",
    ),
    ("empty input and output", "EmptyInput NoInput UnitInput"),
    ("content types and bodies", "Test ContentType"),
    ("scalars and structures", "SimpleScalar RecursiveShapes"),
];

pub(super) fn of(operation: &str) -> &'static str {
    let matches = |prefixes: &str| {
        let mut prefixes = prefixes.split_whitespace();
        prefixes.any(|prefix| operation.starts_with(prefix))
    };
    let found = FEATURES.iter().find(|(_, prefixes)| matches(prefixes));
    found.map_or("other", |(feature, _)| feature)
}
