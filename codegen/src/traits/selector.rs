//! Which shapes a trait can be applied to.

/// The kinds of shape that selectors distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShapeType {
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
    StructureMember,
    UnionMember,
    /// The member of a list, or the key or value of a map.
    Element,
    /// The member of an enum or intEnum.
    EnumMember,
}

/// The shapes that a trait can be applied to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Selector {
    Only(&'static [ShapeType]),
    Except(&'static [ShapeType]),
}

pub(super) const ANY: Selector = Selector::Except(&[]);

impl ShapeType {
    /// Its name with an article.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Service => "a service",
            Self::Resource => "a resource",
            Self::Operation => "an operation",
            Self::Structure => "a structure",
            Self::Union => "a union",
            Self::String => "a string",
            Self::List => "a list",
            Self::Map => "a map",
            Self::Scalar => "a number or boolean",
            Self::Timestamp => "a timestamp",
            Self::Blob => "a blob",
            Self::Document => "a document",
            Self::Enum => "an enum",
            Self::IntEnum => "an intEnum",
            Self::StructureMember => "a member of a structure",
            Self::UnionMember => "a member of a union",
            Self::Element => "an element, key or value",
            Self::EnumMember => "a member of an enum",
        }
    }
}

impl Selector {
    pub(super) fn selects(self, shape: ShapeType) -> bool {
        match self {
            Self::Only(shapes) => shapes.contains(&shape),
            Self::Except(shapes) => !shapes.contains(&shape),
        }
    }

    /// What to do with a trait on a shape that is not selected.
    pub(super) fn help(self) -> String {
        match self {
            Self::Only(shapes) => {
                let names: Vec<_> = shapes.iter().map(|shape| shape.describe()).collect();
                format!("apply it only to {}", super::value::alternatives(&names))
            }
            Self::Except(_) => "remove it".to_owned(),
        }
    }
}
