//! Errors: structures that answers carry instead of an output.

use personalize_events_ast::{Kind, Reference, Shape};

use super::Lowering;
use super::binding::Role;
use crate::ir::{Binding, ErrorMessage, ErrorShape, Type};
use crate::traits::{ERROR, Place, Reader, SENSITIVE};

/// The names under which the text of an error travels.
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
            let message = format!("the error `{}` is no structure; it has to be one", shape.id);
            self.refuse(reference.at, &from.id, message);
            return None;
        };
        let traits = Reader::new(
            &shape.traits,
            Place::Structure,
            &shape.id,
            &mut self.collector,
        );
        let kind = self.needed(&traits, ERROR, shape, traits.error());
        let (mut message, mut lowered) = (None, Vec::new());
        for (name, member) in members {
            let Some(member) = self.member(name, member, &shape.id, Role::Error) else {
                continue;
            };
            let is_text = MESSAGE.contains(&name.as_str())
                && member.binding == Binding::Body
                && matches!(member.target.ty, Type::String);
            if is_text && message.is_none() {
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
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            status: traits.http_error().unwrap_or(kind?.default_status()),
            sensitive: traits.flag(SENSITIVE),
            message,
            members: lowered,
        })
    }
}
