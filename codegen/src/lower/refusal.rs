//! What is not generated: operations that reach it are refused, or left out if that is wanted.

use std::collections::HashSet;

use personalize_events_ast::{Kind, Member, Operation, Reference, Shape, ShapeId, Simple, Trait};

use super::target::prelude;
use super::{Lowering, Refused, Skipped};
use crate::diagnostics::Diagnostic;
use crate::traits::{HTTP_CHECKSUM_REQUIRED, REQUEST_COMPRESSION, REQUIRES_LENGTH, STREAMING};

const EVENT_STREAM: &str = "event streams are not generated";
const COMPRESSION: &str =
    "requests are not compressed, which `smithy.api#requestCompression` asks for";
const CHECKSUM: &str = "requests carry no checksum of their body, which \
     `smithy.api#httpChecksumRequired` asks for";
const LENGTH: &str = "streams whose length has to be known before are not generated";
const BIG: &str = "numbers of any size are not generated";

impl<'a> Lowering<'a> {
    /// The operations that reach nothing that is refused.
    pub(super) fn without_refused(
        &mut self,
        operations: Vec<(&'a Reference, &'a Shape)>,
        service_errors: &'a [Reference],
        service: &Shape,
    ) -> Vec<(&'a Reference, &'a Shape)> {
        let count = operations.len();
        let mut kept = Vec::new();
        // What is known to lead to nothing that is refused.
        let mut clean = HashSet::new();
        for (reference, from) in operations {
            let reasons = self.reasons(reference, service_errors, &mut clean);
            if !reasons.is_empty() && self.refused == Refused::Skip {
                let operation = reference.target.clone();
                self.skipped.push(Skipped { operation, reasons });
                continue;
            }
            for Diagnostic { at, shape, message } in reasons {
                if let Some(shape) = shape {
                    let help = "`--skip-refused` leaves out the operations that reach it";
                    self.refuse(at, &shape, format!("{message}; {help}"));
                }
            }
            // What else is wrong with it is told as well.
            kept.push((reference, from));
        }
        if kept.is_empty() && count > 0 && self.refused == Refused::Skip {
            let message = "every operation reaches something that is not generated";
            self.refuse(service.at, &service.id, message);
        }
        kept
    }

    /// Why an operation is refused, in the order of what it reaches.
    fn reasons(
        &self,
        reference: &'a Reference,
        service_errors: &'a [Reference],
        clean: &mut HashSet<&'a ShapeId>,
    ) -> Vec<Diagnostic> {
        let mut reasons = Vec::new();
        let Some(shape) = self.model.shapes.get(&reference.target) else {
            return reasons;
        };
        let Kind::Operation(operation) = &shape.kind else {
            return reasons;
        };
        for (id, why) in [
            (REQUEST_COMPRESSION, COMPRESSION),
            (HTTP_CHECKSUM_REQUIRED, CHECKSUM),
        ] {
            reasons.extend(shape.traits.get(id).map(|value| reason(value, shape, why)));
        }
        reasons.extend(self.length(operation));
        let input = operation.input.iter().chain(&operation.output);
        let roots = input.chain(&operation.errors).chain(service_errors);
        let mut open: Vec<&'a ShapeId> = roots.map(|root| &root.target).collect();
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            if clean.contains(id) || !seen.insert(id) {
                continue;
            }
            let Some(shape) = self.model.shapes.get(id) else {
                continue;
            };
            if matches!(shape.kind, Kind::Union(_))
                && let Some(value) = shape.traits.get(STREAMING)
            {
                reasons.push(reason(value, shape, EVENT_STREAM));
                continue;
            }
            for (_, member) in shape.members() {
                reasons.extend(self.big(member, shape));
                open.push(&member.target.target);
            }
        }
        if reasons.is_empty() {
            clean.extend(seen);
        }
        reasons.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        reasons
    }

    fn big(&self, member: &Member, from: &Shape) -> Option<Diagnostic> {
        let id = &member.target.target;
        let simple = match self.model.shapes.get(id).map(|shape| &shape.kind) {
            Some(Kind::Simple(simple)) => Some(*simple),
            Some(_) => None,
            None => prelude(id.as_str()),
        };
        matches!(simple, Some(Simple::BigInteger | Simple::BigDecimal)).then(|| Diagnostic {
            at: member.target.at,
            shape: Some(from.id.clone()),
            message: BIG.to_owned(),
        })
    }

    /// A stream of the input that has to say its length.
    fn length(&self, operation: &Operation) -> Option<Diagnostic> {
        let input = operation.input.as_ref()?;
        let input = self.model.shapes.get(&input.target)?;
        input.members().find_map(|(_, member)| {
            let shape = self.model.shapes.get(&member.target.target)?;
            let value = shape.traits.get(REQUIRES_LENGTH)?;
            let streams = shape.traits.contains_key(STREAMING);
            streams.then(|| reason(value, shape, LENGTH))
        })
    }
}

fn reason(value: &Trait, shape: &Shape, message: &str) -> Diagnostic {
    Diagnostic {
        at: value.at,
        shape: Some(shape.id.clone()),
        message: message.to_owned(),
    }
}
