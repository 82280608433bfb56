//! What members hold.

use personalize_events_ast::{Kind, Member, Shape, ShapeId, Simple};

use super::Lowering;
use crate::ir::{Number, Target, Type};
use crate::traits::{
    ENUM, LENGTH, PATTERN, Place, RANGE, Reader, SENSITIVE, SPARSE, STREAMING, TIMESTAMP_FORMAT,
    UNIQUE_ITEMS,
};

const HELD: &str = "members hold strings, enums, numbers, booleans, blobs, timestamps, documents, lists, maps, \
     structures and unions";

/// How many lists and maps may hold one another before it is no model of people any more.
const DEEPEST: usize = 64;

/// A member of a shape, whose traits have been judged, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    pub(super) name: &'a str,
    pub(super) member: &'a Member,
    pub(super) from: &'a ShapeId,
}

impl<'a> Slot<'a> {
    pub(super) fn traits(&self) -> Reader<'a> {
        Reader::judged(&self.member.traits, self.from)
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn target(&mut self, slot: Slot<'a>) -> Option<Target> {
        let target = &slot.member.target;
        if let Some(simple) = prelude(target.target.as_str()) {
            return self.value(slot, None, simple);
        }
        let shape = self.resolve(target, slot.from)?;
        match &shape.kind {
            Kind::Simple(simple) => self.value(slot, Some(shape), *simple),
            Kind::List(element) => self.list(slot, shape, element),
            Kind::Map { key, value } => self.map(slot, shape, key, value),
            Kind::Structure(_) => Some(self.reached(slot, shape, Type::Structure)),
            Kind::Union(_) => Some(self.reached(slot, shape, Type::Union)),
            Kind::Enum(members) => {
                self.enum_shape(shape, members, Place::Enum);
                Some(self.enumerated(slot, shape))
            }
            Kind::IntEnum(members) => {
                self.enum_shape(shape, members, Place::IntEnum);
                Some(self.enumerated(slot, shape))
            }
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) | Kind::Apply => {
                let message = format!("`{}` is nothing that a member can hold; {HELD}", shape.id);
                self.refuse(target.at, slot.from, message);
                None
            }
        }
    }

    fn value(
        &mut self,
        slot: Slot<'a>,
        shape: Option<&'a Shape>,
        simple: Simple,
    ) -> Option<Target> {
        let traits = shape
            .map(|shape| Reader::new(&shape.traits, place(simple), &shape.id, &mut self.collector));
        if let (Some(shape), Some(traits)) = (shape, traits)
            && traits.has(ENUM)
        {
            self.enum_string(shape, traits);
            return Some(self.enumerated(slot, shape));
        }
        let media_type = traits.and_then(|traits| traits.media_type());
        let own_format = slot.traits().timestamp_format();
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
                let of_shape = traits.and_then(|traits| traits.timestamp_format());
                Type::Timestamp(own_format.or(of_shape))
            }
            Simple::Blob if traits.is_some_and(|traits| traits.flag(STREAMING)) => Type::Stream,
            Simple::Blob => Type::Blob,
            Simple::Document => Type::Document,
            // What reaches them has been refused.
            Simple::BigInteger | Simple::BigDecimal => return None,
        };
        if !matches!(ty, Type::Timestamp(_))
            && let Some(value) = slot.traits().get(TIMESTAMP_FORMAT)
        {
            let message = format!("`{}` is no timestamp, so it has no such format", slot.name);
            self.refuse(value.at, slot.from, message);
        }
        let fitting: &[&str] = match simple {
            Simple::String => &[LENGTH, PATTERN],
            Simple::Blob => &[LENGTH],
            Simple::Byte
            | Simple::Short
            | Simple::Integer
            | Simple::Long
            | Simple::Float
            | Simple::Double => &[RANGE],
            Simple::Boolean
            | Simple::Timestamp
            | Simple::Document
            | Simple::BigInteger
            | Simple::BigDecimal => &[],
        };
        let constraints = self.constraints(slot, shape, fitting);
        self.check_range(slot, &ty, &constraints);
        Some(Target {
            ty,
            sensitive: slot.traits().flag(SENSITIVE) || is_sensitive(shape),
            media_type,
            constraints,
        })
    }

    /// A value of an enum. The model says which values there are; what constrains them besides could only
    /// refuse those that come later.
    fn enumerated(&mut self, slot: Slot<'a>, shape: &'a Shape) -> Target {
        self.constraints(slot, None, &[LENGTH, PATTERN, RANGE]);
        Target {
            ty: Type::Enum(shape.id.clone()),
            sensitive: slot.traits().flag(SENSITIVE) || is_sensitive(Some(shape)),
            media_type: None,
            constraints: Vec::new(),
        }
    }

    fn list(&mut self, slot: Slot<'a>, shape: &'a Shape, element: &'a Member) -> Option<Target> {
        let traits = Reader::new(&shape.traits, Place::List, &shape.id, &mut self.collector);
        let element = Box::new(self.held(slot, shape, &[("member", element)])?.pop()?);
        Some(Target {
            sensitive: slot.traits().flag(SENSITIVE)
                || is_sensitive(Some(shape))
                || element.sensitive,
            constraints: self.constraints(slot, Some(shape), &[LENGTH, UNIQUE_ITEMS]),
            media_type: None,
            ty: Type::List {
                element,
                sparse: traits.flag(SPARSE),
            },
        })
    }

    fn map(
        &mut self,
        slot: Slot<'a>,
        shape: &'a Shape,
        key: &'a Member,
        value: &'a Member,
    ) -> Option<Target> {
        let traits = Reader::new(&shape.traits, Place::Map, &shape.id, &mut self.collector);
        let mut held = self.held(slot, shape, &[("key", key), ("value", value)])?;
        let value = Box::new(held.pop()?);
        let lowered = Box::new(held.pop()?);
        let is_string_enum = |id: &ShapeId| {
            let shape = self.model.shapes.get(id);
            shape.is_some_and(|shape| !matches!(shape.kind, Kind::IntEnum(_)))
        };
        let fits = if let Type::Enum(id) = &lowered.ty {
            is_string_enum(id)
        } else {
            matches!(lowered.ty, Type::String)
        };
        if !fits {
            let message = "the key of a map must be a string or an enum of strings";
            self.refuse(key.target.at, &shape.id, message);
        }
        Some(Target {
            sensitive: slot.traits().flag(SENSITIVE)
                || is_sensitive(Some(shape))
                || lowered.sensitive
                || value.sensitive,
            constraints: self.constraints(slot, Some(shape), &[LENGTH]),
            media_type: None,
            ty: Type::Map {
                key: lowered,
                value,
                sparse: traits.flag(SPARSE),
            },
        })
    }

    /// What the members of a list or map hold.
    fn held(
        &mut self,
        slot: Slot<'a>,
        shape: &'a Shape,
        members: &[(&'a str, &'a Member)],
    ) -> Option<Vec<Target>> {
        if self.containers.contains(&&shape.id) || self.containers.len() >= DEEPEST {
            let target = &slot.member.target;
            let message = format!(
                "`{}` holds itself without a structure or union between, or is too deep; break the \
                 circle",
                target.target
            );
            self.refuse(target.at, slot.from, message);
            return None;
        }
        self.containers.push(&shape.id);
        let held: Vec<Option<Target>> = members
            .iter()
            .map(|(name, member)| {
                let (traits, from) = (&member.traits, &shape.id);
                Reader::new(traits, Place::Element, from, &mut self.collector);
                let target = self.target(Slot { name, member, from })?;
                self.refuse_stream(&target, member, from);
                Some(target)
            })
            .collect();
        self.containers.pop();
        held.into_iter().collect()
    }

    /// Refuses a stream that is no whole body.
    pub(super) fn refuse_stream(&mut self, target: &Target, member: &Member, from: &ShapeId) {
        if matches!(target.ty, Type::Stream) {
            let message = "a stream can only be the payload of an operation";
            self.refuse(member.target.at, from, message);
        }
    }

    fn reached(&mut self, slot: Slot<'a>, shape: &'a Shape, ty: fn(ShapeId) -> Type) -> Target {
        if self.seen.insert(&shape.id) {
            self.pending.push(shape);
        }
        Target {
            ty: ty(shape.id.clone()),
            sensitive: slot.traits().flag(SENSITIVE),
            media_type: None,
            constraints: self.constraints(slot, None, &[]),
        }
    }
}

/// A simple shape of the prelude. Some have a default, as `PrimitiveBoolean`; members repeat it, so that it
/// decides nothing by itself.
pub(super) fn prelude(id: &str) -> Option<Simple> {
    match id.strip_prefix("smithy.api#Primitive") {
        Some(name) => Simple::prelude(&format!("smithy.api#{name}")),
        None => Simple::prelude(id),
    }
}

fn is_sensitive(shape: Option<&Shape>) -> bool {
    shape.is_some_and(|shape| Reader::judged(&shape.traits, &shape.id).flag(SENSITIVE))
}

/// Where the traits of a simple shape stand.
pub(super) fn place(simple: Simple) -> Place {
    match simple {
        Simple::String => Place::String,
        Simple::Blob => Place::Blob,
        Simple::Timestamp => Place::Timestamp,
        Simple::Document => Place::Document,
        Simple::Boolean
        | Simple::Byte
        | Simple::Short
        | Simple::Integer
        | Simple::Long
        | Simple::Float
        | Simple::Double
        | Simple::BigInteger
        | Simple::BigDecimal => Place::Scalar,
    }
}
