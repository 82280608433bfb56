//! Targets: the types and constraints of members.

use personalize_events_ast::{Kind, Member, Shape, ShapeId, Simple};

use super::context::{Lowering, MemberRef};
use crate::ir::{Number, Target, Type};
use crate::traits::{
    ENUM, LENGTH, MEDIA_TYPE, PATTERN, RANGE, RULE, Reader, SENSITIVE, SPARSE, STREAMING,
    ShapeType, TIMESTAMP_FORMAT, UNIQUE_ITEMS,
};

/// The limit on the nesting of lists and maps, which bounds the recursion of all stages.
const MAX_DEPTH: usize = 64;

impl<'a> Lowering<'a> {
    pub(super) fn target(&mut self, member: MemberRef<'a>) -> Option<Target> {
        let target = &member.member.target;
        if let Some(simple) = prelude(target.target.as_str()) {
            return Some(self.simple(member, None, simple));
        }
        let shape = self.resolve(target, member.owner)?;
        match &shape.kind {
            Kind::Simple(simple) => Some(self.simple(member, Some(shape), *simple)),
            Kind::List(element) => self.list(member, shape, element),
            Kind::Map { key, value } => self.map(member, shape, key, value),
            Kind::Structure(_) => Some(self.reached(member, shape, Type::Structure)),
            Kind::Union(_) => Some(self.reached(member, shape, Type::Union)),
            Kind::Enum(members) | Kind::IntEnum(members) => {
                self.enum_shape(shape, members);
                Some(self.enumerated(member, shape))
            }
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => {
                let message = format!(
                    "`{}` is not a type of values; target a simple shape, enum, list, map, structure or \
                     union",
                    shape.id
                );
                self.report(target.at, member.owner, message);
                None
            }
        }
    }

    fn simple(
        &mut self,
        member: MemberRef<'a>,
        shape: Option<&'a Shape>,
        simple: Simple,
    ) -> Target {
        let traits = shape.map(|shape| self.traits(shape, shape_type(simple)));
        if let (Some(shape), Some(traits)) = (shape, traits)
            && traits.has(&ENUM)
        {
            self.enum_string(shape, traits);
            return self.enumerated(member, shape);
        }
        let media_type = traits.and_then(|traits| traits.get(&MEDIA_TYPE));
        let own = member.traits();
        let ty = match simple {
            Simple::Boolean => Type::Boolean,
            Simple::Byte => Type::Number(Number::Byte),
            Simple::Short => Type::Number(Number::Short),
            Simple::Integer => Type::Number(Number::Integer),
            Simple::Long => Type::Number(Number::Long),
            Simple::Float => Type::Number(Number::Float),
            Simple::Double => Type::Number(Number::Double),
            Simple::String if media_type.as_deref() == Some("application/json") => Type::Json,
            Simple::String => Type::String,
            Simple::Timestamp => {
                let of_shape = traits.and_then(|traits| traits.get(&TIMESTAMP_FORMAT));
                Type::Timestamp(own.get(&TIMESTAMP_FORMAT).or(of_shape))
            }
            Simple::Blob if traits.is_some_and(|traits| traits.flag(&STREAMING)) => Type::Stream,
            Simple::Blob => Type::Blob,
            Simple::Document => Type::Document,
            Simple::BigInteger => Type::Number(Number::BigInteger),
            Simple::BigDecimal => Type::Number(Number::BigDecimal),
        };
        if !matches!(ty, Type::Timestamp(_))
            && let Some(value) = own.node(&TIMESTAMP_FORMAT)
        {
            let (name, id) = (member.name, TIMESTAMP_FORMAT.id);
            let message =
                format!("`{name}` has the trait `{id}` but is not a timestamp; remove it");
            self.report(value.at, member.owner, message);
        }
        let allowed: &[&str] = if matches!(ty, Type::String | Type::Json) {
            &[LENGTH.id, PATTERN.id, RULE.id]
        } else if matches!(ty, Type::Timestamp(_)) {
            &[RULE.id]
        } else if matches!(ty, Type::Blob | Type::Stream) {
            &[LENGTH.id]
        } else if matches!(ty, Type::Number(_)) {
            &[RANGE.id]
        } else {
            &[]
        };
        let constraints = self.constraints(member, shape, allowed);
        self.check_range(member, &ty, &constraints);
        Target {
            media_type,
            constraints,
            ..target(member, shape, ty)
        }
    }

    /// A value of an enum. Constraints are checked and ignored: beyond the known values they could only
    /// forbid later ones.
    fn enumerated(&mut self, member: MemberRef<'a>, shape: &'a Shape) -> Target {
        self.constraints(member, None, &[LENGTH.id, PATTERN.id, RANGE.id]);
        target(member, Some(shape), Type::Enum(shape.id.clone()))
    }

