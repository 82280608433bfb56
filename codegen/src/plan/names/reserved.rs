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
    "Constraint",
    "CsvWriter",
    "DatasetArn",
    "Document",
    "Error",
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
    "Serialize",
    "Serializer",
    "Service",
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

/// Other types that emitted code and the crates around it use by their plain names.
pub(super) const OTHER_TYPES: &[&str] = &[
    "Arc",
    "BTreeMap",
    "Box",
    "Builders",
    "Category",
    "Clone",
    "ColumnType",
    "Config",
    "ConfigBuilder",
    "ConfigError",
    "Cow",
    "Credentials",
    "CsvError",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "PropertyValue",
    "Result",
    "Self",
    "Sized",
    "Some",
    "String",
    "ToOwned",
    "TransportError",
    "ValueWriter",
    "Vec",
    "Violation",
    "ViolationKind",
];

/// What is appended to the name of a shape that is one of these.
pub(super) const SUFFIX: &str = "Shape";

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
