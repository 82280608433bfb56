//! Where traits stand.

/// What a trait can be applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Service,
    Resource,
    Operation,
    Structure,
    Union,
    String,
    List,
    Map,
    /// A number or boolean.
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    /// A member of a structure.
    Member,
    /// A member of a union.
    UnionMember,
    /// The member of a list, the key or value of a map.
    Element,
    /// The member of an enum or intEnum.
    EnumMember,
}

use Place::{
    Blob, Document, Element, Enum, EnumMember, IntEnum, List, Map, Member, Operation, Resource,
    Scalar, Service, String, Structure, Timestamp, Union, UnionMember,
};

/// What a model has besides shapes of values.
pub(super) const PLANES: &[Place] = &[Service, Resource, Operation];
/// What may not be printed.
pub(super) const SENSIBLE: &[Place] = &[
    Structure,
    Union,
    String,
    List,
    Map,
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    Member,
    UnionMember,
    Element,
];
pub(super) const ANYWHERE: &[Place] = &[
    Service,
    Resource,
    Operation,
    Structure,
    Union,
    String,
    List,
    Map,
    Scalar,
    Timestamp,
    Blob,
    Document,
    Enum,
    IntEnum,
    Member,
    UnionMember,
    Element,
    EnumMember,
];

impl Place {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Service => "a service",
            Resource => "a resource",
            Operation => "an operation",
            Structure => "a structure",
            Union => "a union",
            String => "a string",
            List => "a list",
            Map => "a map",
            Scalar => "a number or boolean",
            Timestamp => "a timestamp",
            Blob => "a blob",
            Document => "a document",
            Enum => "an enum",
            IntEnum => "an intEnum",
            Member => "a member of a structure",
            UnionMember => "a member of a union",
            Element => "an element, key or value",
            EnumMember => "the member of an enum",
        }
    }
}

/// `a string, a blob or a list`
pub(super) fn listed(places: &[Place]) -> std::string::String {
    let names: Vec<_> = places.iter().map(|place| place.describe()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => std::string::String::new(),
    }
}