    fn list(
        &mut self,
        member: MemberRef<'a>,
        shape: &'a Shape,
        element: &'a Member,
    ) -> Option<Target> {
        let traits = self.traits(shape, ShapeType::List);
        let [element] = self.held(member, shape, [("member", element)])?;
        let ty = Type::List {
            element: Box::new(element),
            sparse: traits.flag(&SPARSE),
        };
        Some(Target {
            constraints: self.constraints(member, Some(shape), &[LENGTH.id, UNIQUE_ITEMS.id]),
            ..target(member, Some(shape), ty)
        })
    }

    fn map(
        &mut self,
        member: MemberRef<'a>,
        shape: &'a Shape,
        key: &'a Member,
        value: &'a Member,
    ) -> Option<Target> {
        let traits = self.traits(shape, ShapeType::Map);
        let [mut lowered, value] = self.held(member, shape, [("key", key), ("value", value)])?;
        // A key is a string on the wire, whatever it contains.
        if matches!(lowered.ty, Type::Json) {
            lowered.ty = Type::String;
        }
        if !self.is_string(&lowered.ty) {
            let message = "the key of the map is not a string; use a string or an enum of strings";
            self.report(key.target.at, &shape.id, message);
        }
        let ty = Type::Map {
            key: Box::new(lowered),
            value: Box::new(value),
            sparse: traits.flag(&SPARSE),
        };
        Some(Target {
            constraints: self.constraints(member, Some(shape), &[LENGTH.id]),
            ..target(member, Some(shape), ty)
        })
    }

    pub(super) fn is_int_enum(&self, id: &ShapeId) -> bool {
        let shape = self.model.shapes.get(id);
        shape.is_some_and(|shape| matches!(shape.kind, Kind::IntEnum(_)))
    }

    /// Whether a value is a string on the wire.
    pub(super) fn is_string(&self, ty: &Type) -> bool {
        if let Type::Enum(id) = ty {
            !self.is_int_enum(id)
        } else {
            matches!(ty, Type::String | Type::Json)
        }
    }

    /// The targets of the members of a list or map.
    fn held<const N: usize>(
        &mut self,
        member: MemberRef<'a>,
        shape: &'a Shape,
        members: [(&'a str, &'a Member); N],
    ) -> Option<[Target; N]> {
        if self.containers.contains(&&shape.id) || self.containers.len() >= MAX_DEPTH {
            let target = &member.member.target;
            let message = format!(
                "`{}` contains itself without a structure or union in between, or is deeper than \
                 {MAX_DEPTH} levels; put a structure in between",
                target.target
            );
            self.report(target.at, member.owner, message);
            return None;
        }
        self.containers.push(&shape.id);
        let held = members.map(|(name, member)| {
            let member = MemberRef::new(name, member, &shape.id);
            self.member_traits(member, ShapeType::Element);
            let target = self.target(member)?;
            self.reject_stream(&target, member);
            Some(target)
        });
        self.containers.pop();
        let held: Option<Vec<Target>> = held.into_iter().collect();
        held?.try_into().ok()
    }

    pub(super) fn reject_stream(&mut self, target: &Target, member: MemberRef<'_>) {
        if matches!(target.ty, Type::Stream) {
            let message = "a stream is not the payload of an operation; bind it as the payload";
            self.report(member.member.target.at, member.owner, message);
        }
    }

    fn reached(
        &mut self,
        member: MemberRef<'a>,
        shape: &'a Shape,
        ty: fn(ShapeId) -> Type,
    ) -> Target {
        if self.seen.insert(&shape.id) {
            self.pending.push(shape);
        }
        self.constraints(member, None, &[]);
        target(member, None, ty(self.id_of_value(shape)))
    }
}

/// A target without constraints. It is sensitive if the member, the shape or a held target is.
fn target(member: MemberRef<'_>, shape: Option<&Shape>, ty: Type) -> Target {
    let of_shape = shape.map(|shape| Reader::checked(&shape.traits, &shape.id));
    let sensitive = member.traits().flag(&SENSITIVE)
        || of_shape.is_some_and(|traits| traits.flag(&SENSITIVE))
        || ty.held().into_iter().any(|held| held.sensitive);
    Target {
        sensitive,
        ..Target::new(ty)
    }
}

/// A simple shape of the prelude. Some, as `PrimitiveBoolean`, have a default, which members repeat.
fn prelude(id: &str) -> Option<Simple> {
    match id.strip_prefix("smithy.api#Primitive") {
        Some(name) => Simple::prelude(&format!("smithy.api#{name}")),
        None => Simple::prelude(id),
    }
}

fn shape_type(simple: Simple) -> ShapeType {
    match simple {
        Simple::String => ShapeType::String,
        Simple::Blob => ShapeType::Blob,
        Simple::Timestamp => ShapeType::Timestamp,
        Simple::Document => ShapeType::Document,
        Simple::Boolean
        | Simple::Byte
        | Simple::Short
        | Simple::Integer
        | Simple::Long
        | Simple::Float
        | Simple::Double
        | Simple::BigInteger
        | Simple::BigDecimal => ShapeType::Scalar,
    }
}
