//! Errors: structures that operations return instead of an output.

use personalize_events_ast::{Kind, Reference, Shape};

use super::binding::Role;
use super::context::{Lowering, MemberRef};
use super::structure::with_members;
use crate::ir::{Binding, ErrorMessage, ErrorShape, Type};
use crate::traits::{ERROR, HTTP_ERROR, ShapeType};

/// The names of the member with the message of an error.
const MESSAGE: [&str; 3] = ["message", "Message", "errorMessage"];

impl<'a> Lowering<'a> {
    /// Lowers an error unless that has been done.
    pub(super) fn error(&mut self, reference: &Reference, from: &Shape) {
        let Some(shape) = self.resolve(reference, &from.id) else {
            return;
        };
        if !self.errors.contains_key(&shape.id) {
            let error = self.error_shape(shape, reference, from);
            self.errors.insert(&shape.id, error);
        }
    }

    fn error_shape(
        &mut self,
        shape: &'a Shape,
        reference: &Reference,
        from: &Shape,
    ) -> Option<ErrorShape> {
        let Kind::Structure(members) = &shape.kind else {
            let message = format!("the error `{}` is not a structure; make it one", shape.id);
            self.report(reference.at, &from.id, message);
            return None;
        };
        let traits = self.traits(shape, ShapeType::Structure);
        let default_status = self.required(traits, &ERROR, shape);
        let (mut message, mut lowered) = (None, Vec::new());
        for (name, member) in members {
            let member = MemberRef::new(name, member, &shape.id);
            let Some(member) = self.member(member, Role::Error) else {
                continue;
            };
            let is_message = MESSAGE.contains(&name.as_str())
                && member.binding == Binding::Body
                && matches!(member.target.ty, Type::String);
            if is_message && message.is_none() {
                message = Some(ErrorMessage {
                    documentation: member.documentation,
                    sensitive: member.target.sensitive,
                });
            } else {
                lowered.push(member);
            }
        }
        self.check_bindings(shape, &lowered);
        Some(ErrorShape {
            structure: with_members(shape, traits, lowered),
            status: traits.get(&HTTP_ERROR).unwrap_or(default_status?),
            message,
        })
    }
}
