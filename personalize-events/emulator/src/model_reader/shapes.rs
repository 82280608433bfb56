//! The shapes that inputs are made of, with the limits on each member.

use std::collections::BTreeSet;

use personalize_events_ast::{
    Kind as AstKind, Member as AstMember, Members, Node, Position, Reference, Shape, ShapeId,
    Simple, UNIT, Value,
};

use super::{Loader, traits};
use crate::constraints;
use crate::model::{Field, Kind, List, Map, Member};

impl<'a> Loader<'a> {
    /// Reads a shape and all it leads to, each once: shapes may contain themselves.
    pub(super) fn shape(&mut self, reference: &'a Reference) {
        self.todo.push_back(reference);
        while let Some(reference) = self.todo.pop_front() {
            let id = &reference.target;
            if !self.shapes.contains_key(id)
                && let Some(kind) = self.kind(reference)
            {
                self.shapes.insert(id.clone(), kind);
            }
        }
    }

    fn kind(&mut self, reference: &Reference) -> Option<Kind> {
        let id = &reference.target;
        if id.as_str() == UNIT {
            return Some(Kind::Structure(Vec::new()));
        }
        if let Some(simple) = prelude(id) {
            return self.simple(simple, reference.at, id);
        }
        let ast = self.ast;
        let Some(shape) = ast.shapes.get(id) else {
            self.problem(reference.at, id, "there is no such shape");
            return None;
        };
        self.known(id, &traits::OF_SHAPES, &shape.traits);
        if let Some(mixin) = shape.mixins.first() {
            self.problem(mixin.at, id, "mixins are not interpreted");
        }
        let has = |id| shape.traits.contains_key(id);
        Some(match &shape.kind {
            AstKind::Simple(Simple::String) if has(traits::ENUM) => {
                Kind::Enum(self.old_enumeration(shape))
            }
            AstKind::Simple(simple) => return self.simple(*simple, shape.at, id),
            AstKind::Enum(members) => Kind::Enum(self.enumeration(shape, members)),
            AstKind::IntEnum(members) => Kind::IntEnum(self.int_enumeration(shape, members)),
            AstKind::List(member) => Kind::List(List {
                element: self.member(id, member),
                sparse: has(traits::SPARSE),
                unique: has(traits::UNIQUE_ITEMS),
            }),
            AstKind::Map { key, value } => Kind::Map(Map {
                key: self.member(id, key),
                value: self.member(id, value),
                sparse: has(traits::SPARSE),
            }),
            AstKind::Structure(members) => Kind::Structure(self.members(id, members)),
            AstKind::Union(members) => Kind::Union(self.members(id, members)),
            AstKind::Service(_) | AstKind::Operation(_) | AstKind::Resource(_) | AstKind::Apply => {
                self.problem(shape.at, id, "shapes of this type are not interpreted");
                return None;
            }
        })
    }

    fn simple(&mut self, simple: Simple, at: Position, id: &ShapeId) -> Option<Kind> {
        let whole = |least, most| Kind::Whole { least, most };
        Some(match simple {
            Simple::Boolean => Kind::Boolean,
            Simple::String => Kind::String,
            Simple::Blob => Kind::Blob,
            Simple::Byte => whole(i8::MIN.into(), i8::MAX.into()),
            Simple::Short => whole(i16::MIN.into(), i16::MAX.into()),
            Simple::Integer => whole(i32::MIN.into(), i32::MAX.into()),
            Simple::Long => whole(i64::MIN, i64::MAX),
            Simple::Float | Simple::Double => Kind::Number,
            Simple::Timestamp => Kind::Timestamp,
            Simple::Document => Kind::Document,
            Simple::BigInteger | Simple::BigDecimal => {
                let message = format!("a {} is not interpreted", simple.name());
                self.problem(at, id, &message);
                return None;
            }
        })
    }

