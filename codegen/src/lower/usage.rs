//! Which shapes are part of inputs, which of outputs and errors: only that is generated for them.

use std::collections::HashMap;

use personalize_events_ast::ShapeId;

use crate::ir::{Member, Service, Type, Usage};

/// Finds the usage of every structure, union and enum.
pub(super) fn find(service: &mut Service) {
    let mut usages: HashMap<ShapeId, Usage> = HashMap::new();
    for sent in [true, false] {
        let mut open: Vec<&ShapeId> = Vec::new();
        if sent {
            let inputs = service
                .operations
                .iter()
                .flat_map(|operation| &operation.input);
            inputs.for_each(|input| targets(&input.structure.members, &mut open));
        } else {
            let outputs = service
                .operations
                .iter()
                .flat_map(|operation| &operation.output);
            outputs.for_each(|output| targets(&output.structure.members, &mut open));
            let errors = service.errors.iter();
            errors.for_each(|error| targets(&error.members, &mut open));
        }
        let structures = service.structures.iter();
        let members: HashMap<&ShapeId, &[Member]> = structures
            .map(|shape| (&shape.id, shape.members.as_slice()))
            .chain(
                service
                    .unions
                    .iter()
                    .map(|shape| (&shape.id, shape.members.as_slice())),
            )
            .collect();
        while let Some(id) = open.pop() {
            let usage = usages.entry(id.clone()).or_default();
            let flag = if sent {
                &mut usage.sent
            } else {
                &mut usage.received
            };
            if !std::mem::replace(flag, true)
                && let Some(members) = members.get(id)
            {
                targets(members, &mut open);
            }
        }
    }
    let of = |id: &ShapeId| usages.get(id).copied().unwrap_or_default();
    for shape in &mut service.structures {
        shape.usage = of(&shape.id);
    }
    for shape in &mut service.unions {
        shape.usage = of(&shape.id);
    }
    for shape in &mut service.enums {
        shape.usage = of(&shape.id);
    }
}

/// The shapes that members hold, in lists and maps too.
fn targets<'a>(members: &'a [Member], found: &mut Vec<&'a ShapeId>) {
    let mut open: Vec<&Type> = members.iter().map(|member| &member.target.ty).collect();
    while let Some(ty) = open.pop() {
        found.extend(ty.shape());
        open.extend(ty.held().into_iter().map(|target| &target.ty));
    }
}
