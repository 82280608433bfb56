//! Usage: whether shapes are part of inputs, or of outputs and errors. Only what that needs is generated.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::ShapeId;

use crate::ir::{Member, Service, Type, Usage};

/// The members of structures and unions.
type Members<'a> = HashMap<&'a ShapeId, &'a [Member]>;

/// Finds the usage of every structure, union and enum.
pub(super) fn find(service: &mut Service) {
    let shapes = service.structures.iter().chain(&service.unions);
    let members: Members<'_> = shapes.map(|shape| (&shape.id, &*shape.members)).collect();
    let operations = service.operations.iter();
    let inputs = operations.clone().flat_map(|operation| &operation.input);
    let sent = reached(inputs.flat_map(|input| &input.structure.members), &members);
    let outputs = operations.flat_map(|operation| &operation.output);
    let outputs = outputs.flat_map(|output| &output.structure.members);
    let errors = service
        .errors
        .iter()
        .flat_map(|error| &error.structure.members);
    let received = reached(outputs.chain(errors), &members);
    let usage = |id: &ShapeId| Usage {
        sent: sent.contains(id),
        received: received.contains(id),
    };
    for shape in service.structures.iter_mut().chain(&mut service.unions) {
        shape.usage = usage(&shape.id);
    }
    for shape in &mut service.enums {
        shape.usage = usage(&shape.id);
    }
}

/// The shapes that are reached from these members.
fn reached<'a>(roots: impl Iterator<Item = &'a Member>, shapes: &Members<'a>) -> HashSet<ShapeId> {
    let mut found = HashSet::new();
    let mut open: Vec<&Type> = roots.map(|member| &member.target.ty).collect();
    while let Some(ty) = open.pop() {
        open.extend(ty.held().into_iter().map(|target| &target.ty));
        if let Some(id) = ty.shape()
            && found.insert(id.clone())
        {
            let members = shapes.get(id).copied().unwrap_or_default();
            open.extend(members.iter().map(|member| &member.target.ty));
        }
    }
    found
}
