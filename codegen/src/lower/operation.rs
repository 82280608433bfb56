//! Operations: their HTTP requests, inputs, outputs and errors.

use std::collections::HashSet;

use personalize_events_ast::{Kind, Reference, Shape, UNIT};

use super::binding::Role;
use super::context::Lowering;
use crate::ir::{Binding, Member, Message, Operation};
use crate::traits::{
    ENDPOINT, HOST_LABEL, HTTP, HTTP_LABEL, Reader, ShapeType, host_labels, path_labels,
};

impl<'a> Lowering<'a> {
    /// Counts how many operations have a structure as input or output.
    pub(super) fn count_messages(&mut self, operations: &[(&'a Reference, &'a Shape)]) {
        for (reference, _) in operations {
            let shape = self.model.shapes.get(&reference.target);
            let Some(Kind::Operation(operation)) = shape.map(|shape| &shape.kind) else {
                continue;
            };
            for message in operation.input.iter().chain(&operation.output) {
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
            let message = format!("`{}` is not an operation; reference an operation", shape.id);
            self.report(reference.at, &service.id, message);
            return None;
        };
        let traits = self.traits(shape, ShapeType::Operation);
        let http = self.required(traits, &HTTP, shape);
        let host_prefix = traits.get(&ENDPOINT);
        let input = self.message(operation.input.as_ref(), shape, Role::Input);
        let output = self.message(operation.output.as_ref(), shape, Role::Output);
        for error in &operation.errors {
            self.error(error, shape);
        }
        let mut errors = Vec::new();
        for error in operation.errors.iter().chain(service_errors) {
            if !errors.contains(&error.target) {
                errors.push(error.target.clone());
            }
        }
        let http = http?;
        let members = input
            .as_ref()
            .map_or(&[][..], |input| &input.structure.members);
        self.check_path(&http.path, shape, traits, members);
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

    /// The input or output of an operation; `None` if it has none, or one with a problem.
    fn message(
        &mut self,
        reference: Option<&'a Reference>,
        operation: &'a Shape,
        role: Role,
    ) -> Option<Message> {
        let reference = reference.filter(|reference| reference.target.as_str() != UNIT)?;
        let shape = self.resolve(reference, &operation.id)?;
        let Kind::Structure(members) = &shape.kind else {
            let message = format!("`{}` is not a structure; reference a structure", shape.id);
            self.report(reference.at, &operation.id, message);
            return None;
        };
        let structure = self.structure(shape, members, role)?;
        self.check_bindings(shape, &structure.members);
        let is_only_use = self.messages.get(&shape.id) == Some(&1);
        Some(Message {
            structure,
            dedicated: is_only_use && !self.member_targets.contains(&shape.id),
        })
    }

    /// Reports labels of the path without a member, and the other way round.
    fn check_path(&mut self, path: &str, shape: &Shape, traits: Reader<'a>, members: &[Member]) {
        let Some(at) = traits.node(&HTTP).map(|value| value.node.at) else {
            return;
        };
        let bound = |member: &&Member| member.binding == Binding::Label;
        let mut seen = HashSet::new();
        for label in path_labels(path) {
            let mut labels = members.iter().filter(bound);
            if !labels.any(|member| member.name == label) {
                let message = format!(
                    "no member is bound to the label `{label}` of the path; add one with `{}`",
                    HTTP_LABEL.id
                );
                self.report(at, &shape.id, message);
            }
            if !seen.insert(label) {
                let message = format!("the path has the label `{label}` twice; keep one");
                self.report(at, &shape.id, message);
            }
        }
        for member in members.iter().filter(bound) {
            if !seen.contains(&*member.name) {
                let message = format!("the path has no label `{}`; add it", member.name);
                self.report(at, &shape.id, message);
            }
        }
    }

    /// Reports labels of the host prefix without a member.
    fn check_host(
        &mut self,
        prefix: Option<&str>,
        shape: &Shape,
        traits: Reader<'a>,
        members: &[Member],
    ) {
        let at = traits.node(&ENDPOINT).map(|value| value.node.at);
        let (Some(at), Some(prefix)) = (at, prefix) else {
            return;
        };
        for label in host_labels(prefix) {
            let mut labels = members.iter().filter(|member| member.host_label);
            if !labels.any(|member| member.name == label) {
                let message = format!(
                    "no member is bound to the label `{label}` of the host prefix; add one with `{}`",
                    HOST_LABEL.id
                );
                self.report(at, &shape.id, message);
            }
        }
    }
}
