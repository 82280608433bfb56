//! Errors: structures that answers carry instead of an output.

use personalize_events_ast::{Kind, Member, Reference, Shape, ShapeId, Simple};

use super::Lowering;
use super::structure::place;
use crate::ir::ErrorShape;
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
        if let Some(sensitive) = traits.get(SENSITIVE) {
            let message = "sensitive errors are not generated: errors are shown";
            self.refuse(sensitive.at, &shape.id, message);
        }
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
            documentation: traits.documentation(),
            status: traits.http_error().unwrap_or(kind?.default_status()),
            message: message.flatten(),
        })
    }

    /// Checks that it is text that may be shown; gives its documentation.
    fn message(&mut self, member: &'a Member, error: &'a ShapeId) -> Option<String> {
        let traits = Reader::new(&member.traits, Place::Member, error, &mut self.collector);
        let mut sensitive = traits.flag(SENSITIVE);
        let mut simple = Simple::prelude(member.target.target.as_str());
        if simple.is_none() {
            let shape = self.resolve(&member.target, error)?;
            if let Kind::Simple(found) = shape.kind {
                let place = place(found);
                let traits = Reader::new(&shape.traits, place, &shape.id, &mut self.collector);
                sensitive |= traits.flag(SENSITIVE);
                simple = Some(found);
            }
        }
        if simple != Some(Simple::String) {
            let message = "the message of an error must be a string";
            self.refuse(member.target.at, error, message);
        }
        if sensitive {
            let message = "sensitive messages are not generated: errors are shown";
            self.refuse(member.at, error, message);
        }
        traits.documentation()
    }
}
