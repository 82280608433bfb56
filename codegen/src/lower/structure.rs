//! Structures, their members, and what members hold.

use personalize_events_ast::{Kind, Member, Members, Shape, ShapeId, Simple};

use super::{Lowering, nearest};
use crate::ir::{self, Constraint, Structure, Target, Type};
use crate::traits::{MediaType, Place, Reader};

impl<'a> Lowering<'a> {
    /// Lowers a structure and all that its members reach.
    pub(super) fn structure(
        &mut self,
        shape: &'a Shape,
        members: &'a Members,
    ) -> Option<Structure> {
        self.open.insert(&shape.id);
        let traits = Reader::new(
            &shape.traits,
            Place::Structure,
            &shape.id,
            &mut self.collector,
        );
        for id in ["smithy.api#error", "smithy.api#httpError"] {
            if let Some(value) = traits.get(id) {
                let message = "an error can only be the answer of an operation";
                self.refuse(value.at, &shape.id, message);
            }
        }
        let documentation = traits.documentation(&mut self.collector);
        let sensitive = traits.flag("smithy.api#sensitive", &mut self.collector);
        let members: Vec<Option<ir::Member>> = members
            .iter()
            .map(|(name, member)| self.member(name, member, &shape.id))
            .collect();
        self.open.pop();
        Some(Structure {
            id: shape.id.clone(),
            at: shape.at,
            documentation,
            sensitive,
            members: members.into_iter().collect::<Option<_>>()?,
        })
    }

    fn member(&mut self, name: &str, member: &'a Member, from: &'a ShapeId) -> Option<ir::Member> {
        let traits = Reader::new(&member.traits, Place::Member, from, &mut self.collector);
        let documentation = traits.documentation(&mut self.collector);
        let required = traits.flag("smithy.api#required", &mut self.collector);
        Some(ir::Member {
            name: name.to_owned(),
            at: member.at,
            documentation,
            required,
            target: self.target(member, from)?,
        })
    }

