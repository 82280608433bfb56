//! Names that have a meaning in generated code.

/// Types of `crate::runtime` that emitted code uses by their plain names. A file imports those
/// that it uses.
pub(crate) const RUNTIME_TYPES: &[&str] = &[
    "Blob",
    "BlockingClient",
    "Bound",
    "Build",
    "BuildInput",
    "Buildable",
    "ByteStream",
    "Client",
    "ColumnType",
    "Constraint",
    "CsvOutput",
    "CsvWriter",
    "DatasetArn",
    "Deserialize",
    "Deserializer",
    "Document",
    "Error",
    "FromJson",
    "HasBuilder",
    "IdColumn",
    "IdValue",
    "JsonString",
    "Operation",
    "OperationError",
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
    "ServiceText",
    "Step",
    "Timestamp",
    "Transport",
    "Unhandled",
    "UnknownNumber",
    "UnknownValue",
    "Validate",
    "ValidationContext",
    "ValidationError",
];

/// Modules of `crate::runtime` that emitted code uses by their names.
pub(crate) const RUNTIME_MODULES: &[&str] = &["format", "http", "json"];

/// What the root of a generated crate exports from the runtime. The root is printed from this list.
pub(crate) const EXPORTS: &[&str] = &[
    "Blob",
    "BuildInput",
    "Buildable",
    "ByteStream",
    "ConfigBuilder",
    "ConfigError",
    "Credentials",
    "Document",
    "DocumentError",
    "JsonString",
    "StreamError",
    "Timestamp",
    "Unhandled",
    "UnknownNumber",
    "UnknownValue",
    "ValidationError",
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

/// Other types, type parameters, traits and macros that emitted code and the crates around it use by their plain names.
pub(super) const OTHER_TYPES: &[&str] = &[
    "Arc",
    "Box",
    "Builders",
    "Clone",
    "Copy",
    "D",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "S",
    "Self",
    "Sized",
    "Some",
    "String",
    "ToOwned",
    "Vec",
];

/// What is appended to the name of a shape that is one of these. It is also put in front of `Builder` if a shape has
/// the name that a builder would have.
pub(super) const SUFFIX: &str = "Shape";

/// What is put in front of `Request`, `Response` or `Error` if a shape has the name that this part of an operation
/// would have.
pub(super) const OPERATION: &str = "Operation";

/// Methods of all structures and builders, and names that readers expect to be something else.
pub(super) const RESERVED_MEMBERS: [&str; 5] = ["build", "builder", "clone", "default", "new"];

/// Methods of the client.
pub(super) const RESERVED_METHODS: [&str; 3] = ["clone", "new", "send"];

/// Modules of every generated folder, and names that Windows does not allow for files.
pub(super) const RESERVED_FILES: [&str; 8] = [
    "aux", "builders", "con", "mod", "nul", "patterns", "prn", "service",
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
