//! Models, shapes, members and traits.

use indexmap::IndexMap;

use crate::{Node, Position, ShapeId};

/// The id of the shape without a value: the type of empty inputs and outputs.
pub const UNIT: &str = "smithy.api#Unit";

/// A whole model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The metadata in the order of the text.
    pub metadata: IndexMap<String, Node>,
    /// The shapes in the order of the text.
    pub shapes: IndexMap<ShapeId, Shape>,
    /// The mixins, which no shape may target: their members and traits are in the shapes that use them.
    pub mixins: IndexMap<ShapeId, Shape>,
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its id.
    pub id: ShapeId,
    /// The position of its id.
    pub at: Position,
    /// Its type, and the properties of that type.
    pub kind: Kind,
    /// The traits applied to it.
    pub traits: Traits,
}

impl Shape {
    /// Returns its members by name; those of lists and maps are `member`, `key` and `value`.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Member)> {
        let (named, fixed): (Option<&Members>, Vec<(&str, &Member)>) = match &self.kind {
            Kind::Enum(members)
            | Kind::IntEnum(members)
            | Kind::Structure(members)
            | Kind::Union(members) => (Some(members), Vec::new()),
            Kind::List(member) => (None, vec![("member", member)]),
            Kind::Map { key, value } => (None, vec![("key", key), ("value", value)]),
            Kind::Simple(_) | Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => {
                (None, Vec::new())
            }
        };
        let named = named.into_iter().flatten();
        named
            .map(|(name, member)| (name.as_str(), member))
            .chain(fixed)
    }
}

/// The types of shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A simple type.
    Simple(Simple),
    /// An enumeration of strings.
    Enum(Members),
    /// An enumeration of integers.
    IntEnum(Members),
    /// A list and its member.
    List(Member),
    /// A map.
    Map {
        /// The member of its keys.
        key: Member,
        /// The member of its values.
        value: Member,
    },
    /// A structure and its members, in order.
    Structure(Members),
    /// A union and its members, in order.
    Union(Members),
    /// A service.
    Service(Service),
    /// An operation.
    Operation(Operation),
    /// A resource.
    Resource(Resource),
}

/// The simple types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    /// Uninterpreted bytes.
    Blob,
    /// True or false.
    Boolean,
    /// UTF-8 text.
    String,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// Single precision.
    Float,
    /// Double precision.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any precision.
    BigDecimal,
    /// A timestamp.
    Timestamp,
    /// Any JSON-like value.
    Document,
}

impl Simple {
    /// Each simple type with its name in the AST and its shape in the prelude.
    const NAMES: [(Self, &'static str, &'static str); 13] = [
        (Self::Blob, "blob", "smithy.api#Blob"),
        (Self::Boolean, "boolean", "smithy.api#Boolean"),
        (Self::String, "string", "smithy.api#String"),
        (Self::Byte, "byte", "smithy.api#Byte"),
        (Self::Short, "short", "smithy.api#Short"),
        (Self::Integer, "integer", "smithy.api#Integer"),
        (Self::Long, "long", "smithy.api#Long"),
        (Self::Float, "float", "smithy.api#Float"),
        (Self::Double, "double", "smithy.api#Double"),
        (Self::BigInteger, "bigInteger", "smithy.api#BigInteger"),
        (Self::BigDecimal, "bigDecimal", "smithy.api#BigDecimal"),
        (Self::Timestamp, "timestamp", "smithy.api#Timestamp"),
        (Self::Document, "document", "smithy.api#Document"),
    ];

    /// Returns the type with this name in the AST, such as `string`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let row = Self::NAMES.iter().find(|row| row.1 == name)?;
        Some(row.0)
    }

    /// Returns the type of a shape of the prelude, such as `smithy.api#String`, which is not in the model file.
    #[must_use]
    pub fn prelude(id: &str) -> Option<Self> {
        let row = Self::NAMES.iter().find(|row| row.2 == id)?;
        Some(row.0)
    }

    /// Returns its name in the AST.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|row| row.0 == self)
            .map_or("", |row| row.1)
    }
}

/// The members of a structure, union or enumeration, in their order.
pub type Members = IndexMap<String, Member>;

/// A member and its target.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The position of its name.
    pub at: Position,
    /// Its target.
    pub target: Reference,
    /// The traits applied to it.
    pub traits: Traits,
}

/// A reference to a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The position of the id.
    pub at: Position,
    /// The id.
    pub target: ShapeId,
}

/// The traits of a shape or member, in their order.
pub type Traits = IndexMap<ShapeId, Trait>;

/// The value of a trait.
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// The position of its id.
    pub at: Position,
    /// Its value.
    pub node: Node,
}

/// The properties of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// The version of its interface.
    pub version: Option<String>,
    /// The operations bound to it directly.
    pub operations: Vec<Reference>,
    /// The resources bound to it.
    pub resources: Vec<Reference>,
    /// The errors that every operation may return.
    pub errors: Vec<Reference>,
    /// Names that replace those of shapes in it.
    pub rename: IndexMap<ShapeId, Node>,
}

/// The properties of an operation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// Its input; absent means [`UNIT`].
    pub input: Option<Reference>,
    /// Its output; absent means [`UNIT`].
    pub output: Option<Reference>,
    /// The errors that it may return.
    pub errors: Vec<Reference>,
}

/// The properties of a resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// Its identifiers.
    pub identifiers: IndexMap<String, Reference>,
    /// Its properties.
    pub properties: IndexMap<String, Reference>,
    /// Its lifecycle operations by name: `create`, `put`, `read`, `update`, `delete` and `list`.
    pub lifecycle: IndexMap<String, Reference>,
    /// The operations on an instance.
    pub operations: Vec<Reference>,
    /// The operations on the collection.
    pub collection_operations: Vec<Reference>,
    /// Its child resources.
    pub resources: Vec<Reference>,
}
