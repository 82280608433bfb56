//! JSON-valued members of a crate that has derives.

use super::constraint::Constraint;

/// The trait of types that can be written as a JSON-valued member.
#[derive(Debug)]
pub(crate) struct Properties {
    /// The constant of `RecordKind` that describes the structure.
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) wire: String,
    pub(crate) limit: u64,
    /// The message of the compiler for a type that does not implement the trait.
    pub(crate) missing: String,
    pub(crate) identity: Option<Identity>,
}

/// The conversion into the structure, if an ID is all that it needs besides.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) structure: String,
    pub(crate) method: String,
    /// The setter of the ID, which is also the name of the method that returns it and of the attribute that marks
    /// it.
    pub(crate) id: String,
    /// The name of the ID on the wire.
    pub(crate) wire: String,
    pub(crate) setter: String,
    /// The constructor of the writer for a bulk import.
    pub(crate) file: String,
    /// The column of the ID in that file.
    pub(crate) column: String,
    /// The constraints of the ID.
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) missing: String,
}

/// A derive macro.
#[derive(Debug)]
pub(crate) struct Derive {
    pub(crate) trait_name: String,
    pub(crate) function: String,
    /// The name of the constant of `RecordKind` that describes the structure.
    pub(crate) constant: String,
    pub(crate) docs: Vec<String>,
}

/// A row of the table of record kinds: a structure that an operation takes a list of.
#[derive(Debug)]
pub(crate) struct RecordKind {
    pub(crate) constant: String,
    /// The names of all members of the structure.
    pub(crate) members: Vec<String>,
    pub(crate) structure: String,
    pub(crate) operation: String,
    /// The member of the operation's input that holds the list.
    pub(crate) list_member: String,
    pub(crate) max_records: u64,
    pub(crate) max_properties_chars: u64,
    pub(crate) trait_name: String,
    pub(crate) identity: Option<Identity>,
}
