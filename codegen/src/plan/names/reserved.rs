//! Names that mean something already.

/// Types that emitted code and the crates around it use by their plain names. A shape of such a
/// name gets [`SUFFIX`], so that every emitted line may say `String`.
pub(super) const RESERVED_TYPES: &[&str] = &[
    "Arc",
    "BTreeMap",
    "Blob",
    "Bound",
    "Box",
    "Build",
    "Builders",
    "ByteStream",
    "Category",
    "Client",
    "Clone",
    "ColumnType",
    "Config",
    "ConfigBuilder",
    "ConfigError",
    "Constraint",
    "Cow",
    "Credentials",
    "CsvError",
    "CsvWriter",
    "Debug",
    "Default",
    "Document",
    "Draft",
    "Drafted",
    "Err",
    "Error",
    "From",
    "IdColumn",
    "IdValue",
    "Into",
    "IntoIterator",
    "Invalid",
    "Json",
    "None",
    "Ok",
    "Operation",
    "OperationError",
    "Option",
    "PartialEq",
    "Pattern",
    "Properties",
    "PropertiesPart",
    "PropertiesSchema",
    "PropertiesWriter",
    "Property",
    "PropertyValue",
    "Reason",
    "Redacted",
    "Reply",
    "Result",
    "Scope",
    "Self",
    "Serialize",
    "Serializer",
    "Service",
    "Sized",
    "Some",
    "Step",
    "String",
    "Timestamp",
    "ToOwned",
    "Transport",
    "TransportError",
    "Unhandled",
    "UnknownNumber",
    "UnknownValue",
    "Validate",
    "Vec",
    "Violation",
];

pub(super) const SUFFIX: &str = "Shape";

/// Methods that every structure or builder has, or that people expect to be something else.
pub(super) const RESERVED_MEMBERS: [&str; 5] = ["build", "builder", "clone", "default", "new"];

/// Methods that the client has.
pub(super) const RESERVED_METHODS: [&str; 3] = ["clone", "new", "send"];

/// Modules that the folder has anyway, and names that Windows does not give to files.
pub(super) const RESERVED_FILES: [&str; 8] = [
    "aux", "blocking", "builders", "con", "mod", "nul", "patterns", "prn",
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
