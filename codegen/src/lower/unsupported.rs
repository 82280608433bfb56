//! Unsupported features: operations that reach one are rejected, or left out on request.

use std::collections::HashSet;

use personalize_events_ast::{Kind, Position, Reference, Shape, ShapeId};

use super::context::Lowering;
use super::skipped::Skipped;
use crate::diagnostics::Diagnostic;
use crate::traits::{HTTP_CHECKSUM, Reader, STREAMING};

const HELP: &str = "use `--skip-unsupported` to leave out the operations that reach it";

impl<'a> Lowering<'a> {
    /// The operations that reach nothing unsupported and no problem; without `--skip-unsupported`, all of them.
    pub(super) fn supported_operations(
        &mut self,
        mut operations: Vec<(&'a Reference, &'a Shape)>,
        service_errors: &'a [Reference],
        service: &Shape,
    ) -> Vec<(&'a Reference, &'a Shape)> {
        let was_empty = operations.is_empty();
        // Shapes from which nothing unsupported is reached.
        let mut supported = HashSet::new();
        operations.retain(|(reference, _)| {
            let mut reasons = self.reasons(reference, service, service_errors, &mut supported);
            if let Some(problems) = self.left_out.get(&reference.target) {
                reasons.extend(problems.iter().cloned());
                reasons.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
            }
            if !reasons.is_empty() && self.skip_unsupported {
                let operation = reference.target.clone();
                self.skipped.push(Skipped { operation, reasons });
                return false;
            }
            for Diagnostic { at, shape, message } in reasons {
                if let Some(shape) = shape {
                    self.report(at, &shape, format!("{message}; {HELP}"));
                }
            }
            true
        });
        if operations.is_empty() && !was_empty {
            let message = "every operation reaches an unsupported feature or a problem; add one that does not";
            self.report(service.at, &service.id, message);
            let reasons = self.skipped.iter().flat_map(|skipped| &skipped.reasons);
            for reason in reasons.cloned().collect::<Vec<_>>() {
                if let Some(shape) = &reason.shape {
                    self.report(reason.at, shape, reason.message);
                }
            }
        }
        operations
    }

    /// The unsupported features that an operation reaches, in the order of the model.
    fn reasons(
        &self,
        reference: &'a Reference,
        service: &Shape,
        service_errors: &'a [Reference],
        supported: &mut HashSet<&'a ShapeId>,
    ) -> Vec<Diagnostic> {
        let Some(shape) = self.model.shapes.get(&reference.target) else {
            return Vec::new();
        };
        let Kind::Operation(operation) = &shape.kind else {
            return Vec::new();
        };
        let mut reasons = Vec::new();
        if let Err(schemes) = self.authentication(service, shape) {
            let schemes: Vec<String> = schemes.iter().map(|id| format!("`{id}`")).collect();
            let message = format!(
                "none of the authentication schemes of the operation is supported ({})",
                schemes.join(", ")
            );
            reasons.push(reason(shape.at, shape, &message));
        }
        let checksum = Reader::checked(&shape.traits, &shape.id);
        if let Some(value) = checksum.node(&HTTP_CHECKSUM)
            && let Some(trait_value) = checksum.get(&HTTP_CHECKSUM)
            && trait_value.is_of_responses
        {
            let message = "checksums of responses are unsupported";
            reasons.push(reason(value.at, shape, message));
        }
        reasons.extend(self.endpoint_of_members(shape, operation));
        let messages = operation.input.iter().chain(&operation.output);
        let roots = messages.chain(&operation.errors).chain(service_errors);
        let mut open: Vec<&'a ShapeId> = roots.map(|root| &root.target).collect();
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            if supported.contains(id) || !seen.insert(id) {
                continue;
            }
            let Some(shape) = self.model.shapes.get(id) else {
                continue;
            };
            if matches!(shape.kind, Kind::Union(_))
                && let Some(value) = shape.traits.get(STREAMING.id)
            {
                reasons.push(reason(value.at, shape, "event streams are unsupported"));
                continue;
            }
            open.extend(shape.members().map(|(_, member)| &member.target.target));
        }
        if reasons.is_empty() {
            supported.extend(seen);
        }
        reasons.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        reasons
    }
}

pub(super) fn reason(at: Position, shape: &Shape, message: &str) -> Diagnostic {
    Diagnostic {
        at,
        shape: Some(shape.id.clone()),
        message: message.to_owned(),
    }
}
