//! Resources: only the operations that are bound to them are generated.

use std::collections::HashSet;

use personalize_events_ast::{self as ast, Kind, Reference, Shape, ShapeId};

use super::context::Lowering;
use super::reach;
use crate::traits::ShapeType;

/// A reference to an operation, and the shape that binds it.
type Bound<'a> = (&'a Reference, &'a Shape);

impl<'a> Lowering<'a> {
    /// The operations of a service, then those of its resources and of the resources in them.
    pub(super) fn bound_operations(
        &mut self,
        service: &'a ast::Service,
        shape: &'a Shape,
    ) -> Vec<Bound<'a>> {
        let operations = service.operations.iter();
        let mut bound: Vec<Bound<'a>> = operations.map(|operation| (operation, shape)).collect();
        let mut seen = HashSet::new();
        for resource in &service.resources {
            self.resource(resource, shape, &mut seen, &mut bound);
        }
        bound
    }

    fn resource(
        &mut self,
        reference: &'a Reference,
        from: &'a Shape,
        seen: &mut HashSet<&'a ShapeId>,
        bound: &mut Vec<Bound<'a>>,
    ) {
        let Some(shape) = self.resolve(reference, &from.id) else {
            return;
        };
        let Kind::Resource(resource) = &shape.kind else {
            let message = format!("`{}` is not a resource; reference a resource", shape.id);
            self.report(reference.at, &from.id, message);
            return;
        };
        if !seen.insert(&shape.id) {
            let message = format!("the resource `{}` is bound twice; remove one", shape.id);
            self.report(reference.at, &from.id, message);
            return;
        }
        let operations = reach::bound_operations(self.model, shape);
        let left_out = |id: &&ShapeId| self.left_out.contains_key(*id);
        if operations.is_empty() || !operations.iter().all(left_out) {
            self.traits(shape, ShapeType::Resource);
        }
        // In the order of Smithy's specification.
        let lifecycle = resource.lifecycle.values();
        let operations = lifecycle
            .chain(&resource.operations)
            .chain(&resource.collection_operations);
        bound.extend(operations.map(|operation| (operation, shape)));
        for inner in &resource.resources {
            self.resource(inner, shape, seen, bound);
        }
    }
}
