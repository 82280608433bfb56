//! The AST's own vocabulary: models, shapes, members, traits.

use indexmap::IndexMap;

use crate::{Node, Position, ShapeId};

/// The id of the shape that stands for "no value": inputs and outputs that carry nothing.
pub const UNIT: &str = "smithy.api#Unit";

/// A whole model file.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The metadata section, in its order.
    pub metadata: IndexMap<String, Node>,
    /// Every shape, in its order.
    pub shapes: IndexMap<ShapeId, Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its id.
    pub id: ShapeId,
    /// Where its id stands.
    pub at: Position,
    /// Its type, and what shapes of this type have.
    pub kind: Kind,
    /// The traits applied to it.
    pub traits: Traits,
    /// The mixins it names.
    pub mixins: Vec<Reference>,
}

impl Shape {
    /// Its members with their names: those of a list and a map are `member`, `key` and `value`.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Member)> {
        let (named, fixed): (Option<&Members>, Vec<(&str, &Member)>) = match &self.kind {
            Kind::Enum(members)
            | Kind::IntEnum(members)
            | Kind::Structure(members)
            | Kind::Union(members) => (Some(members), Vec::new()),
            Kind::List(member) => (None, vec![("member", member)]),
            Kind::Map { key, value } => (None, vec![("key", key), ("value", value)]),
            Kind::Simple(_)
            | Kind::Service(_)
            | Kind::Operation(_)
            | Kind::Resource(_)
            | Kind::Apply => (None, Vec::new()),
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
        /// What its keys are.
        key: Member,
        /// What its values are.
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
    /// Traits for a shape that is defined elsewhere.
    Apply,
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
    /// An instant.
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

    /// The type called `name` in the AST, such as `string`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let row = Self::NAMES.iter().find(|row| row.1 == name)?;
        Some(row.0)
    }

    /// The type of a prelude shape such as `smithy.api#String`, which no model file holds.
    #[must_use]
    pub fn prelude(id: &str) -> Option<Self> {
        let row = Self::NAMES.iter().find(|row| row.2 == id)?;
        Some(row.0)
    }

    /// Its name in the AST.
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

/// A member and what it targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Where its name stands.
    pub at: Position,
    /// What it targets.
    pub target: Reference,
    /// The traits applied to it.
    pub traits: Traits,
}

/// The id of another shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where the id stands.
    pub at: Position,
    /// The id.
    pub target: ShapeId,
}

/// The traits of a shape or member, in their order.
pub type Traits = IndexMap<ShapeId, Trait>;

/// The value of a trait.
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// Where its id stands.
    pub at: Position,
    /// Its value.
    pub node: Node,
}

/// What a service has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// The version of its interface.
    pub version: Option<String>,
    /// The operations bound to it directly.
    pub operations: Vec<Reference>,
    /// The resources bound to it.
    pub resources: Vec<Reference>,
    /// The errors every operation may answer with.
    pub errors: Vec<Reference>,
    /// Names that replace those of shapes within it.
    pub rename: IndexMap<ShapeId, Node>,
}

/// What an operation has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// What it takes; absent means [`UNIT`].
    pub input: Option<Reference>,
    /// What it gives; absent means [`UNIT`].
    pub output: Option<Reference>,
    /// The errors it may answer with.
    pub errors: Vec<Reference>,
}

/// What a resource has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    /// What identifies it.
    pub identifiers: IndexMap<String, Reference>,
    /// Its properties.
    pub properties: IndexMap<String, Reference>,
    /// Its lifecycle operations (`create`, `put`, `read`, `update`, `delete`, `list`) as named.
    pub lifecycle: IndexMap<String, Reference>,
    /// Operations on one of it.
    pub operations: Vec<Reference>,
    /// Operations on the collection of it.
    pub collection_operations: Vec<Reference>,
    /// The resources within it.
    pub resources: Vec<Reference>,
}
