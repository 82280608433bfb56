//! Operations: where they are found, what they take, what they answer with.

use personalize_events_ast::{Kind, Reference, Shape, UNIT};

use super::Lowering;
use crate::ir::Operation;
use crate::traits::{Place, Reader};

impl Lowering<'_> {
    pub(super) fn operation(
        &mut self,
        reference: &Reference,
        service: &Shape,
        service_errors: &[Reference],
    ) -> Option<Operation> {
        let shape = self.resolve(reference, &service.id)?;
        let Kind::Operation(operation) = &shape.kind else {
            let message = format!("`{}` is no operation", shape.id);
            self.refuse(reference.at, &service.id, message);
            return None;
        };
        let traits = Reader::new(
            &shape.traits,
            Place::Operation,
            &shape.id,
            &mut self.collector,
        );
        let documentation = traits.documentation(&mut self.collector);
        let http = self.needed(&traits, "smithy.api#http", shape, Reader::http);
        if let Some(output) = &operation.output
            && output.target.as_str() != UNIT
        {
            let message = format!("outputs are not generated; only `{UNIT}` is");
            self.refuse(output.at, &shape.id, message);
        }
        let input = match &operation.input {
            Some(input) if input.target.as_str() != UNIT => self.input(input, shape),
            _ => {
                self.refuse(
                    shape.at,
                    &shape.id,
                    "operations without input are not generated",
                );
                None
            }
        };
        let mut errors = Vec::new();
        for error in operation.errors.iter().chain(service_errors) {
            self.error(error, shape);
            if !errors.contains(&error.target) {
                errors.push(error.target.clone());
            }
        }
        Some(Operation {
            id: shape.id.clone(),
            at: shape.at,
            documentation,
            http: http?,
            input: input?,
            errors,
        })
    }

    fn input(&mut self, input: &Reference, operation: &Shape) -> Option<crate::ir::Structure> {
        let shape = self.resolve(input, &operation.id)?;
        let Kind::Structure(members) = &shape.kind else {
            let message = format!("the input `{}` is no structure", shape.id);
            self.refuse(input.at, &operation.id, message);
            return None;
        };
        self.structure(shape, members)
    }
}
