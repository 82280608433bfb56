//! From what a model says to what it means. Every target is resolved and every trait accounted
//! for; what the generator does not understand is refused, all of it at once.

mod error;
mod operation;
mod structure;

use indexmap::{IndexMap, IndexSet};
use personalize_events_ast::{Kind, Member, Model, Position, Reference, Shape, ShapeId, Trait};

use crate::diagnostics::{Collector, Diagnostic};
use crate::ir::{ErrorShape, Service, Structure};
use crate::traits::{Place, Reader};

/// Lowers the one service of a model.
pub(crate) fn lower(model: &Model) -> Result<Service, Vec<Diagnostic>> {
    let mut lowering = Lowering {
        model,
        collector: Collector::default(),
        structures: IndexMap::new(),
        open: IndexSet::new(),
        errors: IndexMap::new(),
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
    errors: IndexMap<&'a ShapeId, Option<ErrorShape>>,
}

impl<'a> Lowering<'a> {
    fn model(&mut self) -> Option<Service> {
        let mut services = self
            .model
            .shapes
            .values()
            .filter(|shape| matches!(shape.kind, Kind::Service(_)));
        let Some(service) = services.next() else {
            self.refuse_file("the model has no service");
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
        if let Some(resource) = service.resources.first() {
            self.refuse(resource.at, &shape.id, "resources are not generated");
        }
        if let Some((id, node)) = service.rename.first() {
            self.refuse(
                node.at,
                &shape.id,
                format!("`{id}` is renamed, which is not generated"),
            );
        }
        let traits = Reader::new(
            &shape.traits,
            Place::Service,
            &shape.id,
            &mut self.collector,
        );
        let names = self.needed(&traits, "aws.api#service", shape, Reader::service);
        let signing_name = self.needed(&traits, "aws.auth#sigv4", shape, Reader::signing_name);
        let protocol = self.needed(&traits, "aws.protocols#restJson1", shape, Reader::protocol);
        let title = traits.title(&mut self.collector);
        let documentation = traits.documentation(&mut self.collector);
        let operations: Option<Vec<_>> = service
            .operations
            .iter()
            .map(|reference| self.operation(reference, shape, &service.errors))
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        let (names, ()) = (names?, protocol?);
        Some(Service {
            id: shape.id.clone(),
            sdk_id: names.sdk_id,
            endpoint_prefix: names.endpoint_prefix,
            signing_name: signing_name?,
            title,
            documentation,
            operations: operations?,
            structures: in_model_order(self.model, std::mem::take(&mut self.structures))?,
            errors: in_model_order(self.model, std::mem::take(&mut self.errors))?,
        })
    }

    /// Reads a trait that has to be there.
    fn needed<T>(
        &mut self,
        traits: &Reader<'a>,
        id: &str,
        shape: &Shape,
        read: impl FnOnce(&Reader<'a>, &mut Collector) -> Option<T>,
    ) -> Option<T> {
        if !traits.has(id) {
            self.refuse(shape.at, &shape.id, format!("it needs the trait `{id}`"));
        }
        read(traits, &mut self.collector)
    }

    /// The shape of a reference.
    fn resolve(&mut self, reference: &Reference, from: &ShapeId) -> Option<&'a Shape> {
        let shape = self.model.shapes.get(&reference.target);
        match shape {
            None => {
                let message = format!("there is no shape `{}` in the model", reference.target);
                self.refuse(reference.at, from, message);
            }
            Some(shape) => self.refuse_mixins(shape),
        }
        shape
    }

    fn refuse(&mut self, at: Position, shape: &ShapeId, message: impl Into<String>) {
        self.collector.push(at, shape, message);
    }

    fn refuse_file(&mut self, message: &str) {
        self.collector.push_outside(message);
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

/// The trait that applies to a value: that of the member, else that of its target.
fn nearest<'a>(
    member: &'a Member,
    target: Option<&'a Shape>,
    id: &str,
) -> Option<(&'a Trait, bool)> {
    let of_member = member.traits.get(id).map(|value| (value, true));
    of_member.or_else(|| target?.traits.get(id).map(|value| (value, false)))
}
