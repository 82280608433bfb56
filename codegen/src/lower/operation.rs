//! Operations: where they are found, what they take, what they answer with.

use personalize_events_ast::{self as ast, Kind, Reference, Shape, UNIT};

use super::Lowering;
use crate::ir::{Operation, Structure};
use crate::traits::{HTTP, Place, Reader};

impl<'a> Lowering<'a> {
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
        let input = self.input_and_output(operation, shape);
        let mut errors = Vec::new();
        for error in &operation.errors {
            self.error(error, shape);
        }
        for error in operation.errors.iter().chain(service_errors) {
            if !errors.contains(&error.target) {
                errors.push(error.target.clone());
            }
        }
        Some(Operation {
            id: shape.id.clone(),
            at: shape.at,
            documentation: traits.documentation(),
            http: http?,
            input: input?,
            errors,
        })
    }

    fn input_and_output(
        &mut self,
        operation: &'a ast::Operation,
        shape: &'a Shape,
    ) -> Option<Structure> {
        if let Some(output) = &operation.output
            && output.target.as_str() != UNIT
        {
            let message = format!("outputs are not generated, only `{UNIT}` is");
            self.refuse(output.at, &shape.id, message);
        }
        let input = operation.input.as_ref();
        let input = input.filter(|input| input.target.as_str() != UNIT);
        if input.is_none() {
            let message = "operations without input are not generated; it needs `input`";
            self.refuse(shape.at, &shape.id, message);
        }
        self.input(input?, shape)
    }

    fn input(&mut self, input: &'a Reference, operation: &'a Shape) -> Option<Structure> {
        let shape = self.resolve(input, &operation.id)?;
        let Kind::Structure(members) = &shape.kind else {
            let message = format!("the input `{}` is no structure; it has to be one", shape.id);
            self.refuse(input.at, &operation.id, message);
            return None;
        };
        if let Some((_, first)) = self.inputs.insert(&shape.id, (input, &operation.id)) {
            let message = format!(
                "`{}` is the input of `{first}` too; each operation needs one of its own",
                shape.id
            );
            self.refuse(input.at, &operation.id, message);
            return None;
        }
        self.structure(shape, members)
    }

    /// Refuses inputs that structures hold as well: they would be generated twice.
    pub(super) fn refuse_inputs_that_are_held(&mut self) {
        for (id, (input, operation)) in std::mem::take(&mut self.inputs) {
            if self.structures.contains_key(id) {
                let message = format!(
                    "the input `{id}` is a member of structures too; the operation needs one of \
                     its own"
                );
                self.refuse(input.at, operation, message);
            }
        }
    }
}
