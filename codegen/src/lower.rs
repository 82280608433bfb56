//! From what a model says to what it means. Every target is resolved and every trait accounted
//! for; what the generator does not understand is refused, all of it at once.

mod binding;
mod constraint;
mod cycle;
mod default;
mod enumeration;
mod error;
mod operation;
mod refusal;
mod rename;
mod resource;
mod structure;
mod target;
mod usage;

use std::collections::HashSet;

use indexmap::IndexMap;
use personalize_events_ast::{self as ast, Kind, Model, Position, Reference, Shape, ShapeId};

use crate::diagnostics::{Collector, Diagnostic};
use crate::ir::{Enum, ErrorShape, Operation, Service, Structure, Union};
use crate::traits::{Place, REST_JSON_1, Reader, SERVICE, SIGV4};

pub(crate) use rename::rename;

/// What becomes of operations that reach what is not generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Each reason is a problem.
    Stop,
    /// They are left out, and listed.
    Skip,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its id.
    pub operation: ShapeId,
    /// What is not generated in what it reaches.
    pub reasons: Vec<Diagnostic>,
}

/// What a model means, and what is to be said about it.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) service: Service,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Lowers the one service of a model.
pub(crate) fn lower(model: &Model, refused: Refused) -> Result<Lowered, Vec<Diagnostic>> {
    let mut lowering = Lowering {
        model,
        refused,
        collector: Collector::default(),
        warnings: Vec::new(),
        skipped: Vec::new(),
        pending: Vec::new(),
        seen: HashSet::new(),
        containers: Vec::new(),
        structures: IndexMap::new(),
        unions: IndexMap::new(),
        enums: IndexMap::new(),
        errors: IndexMap::new(),
        messages: IndexMap::new(),
        held: held(model),
    };
    let service = lowering.model();
    let (skipped, warnings) = (lowering.skipped, lowering.warnings);
    let service = lowering.collector.finish(service)?;
    Ok(Lowered {
        service,
        skipped,
        warnings,
    })
}

struct Lowering<'a> {
    model: &'a Model,
    refused: Refused,
    collector: Collector,
    warnings: Vec<Diagnostic>,
    skipped: Vec<Skipped>,
    /// Structures and unions that members target and that are still to be lowered.
    pending: Vec<&'a Shape>,
    /// Those that are or have been pending.
    seen: HashSet<&'a ShapeId>,
    /// The lists and maps whose members are being lowered, outermost first.
    containers: Vec<&'a ShapeId>,
    /// `None` where something in it was refused.
    structures: IndexMap<&'a ShapeId, Option<Structure>>,
    unions: IndexMap<&'a ShapeId, Option<Union>>,
    enums: IndexMap<&'a ShapeId, Option<Enum>>,
    errors: IndexMap<&'a ShapeId, Option<ErrorShape>>,
    /// How many operations take or give a structure.
    messages: IndexMap<&'a ShapeId, usize>,
    /// What the members of shapes target.
    held: HashSet<&'a ShapeId>,
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
        self.lower_pending();
        let names = names?;
        let mut service = Service {
            id: shape.id.clone(),
            sdk_id: names.sdk_id,
            endpoint_prefix: names
                .endpoint_prefix
                .unwrap_or_else(|| shape.id.name().to_lowercase()),
            signing_name: signing_name?,
            title: traits.title(),
            documentation: traits.documentation(),
            operations: operations?,
            structures: in_model_order(self.model, std::mem::take(&mut self.structures))?,
            unions: in_model_order(self.model, std::mem::take(&mut self.unions))?,
            enums: in_model_order(self.model, std::mem::take(&mut self.enums))?,
            errors: in_model_order(self.model, std::mem::take(&mut self.errors))?,
        };
        self.refuse_endless(&service);
        usage::find(&mut service);
        Some(service)
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
        let mut kept = Vec::new();
        for (reference, from) in bound {
            if seen.insert(&reference.target) {
                kept.push((reference, from));
            } else {
                let message = format!(
                    "the operation `{}` stands here a second time; keep one",
                    reference.target
                );
                self.refuse(reference.at, &from.id, message);
            }
        }
        let kept = self.without_refused(kept, &service.errors, shape);
        self.count_messages(&kept);
        let operations: Vec<Option<Operation>> = kept
            .into_iter()
            .map(|(reference, from)| self.operation(reference, from, &service.errors))
            .collect();
        operations.into_iter().collect()
    }

    /// Lowers what members target, and what is reached from there.
    fn lower_pending(&mut self) {
        while let Some(shape) = self.pending.pop() {
            match &shape.kind {
                Kind::Structure(members) => {
                    let lowered = self.structure(shape, members, binding::Role::Nested);
                    self.structures.insert(&shape.id, lowered);
                }
                Kind::Union(members) => {
                    let lowered = self.union(shape, members);
                    self.unions.insert(&shape.id, lowered);
                }
                Kind::Simple(_)
                | Kind::Enum(_)
                | Kind::IntEnum(_)
                | Kind::List(_)
                | Kind::Map { .. }
                | Kind::Service(_)
                | Kind::Operation(_)
                | Kind::Resource(_)
                | Kind::Apply => {}
            }
        }
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

/// What the members of shapes target.
fn held(model: &Model) -> HashSet<&ShapeId> {
    let members = model.shapes.values().flat_map(Shape::members);
    members.map(|(_, member)| &member.target.target).collect()
}

/// What was reached, in the order of the model; `None` if anything was refused.
fn in_model_order<T>(model: &Model, mut reached: IndexMap<&ShapeId, Option<T>>) -> Option<Vec<T>> {
    reached.sort_by_key(|id, _| model.shapes.get_index_of(id.as_str()));
    reached.into_values().collect()
}