    fn target(&mut self, member: &'a Member, from: &'a ShapeId) -> Option<Target> {
        let marked = Reader::new_checked(&member.traits, from)
            .flag("smithy.api#sensitive", &mut self.collector);
        if let Some(simple) = Simple::prelude(member.target.target.as_str()) {
            return self.value(member, None, simple, marked, from);
        }
        let shape = self.resolve(&member.target, from)?;
        match &shape.kind {
            Kind::Simple(simple) => self.value(member, Some(shape), *simple, marked, from),
            Kind::List(element) => self.list(member, shape, element, marked, from),
            Kind::Structure(members) => self.reached(member, shape, members, marked, from),
            Kind::Enum(_) => self.unsupported(member, "enums", from),
            Kind::IntEnum(_) => self.unsupported(member, "intEnums", from),
            Kind::Map { .. } => self.unsupported(member, "maps", from),
            Kind::Union(_) => self.unsupported(member, "unions", from),
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) | Kind::Apply => {
                let message = format!("`{}` is nothing that a member can hold", shape.id);
                self.refuse(member.target.at, from, message);
                None
            }
        }
    }

    fn unsupported(&mut self, member: &Member, what: &str, from: &ShapeId) -> Option<Target> {
        let target = &member.target;
        let message = format!("{what} are not generated, and `{}` is one", target.target);
        self.refuse(target.at, from, message);
        None
    }

    fn value(
        &mut self,
        member: &'a Member,
        shape: Option<&'a Shape>,
        simple: Simple,
        marked: bool,
        from: &'a ShapeId,
    ) -> Option<Target> {
        let traits = shape
            .map(|shape| Reader::new(&shape.traits, place(simple), &shape.id, &mut self.collector));
        let media_type = traits.and_then(|traits| traits.media_type(&mut self.collector));
        let ty = match simple {
            Simple::Boolean => Type::Boolean,
            Simple::Byte => Type::Byte,
            Simple::Short => Type::Short,
            Simple::Integer => Type::Integer,
            Simple::Long => Type::Long,
            Simple::Float => Type::Float,
            Simple::Double => Type::Double,
            Simple::String if media_type == Some(MediaType::Json) => Type::Json,
            Simple::String => Type::String,
            Simple::Timestamp => Type::Timestamp,
            Simple::Blob | Simple::BigInteger | Simple::BigDecimal | Simple::Document => {
                let what = format!("shapes of type {}", simple.name());
                return self.unsupported(member, &what, from);
            }
        };
        let counted = matches!(ty, Type::String | Type::Json);
        Some(Target {
            ty,
            sensitive: marked | self.is_sensitive(traits),
            constraints: self.constraints(member, shape, counted, counted, from),
        })
    }

    fn list(
        &mut self,
        member: &'a Member,
        shape: &'a Shape,
        element: &'a Member,
        marked: bool,
        from: &'a ShapeId,
    ) -> Option<Target> {
        if !self.open.insert(&shape.id) {
            let message = format!("`{}` holds itself, which is not generated", shape.id);
            self.refuse(member.target.at, from, message);
            return None;
        }
        let traits = Reader::new(&shape.traits, Place::List, &shape.id, &mut self.collector);
        traits.documentation(&mut self.collector);
        Reader::new(
            &element.traits,
            Place::Element,
            &shape.id,
            &mut self.collector,
        );
        let held = self.target(element, &shape.id);
        self.open.pop();
        let held = held?;
        if matches!(held.ty, Type::Float | Type::Double) {
            let message = "lists of floating-point numbers are not generated";
            self.refuse(element.target.at, &shape.id, message);
        }
        Some(Target {
            sensitive: marked | self.is_sensitive(Some(traits)) | held.sensitive,
            constraints: self.constraints(member, Some(shape), true, false, from),
            ty: Type::List(Box::new(held)),
        })
    }

    fn reached(
        &mut self,
        member: &Member,
        shape: &'a Shape,
        members: &'a Members,
        marked: bool,
        from: &ShapeId,
    ) -> Option<Target> {
        if self.open.contains(&shape.id) {
            let message = format!("`{}` holds itself, which is not generated", shape.id);
            self.refuse(member.target.at, from, message);
            return None;
        }
        if !self.structures.contains_key(&shape.id) {
            let structure = self.structure(shape, members);
            self.structures.insert(&shape.id, structure);
        }
        Some(Target {
            ty: Type::Structure(shape.id.clone()),
            sensitive: marked,
            constraints: Vec::new(),
        })
    }

    fn is_sensitive(&mut self, traits: Option<Reader<'a>>) -> bool {
        traits.is_some_and(|traits| traits.flag("smithy.api#sensitive", &mut self.collector))
    }

    /// The constraints of a value; one on a kind of value that it does not fit is refused.
    fn constraints(
        &mut self,
        member: &'a Member,
        shape: Option<&'a Shape>,
        counted: bool,
        text: bool,
        from: &'a ShapeId,
    ) -> Vec<Constraint> {
        const LENGTH: &str = "smithy.api#length";
        const PATTERN: &str = "smithy.api#pattern";
        for (id, fits) in [(LENGTH, counted), (PATTERN, text)] {
            if let Some((value, _)) = nearest(member, shape, id)
                && !fits
            {
                self.refuse(
                    value.at,
                    from,
                    format!("the trait `{id}` does not fit this value"),
                );
                return Vec::new();
            }
        }
        let of = |id: &str| {
            let (_, on_member) = nearest(member, shape, id)?;
            Some(if on_member {
                Reader::new_checked(&member.traits, from)
            } else {
                Reader::new_checked(&shape?.traits, &shape?.id)
            })
        };
        let length = of(LENGTH).and_then(|traits| traits.length(&mut self.collector));
        let pattern = of(PATTERN).and_then(|traits| {
            let pattern = traits.pattern(&mut self.collector)?;
            let owner = traits.shape().name().to_owned();
            Some(Constraint::Pattern { owner, pattern })
        });
        let length = length.map(Constraint::Length);
        length.into_iter().chain(pattern).collect()
    }
}

/// Where the traits of a simple shape stand.
pub(super) fn place(simple: Simple) -> Place {
    if simple == Simple::String {
        Place::String
    } else {
        Place::Scalar
    }
}
