//! Structures, their members, and what members hold.

use personalize_events_ast::{Kind, Member, Members, Shape, ShapeId, Simple};

use super::Lowering;
use crate::ir::{self, Constraint, Range, Structure, Target, Type};
use crate::traits::{
    ENUM, ERROR, HTTP_ERROR, LENGTH, MediaType, PATTERN, Place, RANGE, REQUIRED, Reader, SENSITIVE,
};

const HELD: &str =
    "members hold strings, enums, numbers, booleans, timestamps, lists and structures";

/// A member of a structure or list, whose traits have been judged, and where it stands.
#[derive(Clone, Copy)]
struct Slot<'a> {
    name: &'a str,
    member: &'a Member,
    from: &'a ShapeId,
}

impl<'a> Slot<'a> {
    fn traits(&self) -> Reader<'a> {
        Reader::judged(&self.member.traits, self.from)
    }
}

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
        for id in [ERROR, HTTP_ERROR] {
            if let Some(value) = traits.get(id) {
                let message = "an error can only be the answer of an operation";
                self.refuse(value.at, &shape.id, message);
            }
        }
        let members: Vec<Option<ir::Member>> = members
            .iter()
            .map(|(name, member)| self.member(name, member, &shape.id))
            .collect();
        self.open.pop();
        Some(Structure {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            sensitive: traits.flag(SENSITIVE),
            members: members.into_iter().collect::<Option<_>>()?,
        })
    }

    fn member(
        &mut self,
        name: &'a str,
        member: &'a Member,
        from: &'a ShapeId,
    ) -> Option<ir::Member> {
        let traits = Reader::new(&member.traits, Place::Member, from, &mut self.collector);
        Some(ir::Member {
            name: name.to_owned(),
            at: member.at,
            documentation: traits.documentation(),
            required: traits.flag(REQUIRED),
            target: self.target(Slot { name, member, from })?,
        })
    }

    fn target(&mut self, slot: Slot<'a>) -> Option<Target> {
        let target = &slot.member.target;
        if let Some(simple) = Simple::prelude(target.target.as_str()) {
            return self.value(slot, None, simple);
        }
        let shape = self.resolve(target, slot.from)?;
        match &shape.kind {
            Kind::Simple(simple) => self.value(slot, Some(shape), *simple),
            Kind::List(element) => self.list(slot, shape, element),
            Kind::Structure(members) => self.reached(slot, shape, members),
            Kind::Enum(members) => {
                self.enum_shape(shape, members);
                Some(self.enumerated(slot, shape))
            }
            Kind::IntEnum(_) => self.unsupported(slot, "intEnums"),
            Kind::Map { .. } => self.unsupported(slot, "maps"),
            Kind::Union(_) => self.unsupported(slot, "unions"),
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) | Kind::Apply => {
                let message = format!("`{}` is nothing that a member can hold; {HELD}", shape.id);
                self.refuse(target.at, slot.from, message);
                None
            }
        }
    }

    fn unsupported(&mut self, slot: Slot<'_>, what: &str) -> Option<Target> {
        let target = &slot.member.target;
        let message = format!(
            "{what} are not generated, and `{}` is one; {HELD}",
            target.target
        );
        self.refuse(target.at, slot.from, message);
        None
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
                return self.unsupported(slot, &format!("shapes of type {}", simple.name()));
            }
        };
        let fitting: &[&str] = match ty {
            Type::String | Type::Json => &[LENGTH, PATTERN],
            Type::Byte | Type::Short | Type::Integer | Type::Long | Type::Float | Type::Double => {
                &[RANGE]
            }
            Type::Boolean
            | Type::Timestamp
            | Type::List(_)
            | Type::Structure(_)
            | Type::Enum(_) => &[],
        };
        let constraints = self.constraints(slot, shape, fitting);
        self.check_range(slot, &ty, &constraints);
        Some(Target {
            ty,
            sensitive: slot.traits().flag(SENSITIVE) || is_sensitive(shape),
            constraints,
        })
    }

    /// A value of an enum, on which no constraint stands: the model says which values there are.
    fn enumerated(&mut self, slot: Slot<'a>, shape: &'a Shape) -> Target {
        Target {
            ty: Type::Enum(shape.id.clone()),
            sensitive: slot.traits().flag(SENSITIVE) || is_sensitive(Some(shape)),
            constraints: self.constraints(slot, None, &[]),
        }
    }

    fn list(&mut self, slot: Slot<'a>, shape: &'a Shape, element: &'a Member) -> Option<Target> {
        if !self.open.insert(&shape.id) {
            return self.holds_itself(slot);
        }
        Reader::new(&shape.traits, Place::List, &shape.id, &mut self.collector);
        Reader::new(
            &element.traits,
            Place::Element,
            &shape.id,
            &mut self.collector,
        );
        let held = self.target(Slot {
            name: "member",
            member: element,
            from: &shape.id,
        });
        self.open.pop();
        let held = held?;
        if matches!(held.ty, Type::Float | Type::Double) {
            let message = "lists of floating-point numbers are not generated, only single ones";
            self.refuse(element.target.at, &shape.id, message);
        }
        Some(Target {
            sensitive: slot.traits().flag(SENSITIVE) || is_sensitive(Some(shape)) || held.sensitive,
            constraints: self.constraints(slot, Some(shape), &[LENGTH]),
            ty: Type::List(Box::new(held)),
        })
    }

    fn reached(
        &mut self,
        slot: Slot<'a>,
        shape: &'a Shape,
        members: &'a Members,
    ) -> Option<Target> {
        if self.open.contains(&shape.id) {
            return self.holds_itself(slot);
        }
        if !self.structures.contains_key(&shape.id) {
            let structure = self.structure(shape, members);
            self.structures.insert(&shape.id, structure);
        }
        Some(Target {
            ty: Type::Structure(shape.id.clone()),
            sensitive: slot.traits().flag(SENSITIVE),
            constraints: self.constraints(slot, None, &[]),
        })
    }

    fn holds_itself(&mut self, slot: Slot<'_>) -> Option<Target> {
        let target = &slot.member.target;
        let message = format!(
            "`{}` holds itself, which is not generated; break the circle",
            target.target
        );
        self.refuse(target.at, slot.from, message);
        None
    }

    /// The constraints of a value: those of the member go before those of its target. Where those
    /// of a target may stand has been judged, so only a member's can be unfit.
    fn constraints(
        &mut self,
        slot: Slot<'a>,
        shape: Option<&'a Shape>,
        fitting: &[&str],
    ) -> Vec<Constraint> {
        let own = slot.traits();
        for (id, value) in own.constraints() {
            if !fitting.contains(&id.as_str()) {
                let target = &slot.member.target.target;
                let message = format!("the trait `{id}` does not fit `{target}`");
                self.refuse(value.at, slot.from, message);
            }
        }
        let of_target = shape.map(|shape| Reader::judged(&shape.traits, &shape.id));
        let nearest = |id: &str| if own.has(id) { Some(own) } else { of_target };
        let length = nearest(LENGTH).and_then(|traits| traits.length());
        let pattern = nearest(PATTERN).and_then(|traits| {
            let pattern = traits.pattern()?;
            let owner = if own.has(PATTERN) {
                format!("{}${}", slot.from.name(), slot.name)
            } else {
                traits.shape().name().to_owned()
            };
            Some(Constraint::Pattern { owner, pattern })
        });
        let length = length.map(Constraint::Length);
        let range = nearest(RANGE).and_then(|traits| traits.range());
        let range = range.map(Constraint::Range);
        length.into_iter().chain(range).chain(pattern).collect()
    }

    /// An integer has bounds that are integers of its type: a value beyond could not be told.
    fn check_range(&mut self, slot: Slot<'_>, ty: &Type, constraints: &[Constraint]) {
        let bits = match ty {
            Type::Byte => 8,
            Type::Short => 16,
            Type::Integer => 32,
            Type::Long => 64,
            Type::Boolean
            | Type::Float
            | Type::Double
            | Type::String
            | Type::Json
            | Type::Timestamp
            | Type::List(_)
            | Type::Structure(_)
            | Type::Enum(_) => return,
        };
        let fits = |bound: &serde_json::Number| {
            let limit = 1_i128 << (bits - 1);
            bound
                .as_i128()
                .is_some_and(|bound| (-limit..limit).contains(&bound))
        };
        for constraint in constraints {
            let Constraint::Range(Range { min, max }) = constraint else {
                continue;
            };
            if let Some(bound) = [min, max].into_iter().flatten().find(|bound| !fits(bound)) {
                let message = format!(
                    "{bound} bounds `{}`, which is an integer of {bits} bits; give a whole number of \
                     as many",
                    slot.name
                );
                self.refuse(slot.member.at, slot.from, message);
            }
        }
    }
}

fn is_sensitive(shape: Option<&Shape>) -> bool {
    shape.is_some_and(|shape| Reader::judged(&shape.traits, &shape.id).flag(SENSITIVE))
}

/// Where the traits of a simple shape stand.
pub(super) fn place(simple: Simple) -> Place {
    if simple == Simple::String {
        Place::String
    } else {
        Place::Scalar
    }
}
