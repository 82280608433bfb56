//! Names that have a meaning in generated code.

/// Types of `crate::runtime` that emitted code uses by their plain names. A file imports those
/// that it uses.
pub(crate) const RUNTIME_TYPES: &[&str] = &[
    "BigDecimal",
    "BigInteger",
    "Blob",
    "BlockingClient",
    "Bound",
    "BuildInput",
    "Buildable",
    "ByteStream",
    "Client",
    "ColumnType",
    "Constraint",
    "CsvOutput",
    "CsvWriter",
    "DatasetArn",
    "Document",
    "Error",
    "FromJson",
    "IdColumn",
    "IdValue",
    "JsonString",
    "Operation",
    "Paginated",
    "PaginatedItems",
    "Pattern",
    "Properties",
    "PropertiesPart",
    "PropertiesSchema",
    "PropertiesWriter",
    "Redacted",
    "ResponseMetadata",
    "SameAs",
    "Serialize",
    "Serializer",
    "Service",
    "Step",
    "StreamingBlob",
    "Timestamp",
    "Transport",
    "Unhandled",
    "UnknownNumber",
    "UnknownValue",
    "Validate",
    "ValidationContext",
    "ValidationError",
    "Waiter",
];

/// Modules of `crate::runtime` that emitted code uses by their names.
pub(crate) const RUNTIME_MODULES: &[&str] = &["format", "http", "json", "waiter"];

/// What the root of a generated crate exports from the runtime. The root is printed from this list.
pub(crate) const EXPORTS: &[&str] = &[
    "BearerToken",
    "BigDecimal",
    "BigInteger",
    "BigNumberError",
    "Blob",
    "BuildInput",
    "Buildable",
    "ByteStream",
    "ClientSettings",
    "ConfigBuilder",
    "ConfigError",
    "Credentials",
    "CredentialsError",
    "Document",
    "DocumentError",
    "FinalPoll",
    "JsonString",
    "Paginated",
    "PaginatedItems",
    "Paginator",
    "PaginatorItems",
    "ProvideBearerToken",
    "ProvideCredentials",
    "ResponseMetadata",
    "StreamError",
    "StreamingBlob",
    "TimeoutError",
    "Timestamp",
    "TransportError",
    "Unhandled",
    "UnknownNumber",
    "UnknownValue",
    "ValidationError",
    "Waiter",
    "WaiterError",
];

/// What the root of the client exports besides its generated code. A test compares the list with the root.
pub(super) const CLIENT_EXPORTS: &[&str] = &[
    "AttemptReport",
    "Buildable",
    "CallReport",
    "Category",
    "Client",
    "ClientCustomizer",
    "Clock",
    "ColumnType",
    "Config",
    "ConfigBuilder",
    "ConfigError",
    "Credentials",
    "CredentialsError",
    "CsvError",
    "CsvWriter",
    "Error",
    "IdValue",
    "JsonString",
    "Observer",
    "Outcome",
    "PathSegment",
    "Properties",
    "PropertiesWriter",
    "PropertyValue",
    "ProvideCredentials",
    "ProvideCredentialsFn",
    "ResponseMetadata",
    "SdkCredentialsProvider",
    "TimeoutError",
    "Timestamp",
    "TimestampError",
    "TransportError",
    "Unhandled",
    "ValidationError",
    "ValueWriter",
    "Violation",
    "ViolationKind",
];

/// Names of the standard library that a file imports if it uses them, with their paths below `std`.
pub(crate) const STD: &[(&str, &[&str])] = &[
    ("BTreeMap", &["collections", "BTreeMap"]),
    ("Cow", &["borrow", "Cow"]),
    ("fmt", &["fmt"]),
];

/// The names in Rust's prelude.
pub(super) const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Other types and type parameters that emitted code and the crates around it use by their plain names.
pub(super) const OTHER_TYPES: &[&str] = &["Arc", "Builders", "D", "S", SERVICE_ERROR];

/// The enum of the errors of all operations.
pub(crate) const SERVICE_ERROR: &str = "ServiceError";

/// The end of the names of builders.
pub(super) const BUILDER: &str = "Builder";

/// What is appended to the name of a shape that is reserved or taken.
pub(super) const SUFFIX: &str = "Shape";

/// What is put in front of `Request`, `Response` or `Error` if this part of an operation has a name that is reserved or
/// taken.
pub(super) const OPERATION: &str = "Operation";

/// Methods of structures and builders, those that values of all types have, and names that readers expect to be
/// something else.
pub(super) const RESERVED_MEMBERS: [&str; 9] = [
    "allow_null_text",
    "build",
    "builder",
    "clone",
    "default",
    "into",
    "len",
    "new",
    "try_into",
];

/// Methods of errors besides these.
pub(super) const RESERVED_IN_ERRORS: [&str; 4] = ["fmt", "message", "source", "to_string"];

/// The variant of what the model lacks, and a keyword.
pub(super) const RESERVED_VARIANTS: [&str; 2] = ["Self", "Unknown"];

/// Methods of the client, and those that values of all types have.
pub(super) const RESERVED_METHODS: [&str; 9] = [
    "clone",
    "config",
    "customize",
    "into",
    "new",
    "paginate",
    "send",
    "try_into",
    "waiter",
];

/// Modules of every generated folder and the folder itself, crates that their code names, and names that Windows does not
/// allow for files.
pub(super) const RESERVED_FILES: [&str; 12] = [
    "alloc",
    "aux",
    "builders",
    "con",
    "core",
    "generated",
    "mod",
    "nul",
    "patterns",
    "prn",
    "service",
    "std",
];

pub(super) const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
pub(super) const PATH_KEYWORDS: [&str; 3] = ["crate", "self", "super"];
