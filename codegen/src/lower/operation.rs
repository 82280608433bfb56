//! Operations: where they are found, what they take, what they answer with.

use std::collections::HashSet;

use personalize_events_ast::{Kind, Reference, Shape, UNIT};

use super::Lowering;
use super::binding::Role;
use crate::ir::{Binding, Member, Message, Operation};
use crate::traits::{ENDPOINT, HTTP, Place, Reader, endpoint, http};

impl<'a> Lowering<'a> {
    /// Counts which operations take and give a structure.
    pub(super) fn count_messages(&mut self, operations: &[(&'a Reference, &'a Shape)]) {
        for (reference, _) in operations {
            let shape = self.model.shapes.get(&reference.target);
            let Some(Kind::Operation(operation)) = shape.map(|shape| &shape.kind) else {
                continue;
            };
            for message in [&operation.input, &operation.output].into_iter().flatten() {
                *self.messages.entry(&message.target).or_default() += 1;
            }
        }
    }

    /// Lowers an operation; the errors of the service have been lowered before.
    pub(super) fn operation(
        &mut self,
        reference: &Reference,
        service: &Shape,
        service_errors: &[Reference],
    ) -> Option<Operation> {
        let shape = self.resolve(reference, &service.id)?;
        let Kind::Operation(operation) = &shape.kind else {
            let message = format!("`{}` stands among operations and is none", shape.id);
            self.refuse(reference.at, &service.id, message);
            return None;
        };
        let traits = Reader::new(
            &shape.traits,
            Place::Operation,
            &shape.id,
            &mut self.collector,
        );
        let http = self.needed(&traits, HTTP, shape, traits.http());
        let host_prefix = traits.host_prefix();
        let input = self.message(operation.input.as_ref(), shape, Role::Input);
        let output = self.message(operation.output.as_ref(), shape, Role::Output);
        let mut errors = Vec::new();
        for error in &operation.errors {
            self.error(error, shape);
        }
        for error in operation.errors.iter().chain(service_errors) {
            if !errors.contains(&error.target) {
                errors.push(error.target.clone());
            }
        }
        let http = http?;
        let members = input
            .as_ref()
            .map_or(&[][..], |input| &input.structure.members);
        self.check_labels(&http.path, shape, traits, members);
        self.check_host(host_prefix.as_deref(), shape, traits, members);
        Some(Operation {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            http,
            host_prefix,
            input,
            output,
            errors,
        })
    }

    /// What an operation takes or gives: nothing if that is said, or if something in it was refused.
    fn message(
        &mut self,
        reference: Option<&'a Reference>,
        operation: &'a Shape,
        role: Role,
    ) -> Option<Message> {
        let reference = reference.filter(|reference| reference.target.as_str() != UNIT)?;
        let shape = self.resolve(reference, &operation.id)?;
        let Kind::Structure(members) = &shape.kind else {
            let message = format!(
                "the {} `{}` is no structure; it has to be one",
                role.describe(),
                shape.id
            );
            self.refuse(reference.at, &operation.id, message);
            return None;
        };
        let structure = self.structure(shape, members, role)?;
        self.check_bindings(shape, &structure.members);
        let dedicated = self.messages.get(&shape.id) == Some(&1) && !self.held.contains(&shape.id);
        Some(Message {
            structure,
            dedicated,
        })
    }

    /// Every label of the path is a member, and the other way round.
    fn check_labels(&mut self, path: &str, shape: &Shape, traits: Reader<'_>, members: &[Member]) {
        let Some(at) = traits.get(HTTP).map(|value| value.node.at) else {
            return;
        };
        let mut seen = HashSet::new();
        for label in http::labels(path) {
            let found = members.iter().find(|member| member.name == label);
            if found.is_none_or(|member| member.binding != Binding::Label) {
                let message = format!(
                    "the path has the label `{label}`, and the input no member of that name with \
                     `smithy.api#httpLabel`"
                );
                self.refuse(at, &shape.id, message);
            }
            if !seen.insert(label) {
                let message = format!("the path has the label `{label}` twice; keep one");
                self.refuse(at, &shape.id, message);
            }
        }
        for member in members {
            if member.binding == Binding::Label && !seen.contains(&*member.name) {
                let message = format!("the path has no label `{}`; add it", member.name);
                self.refuse(at, &shape.id, message);
            }
        }
    }

    fn check_host(
        &mut self,
        prefix: Option<&str>,
        shape: &Shape,
        traits: Reader<'_>,
        members: &[Member],
    ) {
        let (Some(at), Some(prefix)) = (traits.get(ENDPOINT).map(|value| value.node.at), prefix)
        else {
            return;
        };
        for label in endpoint::labels(prefix) {
            let mut members = members.iter();
            if !members.any(|member| member.name == label && member.host_label) {
                let message = format!(
                    "the host prefix has the label `{label}`, and the input no member of that name \
                     with `smithy.api#hostLabel`"
                );
                self.refuse(at, &shape.id, message);
            }
        }
    }
}
