//! The structures and unions that can be deserialized: those whose JSON has all members, in the default formats of their types.

use std::collections::HashSet;

use personalize_events_ast::ShapeId;

use crate::ir::{Binding, Member, Service, TimestampFormat, Type};

/// The nested structures and unions that can be deserialized.
pub(crate) struct Deserialize<'a>(HashSet<&'a ShapeId>);

impl<'a> Deserialize<'a> {
    pub(super) fn of(service: &'a Service) -> Self {
        let all = service.structures.iter().chain(&service.unions);
        let mut found = Self(all.clone().map(|shape| &shape.id).collect());
        loop {
            let lacking = all.clone().filter(|shape| {
                let mut members = shape.members.iter();
                found.0.contains(&shape.id) && !members.all(|member| found.has(member))
            });
            let lacking: Vec<&ShapeId> = lacking.map(|shape| &shape.id).collect();
            if lacking.is_empty() {
                return found;
            }
            found.0.retain(|id| !lacking.contains(id));
        }
    }

    /// Whether a member can be deserialized.
    pub(super) fn has(&self, member: &Member) -> bool {
        member.binding == Binding::Body && self.has_type(&member.target.ty)
    }

    /// Whether a nested structure or union can be deserialized.
    pub(super) fn has_shape(&self, id: &ShapeId) -> bool {
        self.0.contains(id)
    }

    fn has_type(&self, ty: &Type) -> bool {
        match ty {
            // Deserializers round numbers.
            Type::Number(number) => !number.is_big(),
            Type::Boolean
            | Type::String
            | Type::Json
            | Type::Blob
            | Type::Document
            | Type::Enum(_)
            | Type::Unit
            | Type::Timestamp(None | Some(TimestampFormat::EpochSeconds)) => true,
            Type::Structure(id) | Type::Union(id) => self.has_shape(id),
            Type::List { element, .. } => self.has_type(&element.ty),
            Type::Map { key, value, .. } => self.has_type(&key.ty) && self.has_type(&value.ty),
            Type::Timestamp(Some(TimestampFormat::DateTime | TimestampFormat::HttpDate))
            | Type::Stream
            | Type::Source => false,
        }
    }
}
