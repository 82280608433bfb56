//! Operations: their HTTP requests, inputs, outputs and errors.

use std::collections::HashSet;

use indexmap::IndexSet;
use personalize_events_ast::{Kind, Reference, Shape, ShapeId, Trait, UNIT};

use super::binding::Role;
use super::context::Lowering;
use crate::ir::{Authentication, Binding, Checksum, Message, Operation, Type};
use crate::traits::{
    ENDPOINT, HOST_LABEL, HTTP, HTTP_CHECKSUM, HTTP_CHECKSUM_REQUIRED, HTTP_LABEL, OPTIONAL_AUTH,
    REQUEST_COMPRESSION, Reader, ShapeType, UNSIGNED_PAYLOAD, host_labels, path_labels,
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

    /// Lowers an operation that `from` binds, the service or a resource; the errors of the service have been lowered before.
    pub(super) fn operation(
        &mut self,
        reference: &Reference,
        from: &Shape,
        service: &Shape,
        service_errors: &[Reference],
    ) -> Option<Operation> {
        let shape = self.resolve(reference, &from.id)?;
        let Kind::Operation(operation) = &shape.kind else {
            let message = format!("`{}` is not an operation; reference an operation", shape.id);
            self.report(reference.at, &from.id, message);
            return None;
        };
        let traits = self.traits(shape, ShapeType::Operation);
        self.check_schemes(traits, service);
        // Operations without a supported scheme have been rejected as unsupported.
        let authentication = self.authentication(service, shape).ok()?;
        let http = self.required(traits, &HTTP, shape);
        let host_prefix = traits.get(&ENDPOINT);
        let input = self.message(operation.input.as_ref(), shape, Role::Input);
        let output = self.message(operation.output.as_ref(), shape, Role::Output);
        for error in &operation.errors {
            self.error(error, shape);
        }
        let errors = operation.errors.iter().chain(service_errors);
        let errors: IndexSet<&ShapeId> = errors.map(|error| &error.target).collect();
        let errors = errors.into_iter().cloned().collect();
        let checksum = self.checksum(traits, input.as_ref(), shape);
        let encodings = traits.get(&REQUEST_COMPRESSION).unwrap_or_default();
        let mut operation = Operation {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            http: http?,
            host_prefix,
            authentication_is_optional: authentication != Authentication::Anonymous
                && traits.flag(&OPTIONAL_AUTH),
            unsigned_payload: authentication == Authentication::SigV4
                && traits.flag(&UNSIGNED_PAYLOAD),
            authentication,
            parameters: self.operation_parameters(shape, operation),
            input,
            output,
            compresses: encodings.iter().any(|encoding| encoding == "gzip"),
            checksum,
            errors,
            pagination: None,
            waiters: Vec::new(),
        };
        self.paginate(&mut operation, traits);
        self.check_labels(&operation, traits);
        Some(operation)
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

    /// The checksum of the request's body; reports a member that cannot select its algorithm.
    fn checksum(
        &mut self,
        traits: Reader<'a>,
        input: Option<&Message>,
        operation: &'a Shape,
    ) -> Option<Checksum> {
        let of_aws = traits.get(&HTTP_CHECKSUM);
        let is_required = of_aws.as_ref().is_some_and(|it| it.is_required);
        let Some(name) = of_aws.and_then(|it| it.algorithm_member) else {
            let md5 = is_required || traits.has(&HTTP_CHECKSUM_REQUIRED);
            return md5.then_some(Checksum::Md5);
        };
        let mut members = input.into_iter().flat_map(|it| &it.structure.members);
        let member = members.find(|member| member.name == name);
        let problem = match member.map(|member| &member.target.ty) {
            Some(Type::Enum(_) | Type::String) => return Some(Checksum::Selected(name)),
            Some(_) => "which is neither an enum nor a string",
            None => "which the input does not have",
        };
        let at = traits
            .node(&HTTP_CHECKSUM)
            .map_or(operation.at, |value| value.node.at);
        let message = format!(
            "the checksum's algorithm is that of the member `{name}`, {problem}; name an enum of the input"
        );
        self.report(at, &operation.id, message);
        None
    }

    /// Reports labels of the path and of the host prefix that no member is bound to, and members that are
    /// bound to a label that the path does not have exactly once.
    fn check_labels(&mut self, operation: &Operation, traits: Reader<'a>) {
        let position = |value: Option<&Trait>| value.map_or(operation.at, |value| value.node.at);
        let path_at = position(traits.node(&HTTP));
        let host_at = position(traits.node(&ENDPOINT));
        let members = operation
            .input
            .iter()
            .flat_map(|input| &input.structure.members);
        let bound = members
            .clone()
            .filter(|member| member.binding == Binding::Label);
        let bound: IndexSet<&str> = bound.map(|member| member.name.as_str()).collect();
        let mut labels = HashSet::new();
        let mut report = |at, message| self.report(at, &operation.id, message);
        for label in path_labels(&operation.http.path) {
            if !bound.contains(label) {
                report(path_at, unbound(label, "path", HTTP_LABEL.id));
            }
            if !labels.insert(label) {
                let message = format!("the path has the label `{label}` twice; remove one");
                report(path_at, message);
            }
        }
        for name in bound.iter().filter(|name| !labels.contains(**name)) {
            report(path_at, format!("the path has no label `{name}`; add it"));
        }
        let bound = members.filter(|member| member.host_label);
        let bound: HashSet<&str> = bound.map(|member| member.name.as_str()).collect();
        for label in host_labels(operation.host_prefix.as_deref().unwrap_or_default()) {
            if !bound.contains(label) {
                report(host_at, unbound(label, "host prefix", HOST_LABEL.id));
            }
        }
    }
}

fn unbound(label: &str, place: &str, id: &str) -> String {
    format!("no member is bound to the label `{label}` of the {place}; add one with `{id}`")
}
