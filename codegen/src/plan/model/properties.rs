//! What JSON-valued members become, where derives write them.

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
