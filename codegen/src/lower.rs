//! From what a model says to what it means. Every target is resolved and every trait accounted
//! for; what the generator does not understand is refused, all of it at once.

mod enumeration;
mod error;
mod operation;
mod resource;
mod structure;

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use personalize_events_ast::{self as ast, Kind, Model, Position, Reference, Shape, ShapeId};

use crate::diagnostics::{Collector, Diagnostic};
use crate::ir::{Enum, ErrorShape, Operation, Service, Structure};
use crate::traits::{Place, REST_JSON_1, Reader, SERVICE, SIGV4};

/// Lowers the one service of a model.
pub(crate) fn lower(model: &Model) -> Result<Service, Vec<Diagnostic>> {
    let mut lowering = Lowering {
        model,
        collector: Collector::default(),
        structures: IndexMap::new(),
        open: IndexSet::new(),
        enums: IndexMap::new(),
        errors: IndexMap::new(),
        inputs: IndexMap::new(),
    };
    let service = lowering.model();
    lowering.collector.finish(service)
}

struct Lowering<'a> {
    model: &'a Model,
    collector: Collector,
    /// Those that are done; `None` where something in it was refused.
    structures: IndexMap<&'a ShapeId, Option<Structure>>,
    /// Those whose members are being lowered, outermost first.
    open: IndexSet<&'a ShapeId>,
    enums: IndexMap<&'a ShapeId, Option<Enum>>,
    errors: IndexMap<&'a ShapeId, Option<ErrorShape>>,
    /// The inputs of operations: where each is named, and by which operation.
    inputs: IndexMap<&'a ShapeId, (&'a Reference, &'a ShapeId)>,
}

impl<'a> Lowering<'a> {
    fn model(&mut self) -> Option<Service> {
        let mut services = self
            .model
            .shapes
            .values()
            .filter(|shape| matches!(shape.kind, Kind::Service(_)));
        let Some(service) = services.next() else {
            self.collector
                .push_outside("the model has no service; it needs one");
            return None;
        };
        for other in services {
            let message = format!(
                "a model has one service, and `{}` stands before",
                service.id
            );
            self.refuse(other.at, &other.id, message);
        }
        self.service(service)
    }

    fn service(&mut self, shape: &'a Shape) -> Option<Service> {
        let Kind::Service(service) = &shape.kind else {
            return None;
        };
        self.refuse_mixins(shape);
        self.refuse_parts(service, &shape.id);
        let traits = Reader::new(
            &shape.traits,
            Place::Service,
            &shape.id,
            &mut self.collector,
        );
        let names = self.needed(&traits, SERVICE, shape, traits.service());
        let signing_name = self.needed(&traits, SIGV4, shape, traits.signing_name());
        self.needed(&traits, REST_JSON_1, shape, Some(()));
        for error in &service.errors {
            self.error(error, shape);
        }
        let operations = self.operations(service, shape);
        self.refuse_inputs_that_are_held();
        let names = names?;
        Some(Service {
            id: shape.id.clone(),
            sdk_id: names.sdk_id,
            endpoint_prefix: names.endpoint_prefix,
            signing_name: signing_name?,
            title: traits.title(),
            documentation: traits.documentation(),
            operations: operations?,
            structures: in_model_order(self.model, std::mem::take(&mut self.structures))?,
            enums: in_model_order(self.model, std::mem::take(&mut self.enums))?,
            errors: in_model_order(self.model, std::mem::take(&mut self.errors))?,
        })
    }

    fn refuse_parts(&mut self, service: &ast::Service, id: &ShapeId) {
        for (renamed, node) in &service.rename {
            let message =
                format!("`{renamed}` is renamed, which is not generated; give the shape that name");
            self.refuse(node.at, id, message);
        }
    }

    fn operations(
        &mut self,
        service: &'a ast::Service,
        shape: &'a Shape,
    ) -> Option<Vec<Operation>> {
        let bound = self.bound_operations(service, shape);
        if bound.is_empty() {
            let message = "it has no operations, so there is nothing to generate";
            self.refuse(shape.at, &shape.id, message);
        }
        let mut seen = HashSet::new();
        let mut operations = Vec::new();
        for (reference, from) in bound {
            if seen.insert(&reference.target) {
                operations.push(self.operation(reference, from, &service.errors));
            } else {
                let message = format!(
                    "the operation `{}` stands here a second time; keep one",
                    reference.target
                );
                self.refuse(reference.at, &from.id, message);
            }
        }
        operations.into_iter().collect()
    }

    /// What was read of a trait that has to be there.
    fn needed<T>(
        &mut self,
        traits: &Reader<'_>,
        id: &str,
        shape: &Shape,
        value: Option<T>,
    ) -> Option<T> {
        if !traits.has(id) {
            self.refuse(shape.at, &shape.id, format!("it needs the trait `{id}`"));
        }
        value
    }

    /// The shape of a reference.
    fn resolve(&mut self, reference: &Reference, from: &ShapeId) -> Option<&'a Shape> {
        let shape = self.model.shapes.get(&reference.target);
        match shape {
            None => {
                let id = &reference.target;
                let message = if id.namespace() == "smithy.api" {
                    format!("`{id}` is no shape of Smithy's prelude that is generated")
                } else {
                    format!("there is no shape `{id}` in the model; define it or mend the id")
                };
                self.refuse(reference.at, from, message);
            }
            Some(shape) => self.refuse_mixins(shape),
        }
        shape
    }

    fn refuse(&mut self, at: Position, shape: &ShapeId, message: impl Into<String>) {
        self.collector.push(at, shape, message);
    }

    fn refuse_mixins(&mut self, shape: &Shape) {
        if let Some(mixin) = shape.mixins.first() {
            let message = "mixins are not generated; flatten the model first";
            self.refuse(mixin.at, &shape.id, message);
        }
    }
}

/// What was reached, in the order of the model; `None` if anything was refused.
fn in_model_order<T>(model: &Model, mut reached: IndexMap<&ShapeId, Option<T>>) -> Option<Vec<T>> {
    reached.sort_by_key(|id, _| model.shapes.get_index_of(id.as_str()));
    reached.into_values().collect()
}
