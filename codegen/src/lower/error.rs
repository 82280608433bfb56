//! Errors: structures that answers carry instead of an output.

use personalize_events_ast::{Kind, Member, Reference, Shape, ShapeId, Simple};

use super::Lowering;
use crate::ir::ErrorShape;
use crate::traits::{Place, Reader};

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
            let message = format!("the error `{}` is no structure", shape.id);
            self.refuse(reference.at, &from.id, message);
            return None;
        };
        let traits = Reader::new(
            &shape.traits,
            Place::Structure,
            &shape.id,
            &mut self.collector,
        );
        let kind = self.needed(&traits, "smithy.api#error", shape, Reader::error);
        let status = traits.http_error(&mut self.collector);
        if traits.flag("smithy.api#sensitive", &mut self.collector) {
            self.refuse(shape.at, &shape.id, "sensitive errors are not generated");
        }
        let documentation = traits.documentation(&mut self.collector);
        let mut message = None;
        for (name, member) in members {
            if MESSAGE.contains(&name.as_str()) && message.is_none() {
                message = Some(self.message(member, &shape.id));
            } else {
                let text = format!("`{name}` is not generated: of an error only `message` is");
                self.refuse(member.at, &shape.id, text);
            }
        }
        Some(ErrorShape {
            id: shape.id.clone(),
            at: shape.at,
            documentation,
            status: status.unwrap_or(kind?.default_status()),
            message: message.flatten(),
        })
    }

    /// Checks that it is text; gives its documentation.
    fn message(&mut self, member: &Member, error: &'a ShapeId) -> Option<String> {
        let traits = Reader::new(&member.traits, Place::Member, error, &mut self.collector);
        traits.flag("smithy.api#required", &mut self.collector);
        let target = self.simple(&member.target, error)?;
        if target != Simple::String {
            let message = "the message of an error must be a string";
            self.refuse(member.target.at, error, message);
        }
        traits.documentation(&mut self.collector)
    }

    fn simple(&mut self, reference: &Reference, from: &ShapeId) -> Option<Simple> {
        if let Some(simple) = Simple::prelude(reference.target.as_str()) {
            return Some(simple);
        }
        let shape = self.resolve(reference, from)?;
        if let Kind::Simple(simple) = shape.kind {
            Reader::new(
                &shape.traits,
                super::structure::place(simple),
                &shape.id,
                &mut self.collector,
            );
            return Some(simple);
        }
        let message = format!("`{}` is no simple shape", shape.id);
        self.refuse(reference.at, from, message);
        None
    }
}
