//! What operations reach, and which operations resources bind.

use std::collections::HashSet;

use personalize_events_ast::{Kind, Model, Operation, Reference, Shape, ShapeId};

/// An operation, the resources that bind it, and the shapes that it reaches.
pub(super) fn reached<'a>(
    model: &'a Model,
    shape: &'a Shape,
    operation: &'a Operation,
    common: &[&'a Reference],
) -> HashSet<&'a ShapeId> {
    let messages = operation.input.iter().chain(&operation.output);
    let roots = messages
        .chain(&operation.errors)
        .chain(common.iter().copied());
    let mut open: Vec<&ShapeId> = roots.map(|root| &root.target).collect();
    let mut reached: HashSet<&ShapeId> = HashSet::from([&shape.id]);
    reached.extend(
        model
            .shapes
            .values()
            .filter(|resource| bound_operations(model, resource).contains(&&shape.id))
            .map(|resource| &resource.id),
    );
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(shape) = model.shapes.get(id)
        {
            open.extend(shape.members().map(|(_, member)| &member.target.target));
        }
    }
    reached
}

/// The operations that a resource, or one in it, binds; none for another shape.
pub(super) fn bound_operations<'a>(model: &'a Model, shape: &'a Shape) -> Vec<&'a ShapeId> {
    let (mut open, mut seen, mut found) = (vec![shape], HashSet::new(), Vec::new());
    while let Some(shape) = open.pop() {
        let Kind::Resource(resource) = &shape.kind else {
            continue;
        };
        if seen.insert(&shape.id) {
            let own = resource.lifecycle.values().chain(&resource.operations);
            let own = own.chain(&resource.collection_operations);
            found.extend(own.map(|operation| &operation.target));
            let inner = resource.resources.iter();
            open.extend(inner.filter_map(|inner| model.shapes.get(&inner.target)));
        }
    }
    found
}