    /// The values of the type `enum`; one that is not given is the name of its member.
    fn enumeration(&mut self, shape: &Shape, members: &Members) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        for (name, member) in members {
            self.known(&shape.id, &traits::OF_VALUES, &member.traits);
            let value = member.traits.get(traits::ENUM_VALUE);
            let value = value.map_or(Some(name.as_str()), |value| value.node.as_str());
            if let Some(value) = value {
                values.insert(value.to_owned());
            } else {
                self.problem(member.at, &shape.id, "a value of an enum is a string");
            }
        }
        self.filled(shape, values)
    }

    fn int_enumeration(&mut self, shape: &Shape, members: &Members) -> BTreeSet<i64> {
        let mut values = BTreeSet::new();
        for member in members.values() {
            self.known(&shape.id, &traits::OF_VALUES, &member.traits);
            let value = member.traits.get(traits::ENUM_VALUE);
            if let Some(value) = value.and_then(|value| whole(&value.node)) {
                values.insert(value);
            } else {
                let message = "a value of an intEnum is a whole number of 32 bits";
                self.problem(member.at, &shape.id, message);
            }
        }
        self.filled(shape, values)
    }

    /// The values of a string with the trait that was there before the type `enum`.
    fn old_enumeration(&mut self, shape: &Shape) -> BTreeSet<String> {
        let entries = shape.traits.get(traits::ENUM).map(|value| &value.node);
        let values = entries.and_then(|entries| {
            let mut entries = entries.as_array()?.iter();
            entries.try_fold(BTreeSet::new(), |mut values, entry| {
                values.insert(entry.as_object()?.get("value")?.as_str()?.to_owned());
                Some(values)
            })
        });
        if values.is_none() {
            let message = "`smithy.api#enum` is an array of objects, each with a string as `value`";
            self.problem(shape.at, &shape.id, message);
        }
        values.map_or_else(BTreeSet::new, |values| self.filled(shape, values))
    }

    fn filled<T>(&mut self, shape: &Shape, values: BTreeSet<T>) -> BTreeSet<T> {
        if values.is_empty() {
            self.problem(shape.at, &shape.id, "an enum needs values");
        }
        values
    }

    fn members(&mut self, owner: &ShapeId, members: &'a Members) -> Vec<Field> {
        members
            .iter()
            .map(|(name, member)| Field {
                name: name.clone(),
                key: self.key(owner, name, member),
                required: member.traits.contains_key(traits::REQUIRED),
                member: self.member(owner, member),
            })
            .collect()
    }

    fn key(&mut self, owner: &ShapeId, name: &str, member: &AstMember) -> String {
        let Some(json_name) = member.traits.get(traits::JSON_NAME) else {
            return name.to_owned();
        };
        let key = json_name.node.as_str();
        if key.is_none() {
            self.problem(json_name.node.at, owner, "a string is needed");
        }
        key.unwrap_or_default().to_owned()
    }

    fn member(&mut self, owner: &ShapeId, member: &'a AstMember) -> Member {
        self.known(owner, &traits::OF_MEMBERS, &member.traits);
        self.todo.push_back(&member.target);
        let shape = self.ast.shapes.get(&member.target.target);
        let read = constraints::read(shape.map(|shape| &shape.traits), &member.traits);
        let limits = read.unwrap_or_else(|(at, message)| {
            self.problem(at, owner, &message);
            constraints::NONE
        });
        Member {
            target: member.target.target.clone(),
            limits,
        }
    }
}

/// The whole number of 32 bits that a node is, if it is one.
fn whole(node: &Node) -> Option<i64> {
    let Value::Number(number) = &node.value else {
        return None;
    };
    let whole = number.as_i64()?;
    i32::try_from(whole).is_ok().then_some(whole)
}

/// The type of a shape that no model file holds. The primitive ones are the same in JSON.
fn prelude(id: &ShapeId) -> Option<Simple> {
    let simple = Simple::prelude(id.as_str());
    simple.or_else(|| match id.as_str() {
        "smithy.api#PrimitiveBoolean" => Some(Simple::Boolean),
        "smithy.api#PrimitiveByte" => Some(Simple::Byte),
        "smithy.api#PrimitiveShort" => Some(Simple::Short),
        "smithy.api#PrimitiveInteger" => Some(Simple::Integer),
        "smithy.api#PrimitiveLong" => Some(Simple::Long),
        "smithy.api#PrimitiveFloat" => Some(Simple::Float),
        "smithy.api#PrimitiveDouble" => Some(Simple::Double),
        _ => None,
    })
}
