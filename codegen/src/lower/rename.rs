//! Renames: the names that a service gives to shapes whose own names would clash within it.

use personalize_events_ast::{Kind, Member, Model, Reference, ShapeId};

use crate::diagnostics::{Collector, Diagnostic};

/// Gives the shapes that the service renames their new names, wherever they are named.
pub(crate) fn rename(model: &mut Model) -> Vec<Diagnostic> {
    let mut collector = Collector::default();
    let renamed = renamed(model, &mut collector);
    if !renamed.is_empty() {
        let shapes = std::mem::take(&mut model.shapes);
        for (id, mut shape) in shapes {
            let id = renamed
                .iter()
                .find(|(old, _)| *old == id)
                .map_or(id, |(_, new)| new.clone());
            shape.id = id.clone();
            each_reference(&mut shape.kind, &mut |reference| {
                if let Some((_, new)) = renamed.iter().find(|(old, _)| *old == reference.target) {
                    reference.target = new.clone();
                }
            });
            model.shapes.insert(id, shape);
        }
    }
    collector.finish(Some(())).err().unwrap_or_default()
}

/// The old ids and the new ones.
fn renamed(model: &Model, collector: &mut Collector) -> Vec<(ShapeId, ShapeId)> {
    let mut renamed: Vec<(ShapeId, ShapeId)> = Vec::new();
    for shape in model.shapes.values() {
        let Kind::Service(service) = &shape.kind else {
            continue;
        };
        for (old, node) in &service.rename {
            let name = node.as_str();
            let new = name.and_then(|name| ShapeId::parse(&format!("{}#{name}", old.namespace())));
            let Some(new) = new else {
                let message =
                    format!("the new name of `{old}` must be a name; letters and digits make one");
                collector.push(node.at, &shape.id, message);
                continue;
            };
            if !model.shapes.contains_key(old) {
                let message = format!("`{old}` is renamed and there is no such shape; mend the id");
                collector.push(node.at, &shape.id, message);
            } else if model.shapes.contains_key(&new)
                || renamed.iter().any(|(_, other)| *other == new)
            {
                let message = format!(
                    "`{old}` cannot be renamed, as there is a shape `{new}`; choose another name"
                );
                collector.push(node.at, &shape.id, message);
            } else {
                renamed.push((old.clone(), new));
            }
        }
    }
    renamed
}

fn each_reference(kind: &mut Kind, change: &mut impl FnMut(&mut Reference)) {
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
        Kind::Resource(_) | Kind::Simple(_) | Kind::Apply => {}
    }
}
