//! The parts of the plan: what a file, structure, operation or derive is to the emitters.

use crate::ir;

/// A file of the folder `generated`.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its file's name, with the ending.
    pub(crate) file: String,
    pub(crate) docs: Vec<String>,
    pub(crate) imports: Imports,
    pub(crate) items: Vec<Item>,
}

/// What a file imports.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// Modules of the standard library.
    pub(crate) std: std::collections::BTreeSet<&'static str>,
    pub(crate) patterns: bool,
    pub(crate) siblings: std::collections::BTreeSet<String>,
    pub(crate) runtime: std::collections::BTreeSet<&'static str>,
}

/// A part of a file.
#[derive(Debug)]
pub(crate) enum Item {
    Structure(Structure),
    Enum(Enum),
    Operation(Operation),
    Error(ErrorShape),
    Properties(Properties),
    Pattern(PatternConst),
}

/// A structure and its builder.
#[derive(Debug)]
pub(crate) struct Structure {
    pub(crate) name: String,
    pub(crate) builder: String,
    pub(crate) docs: Vec<String>,
    pub(crate) builder_docs: Vec<String>,
    pub(crate) start_docs: Vec<String>,
    pub(crate) debug: Debug,
    /// What its builder calls the place of its checks.
    pub(crate) scope: &'static str,
    /// Whether other structures hold it.
    pub(crate) nested: bool,
    pub(crate) members: Vec<Member>,
}

/// An enum of strings.
#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    /// Whether nothing of it may be printed.
    pub(crate) sensitive: bool,
    pub(crate) variants: Vec<EnumVariant>,
}

/// A string that the model knows.
#[derive(Debug)]
pub(crate) struct EnumVariant {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) value: String,
}

/// How much a structure's `Debug` shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Debug {
    /// Everything; it is derived.
    All,
    /// All but the members that are redacted.
    Redacting,
    /// Nothing.
    Nothing,
}

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its name on the wire.
    pub(crate) wire: String,
    /// Its name in Rust, `r#` included.
    pub(crate) field: String,
    /// The name of its table of constraints, and its rows.
    pub(crate) table: Option<(String, Vec<Constraint>)>,
    pub(crate) docs: Vec<String>,
    pub(crate) setter_docs: Vec<String>,
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) redacted: bool,
}

/// The Rust types of members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// A type that is copied: a number, `bool`, `Timestamp`.
    Copy(&'static str),
    /// `f32` or `f64`, written by a function of the runtime.
    Float(&'static str),
    String,
    Json,
    Structure(String),
    Enum(String),
    List(Box<Type>),
}

/// A row of a table of constraints.
#[derive(Debug)]
pub(crate) enum Constraint {
    Json,
    /// JSON that holds properties.
    JsonObject,
    Length(ir::Length),
    Range(ir::Range),
    /// By the name of its constant.
    Pattern(String),
    Each(Vec<Constraint>),
}

/// A pattern that constraints name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PatternConst {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) pattern: crate::pattern::Pattern,
}

/// What makes a structure a request, its response, its errors, and the method that sends it.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    pub(crate) http: ir::Http,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) response_docs: Vec<String>,
    pub(crate) error: String,
    pub(crate) error_docs: Vec<String>,
    pub(crate) variants: Vec<Variant>,
    pub(crate) method: String,
    pub(crate) method_docs: Vec<String>,
}

/// A variant of an operation's errors.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) code: String,
    pub(crate) ty: String,
}

/// An error of the service.
#[derive(Debug)]
pub(crate) struct ErrorShape {
    pub(crate) name: String,
    pub(crate) code: String,
    pub(crate) docs: Vec<String>,
    pub(crate) message_docs: Vec<String>,
}

/// The trait for what can be written as a JSON-valued member.
#[derive(Debug)]
pub(crate) struct Properties {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) wire: String,
    pub(crate) limit: Option<u64>,
    /// What the compiler says of a type that does not have the trait.
    pub(crate) missing: String,
    pub(crate) identity: Option<Identity>,
}

/// The conversion into the structure, where that needs but an id besides.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) structure: String,
    pub(crate) method: String,
    pub(crate) method_docs: Vec<String>,
    /// The id's setter, which is also the method that gives the id, and the attribute that marks
    /// it.
    pub(crate) id: String,
    /// The id's name on the wire.
    pub(crate) wire: String,
    pub(crate) setter: String,
    /// The documentation of the conversion of properties whose keys are known at run time.
    pub(crate) properties_docs: Vec<String>,
    /// What writes the file of an import, and its documentation.
    pub(crate) file: String,
    pub(crate) file_docs: Vec<String>,
    /// The id's column in that file.
    pub(crate) column: String,
    pub(crate) missing: String,
    pub(crate) label: String,
    pub(crate) note: String,
}

/// A derive macro.
#[derive(Debug)]
pub(crate) struct Derive {
    pub(crate) trait_name: String,
    pub(crate) function: String,
    pub(crate) constant: String,
    pub(crate) docs: Vec<String>,
    pub(crate) identity: Option<DeriveIdentity>,
}

/// What a derive knows of the ID.
#[derive(Debug)]
pub(crate) struct DeriveIdentity {
    pub(crate) trait_name: String,
    /// The trait's method, which is also the attribute that marks the field.
    pub(crate) method: String,
    /// Its name on the wire.
    pub(crate) key: String,
}

/// The file that holds the others together.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) docs: Vec<String>,
    pub(crate) modules: Vec<IndexModule>,
    pub(crate) service: ServiceConst,
}

/// A module, and what others may see of it.
#[derive(Debug)]
pub(crate) struct IndexModule {
    pub(crate) name: String,
    pub(crate) public: Vec<String>,
    pub(crate) builders: Vec<String>,
}

/// What the client needs to know of the service.
#[derive(Debug)]
pub(crate) struct ServiceConst {
    pub(crate) sdk_id: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: String,
}

/// A crate of its own.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) runtime: String,
    pub(crate) title: String,
    pub(crate) docs: Vec<String>,
}
