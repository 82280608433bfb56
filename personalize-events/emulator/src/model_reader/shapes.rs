//! Reads the shapes of inputs and the constraints of their members.

use std::collections::BTreeSet;

use personalize_events_ast::{
    Kind as AstKind, Member as AstMember, Members, Node, Position, Reference, Shape, ShapeId,
    Simple, UNIT, Value,
};

use super::reader::Reader;
use super::traits;
use crate::constraints;
use crate::model::{Constraints, Field, List, Map, Member, Type};

impl<'a> Reader<'a> {
    /// Reads a shape and all shapes it refers to, each once: shapes may be recursive.
    pub(super) fn shape(&mut self, reference: &'a Reference) {
        self.queue.push_back(reference);
        while let Some(reference) = self.queue.pop_front() {
            let id = &reference.target;
            if !self.shapes.contains_key(id)
                && let Some(ty) = self.ty(reference)
            {
                self.shapes.insert(id.clone(), ty);
            }
        }
    }

    fn ty(&mut self, reference: &Reference) -> Option<Type> {
        let id = &reference.target;
        if id.as_str() == UNIT {
            return Some(Type::Structure(Vec::new()));
        }
        if let Some(simple) = prelude(id) {
            return self.simple(simple, reference.at, id);
        }
        let ast = self.ast;
        let Some(shape) = ast.shapes.get(id) else {
            self.problem(reference.at, id, "there is no such shape");
            return None;
        };
        let supported = [&traits::OF_SHAPES[..], &constraints::TRAITS];
        self.check_traits(id, &supported, &shape.traits);
        let has = |id| shape.traits.contains_key(id);
        Some(match &shape.kind {
            AstKind::Simple(Simple::String) if has(traits::ENUM) => {
                Type::Enum(self.enum_trait(shape))
            }
            AstKind::Simple(simple) => return self.simple(*simple, shape.at, id),
            AstKind::Enum(members) => Type::Enum(self.enum_values(shape, members)),
            AstKind::IntEnum(members) => Type::IntEnum(self.int_enum_values(shape, members)),
            AstKind::List(member) => Type::List(List {
                element: self.member(id, member),
                sparse: has(traits::SPARSE),
                unique: has(traits::UNIQUE_ITEMS),
            }),
            AstKind::Map { key, value } => Type::Map(Map {
                key: self.member(id, key),
                value: self.member(id, value),
                sparse: has(traits::SPARSE),
            }),
            AstKind::Structure(members) => Type::Structure(self.fields_of(id, members)),
            AstKind::Union(members) => Type::Union(self.fields_of(id, members)),
            AstKind::Service(_) | AstKind::Operation(_) | AstKind::Resource(_) => {
                self.problem(shape.at, id, "shapes of this type are not supported here");
                return None;
            }
        })
    }

    fn simple(&mut self, simple: Simple, at: Position, id: &ShapeId) -> Option<Type> {
        let integer = |min, max| Type::Integer { min, max };
        Some(match simple {
            Simple::Boolean => Type::Boolean,
            Simple::String => Type::String,
            Simple::Blob => Type::Blob,
            Simple::Byte => integer(i8::MIN.into(), i8::MAX.into()),
            Simple::Short => integer(i16::MIN.into(), i16::MAX.into()),
            Simple::Integer => integer(i32::MIN.into(), i32::MAX.into()),
            Simple::Long => integer(i64::MIN, i64::MAX),
            Simple::Float | Simple::Double => Type::Float,
            Simple::Timestamp => Type::Timestamp,
            Simple::Document => Type::Document,
            Simple::BigInteger | Simple::BigDecimal => {
                let message = format!("the type {} is not supported", simple.name());
                self.problem(at, id, &message);
                return None;
            }
        })
    }

    /// Reads the values of an enum; a member without one has its name as value.
    fn enum_values(&mut self, shape: &Shape, members: &Members) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        for (name, member) in members {
            self.check_traits(&shape.id, &[&traits::OF_ENUM_VALUES], &member.traits);
            let value = member.traits.get(traits::ENUM_VALUE);
            let value = value.map_or(Some(name.as_str()), |value| value.node.as_str());
            if let Some(value) = value {
                values.insert(value.to_owned());
            } else {
                self.problem(member.at, &shape.id, "a value of an enum must be a string");
            }
        }
        self.non_empty(shape, values)
    }

    fn int_enum_values(&mut self, shape: &Shape, members: &Members) -> BTreeSet<i64> {
        let mut values = BTreeSet::new();
        for member in members.values() {
            self.check_traits(&shape.id, &[&traits::OF_ENUM_VALUES], &member.traits);
            let value = member.traits.get(traits::ENUM_VALUE);
            if let Some(value) = value.and_then(|value| as_i32(&value.node)) {
                values.insert(value.into());
            } else {
                let message = "a value of an intEnum must be a 32-bit integer";
                self.problem(member.at, &shape.id, message);
            }
        }
        self.non_empty(shape, values)
    }

    /// Reads the values of a string with the deprecated trait `enum`.
    fn enum_trait(&mut self, shape: &Shape) -> BTreeSet<String> {
        let entries = shape.traits.get(traits::ENUM).map(|value| &value.node);
        let values = entries.and_then(|entries| {
            let value = |entry: &Node| Some(entry.as_object()?.get("value")?.as_str()?.to_owned());
            entries.as_array()?.iter().map(value).collect()
        });
        let Some(values) = values else {
            let message = "`smithy.api#enum` must be an array of objects with a string as `value`";
            self.problem(shape.at, &shape.id, message);
            return BTreeSet::new();
        };
        self.non_empty(shape, values)
    }

    fn non_empty<T>(&mut self, shape: &Shape, values: BTreeSet<T>) -> BTreeSet<T> {
        if values.is_empty() {
            self.problem(shape.at, &shape.id, "an enum must have values");
        }
        values
    }

    fn fields_of(&mut self, owner: &ShapeId, members: &'a Members) -> Vec<Field> {
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
            self.problem(json_name.node.at, owner, "a string is required");
        }
        key.unwrap_or_default().to_owned()
    }

    fn member(&mut self, owner: &ShapeId, member: &'a AstMember) -> Member {
        let supported = [&traits::OF_MEMBERS[..], &constraints::TRAITS];
        self.check_traits(owner, &supported, &member.traits);
        self.queue.push_back(&member.target);
        let target = self.ast.shapes.get(&member.target.target);
        let read = constraints::read(target.map(|shape| &shape.traits), &member.traits);
        let constraints = read.unwrap_or_else(|(at, message)| {
            self.problem(at, owner, &message);
            Constraints::default()
        });
        Member {
            target: member.target.target.clone(),
            constraints,
        }
    }
}

fn as_i32(node: &Node) -> Option<i32> {
    let Value::Number(number) = &node.value else {
        return None;
    };
    i32::try_from(number.as_i64()?).ok()
}

/// Returns the type of a shape of Smithy's prelude. Primitive types have the same JSON form as the others.
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
