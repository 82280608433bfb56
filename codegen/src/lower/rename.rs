//! Renames: the names that a service gives to shapes whose own names would clash within it.

use std::collections::{HashMap, HashSet};

use personalize_events_ast::{Kind, Member, Model, Reference, ShapeId};

use crate::diagnostics::{Collector, Diagnostic};

/// Renames shapes as their service demands, with all references to them; returns the problems.
pub(crate) fn rename(model: &mut Model) -> Vec<Diagnostic> {
    let mut collector = Collector::default();
    let new_ids = new_ids(model, &mut collector);
    if !new_ids.is_empty() {
        for (id, mut shape) in std::mem::take(&mut model.shapes) {
            let id = new_ids.get(&id).cloned().unwrap_or(id);
            shape.id = id.clone();
            for_each_reference(&mut shape.kind, &mut |reference| {
                if let Some(new) = new_ids.get(&reference.target) {
                    reference.target = new.clone();
                }
            });
            model.shapes.insert(id, shape);
        }
    }
    collector.finish(Some(())).err().unwrap_or_default()
}

/// The new ids by the old ones.
fn new_ids(model: &Model, collector: &mut Collector) -> HashMap<ShapeId, ShapeId> {
    let mut new_ids = HashMap::new();
    let mut taken: HashSet<ShapeId> = HashSet::new();
    for shape in model.shapes.values() {
        let Kind::Service(service) = &shape.kind else {
            continue;
        };
        for (old, node) in &service.rename {
            let name = node.as_str();
            let new = name.and_then(|name| ShapeId::parse(&format!("{}#{name}", old.namespace())));
            let problem = match new {
                None => format!("the new name of `{old}` is invalid; use letters and digits"),
                Some(_) if !model.shapes.contains_key(old) => {
                    format!("the renamed shape `{old}` does not exist; correct the id")
                }
                Some(new) if model.shapes.contains_key(&new) || taken.contains(&new) => {
                    format!("the new id `{new}` of `{old}` is taken; choose another name")
                }
                Some(new) => {
                    taken.insert(new.clone());
                    new_ids.insert(old.clone(), new);
                    continue;
                }
            };
            collector.push(node.at, &shape.id, problem);
        }
    }
    new_ids
}

fn for_each_reference(kind: &mut Kind, change: &mut impl FnMut(&mut Reference)) {
    let mut of_member = |member: &mut Member| change(&mut member.target);
    match kind {
        Kind::Enum(members)
        | Kind::IntEnum(members)
        | Kind::Structure(members)
        | Kind::Union(members) => members.values_mut().for_each(of_member),
        Kind::List(member) => of_member(member),
        Kind::Map { key, value } => {
            of_member(key);
            of_member(value);
        }
        Kind::Service(service) => {
            let own = service.operations.iter_mut();
            own.chain(&mut service.resources)
                .chain(&mut service.errors)
                .for_each(change);
        }
        Kind::Operation(operation) => {
            let own = operation.input.iter_mut();
            own.chain(&mut operation.output)
                .chain(&mut operation.errors)
                .for_each(change);
        }
        Kind::Resource(_) | Kind::Simple(_) => {}
    }
}
