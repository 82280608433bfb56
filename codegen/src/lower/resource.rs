//! Resources: of all that they say, the operations that are bound to them are generated.

use std::collections::HashSet;

use personalize_events_ast::{self as ast, Kind, Reference, Resource, Shape, ShapeId};

use super::Lowering;
use crate::traits::{Place, Reader};

/// An operation by name, and the shape that binds it.
type Bound<'a> = (&'a Reference, &'a Shape);

impl<'a> Lowering<'a> {
    /// The operations of a service, then those of its resources and of the resources in them.
    pub(super) fn bound_operations(
        &mut self,
        service: &'a ast::Service,
        shape: &'a Shape,
    ) -> Vec<Bound<'a>> {
        let own = service.operations.iter();
        let mut bound: Vec<Bound<'a>> = own.map(|operation| (operation, shape)).collect();
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
            let message = format!("`{}` stands among resources and is none", shape.id);
            self.refuse(reference.at, &from.id, message);
            return;
        };
        if !seen.insert(&shape.id) {
            let message = format!(
                "the resource `{}` is bound a second time; keep one",
                shape.id
            );
            self.refuse(reference.at, &from.id, message);
            return;
        }
        Reader::new(
            &shape.traits,
            Place::Resource,
            &shape.id,
            &mut self.collector,
        );
        bound.extend(operations(resource).map(|operation| (operation, shape)));
        for inner in &resource.resources {
            self.resource(inner, shape, seen, bound);
        }
    }
}

/// The operations of a resource itself, in the order of its parts in Smithy's specification.
fn operations(resource: &Resource) -> impl Iterator<Item = &Reference> {
    let lifecycle = resource.lifecycle.values();
    lifecycle
        .chain(&resource.operations)
        .chain(&resource.collection_operations)
}
