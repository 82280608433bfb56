//! The shapes that inputs are made of, with the limits on each member.

use personalize_events_ast::{
    Kind as AstKind, Member as AstMember, Position, Reference, ShapeId, Simple,
};

use super::{Loader, REQUIRED};
use crate::limits;
use crate::model::{Field, Kind, Member};

impl Loader<'_> {
    /// Reads a shape and all it leads to, each once: shapes may contain themselves.
    pub(super) fn shape(&mut self, reference: &Reference) {
        let id = &reference.target;
        if self.shapes.contains_key(id) {
            return;
        }
        if let Some(simple) = Simple::prelude(id.as_str()) {
            self.simple(simple, reference.at, id);
            return;
        }
        let ast = self.ast;
        let Some(shape) = ast.shapes.get(id) else {
            self.problem(reference.at, id, "there is no such shape");
            return;
        };
        self.known(id, &shape.traits);
        if let Some(mixin) = shape.mixins.first() {
            self.problem(mixin.at, id, "mixins are not interpreted");
        }
        match &shape.kind {
            AstKind::Simple(simple) => self.simple(*simple, shape.at, id),
            AstKind::List(member) => {
                self.shapes.insert(id.clone(), Kind::Boolean);
                let member = self.member(id, member);
                self.shapes.insert(id.clone(), Kind::List(member));
            }
            AstKind::Structure(members) => {
                self.shapes.insert(id.clone(), Kind::Structure(Vec::new()));
                let fields = members
                    .iter()
                    .map(|(name, member)| Field {
                        name: name.clone(),
                        required: member.traits.contains_key(REQUIRED),
                        member: self.member(id, member),
                    })
                    .collect();
                self.shapes.insert(id.clone(), Kind::Structure(fields));
            }
            AstKind::Enum(_)
            | AstKind::IntEnum(_)
            | AstKind::Map { .. }
            | AstKind::Union(_)
            | AstKind::Service(_)
            | AstKind::Operation(_)
            | AstKind::Resource(_)
            | AstKind::Apply => {
                self.problem(shape.at, id, "shapes of this type are not interpreted");
            }
        }
    }

    fn simple(&mut self, simple: Simple, at: Position, id: &ShapeId) {
        let whole = |least, most| Kind::Whole { least, most };
        let kind = match simple {
            Simple::Boolean => Kind::Boolean,
            Simple::String => Kind::String,
            Simple::Byte => whole(i8::MIN.into(), i8::MAX.into()),
            Simple::Short => whole(i16::MIN.into(), i16::MAX.into()),
            Simple::Integer => whole(i32::MIN.into(), i32::MAX.into()),
            Simple::Long => whole(i64::MIN, i64::MAX),
            Simple::Float | Simple::Double => Kind::Number,
            Simple::Timestamp => Kind::Timestamp,
            Simple::Blob | Simple::BigInteger | Simple::BigDecimal | Simple::Document => {
                let message = format!("a {} is not interpreted", simple.name());
                self.problem(at, id, &message);
                return;
            }
        };
        self.shapes.insert(id.clone(), kind);
    }

    fn member(&mut self, owner: &ShapeId, member: &AstMember) -> Member {
        self.known(owner, &member.traits);
        self.shape(&member.target);
        let shape = self.ast.shapes.get(&member.target.target);
        let read = limits::read(shape.map(|shape| &shape.traits), &member.traits);
        let limits = read.unwrap_or_else(|(at, message)| {
            self.problem(at, owner, &message);
            limits::NONE
        });
        Member {
            target: member.target.target.clone(),
            limits,
        }
    }
}
