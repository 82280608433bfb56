//! Files: what stands together, and what others may see of it.

use std::collections::BTreeMap;

use super::{
    BlockingCall, Context, Item, Module, PatternConst, Properties, Structure, docs, enumeration,
    names, operation, structure, union,
};
use crate::ir::{self, Constraint, Target};
use names::Names;

pub(super) fn of_structure(
    context: &Context<'_>,
    shape: &ir::Structure,
    names: &mut Names,
) -> Module {
    let ours = format!("The structure `{}`.", shape.id.name());
    let docs = docs::or(shape.documentation.as_deref(), ours);
    let planned = structure::nested(context, shape, docs, names);
    let builders = builders(&planned);
    let name = planned.name.clone();
    let docs = format!("`{}`.", shape.id);
    let file = names.claim_file(&name, structure::owner(shape));
    finish(
        &file,
        docs,
        vec![Item::Structure(planned)],
        vec![name],
        builders,
    )
}

pub(super) fn of_union(context: &Context<'_>, shape: &ir::Union, names: &mut Names) -> Module {
    let planned = union::union(context, shape, names);
    let name = planned.name.clone();
    let file = names.claim_file(&name, union::owner(shape));
    let docs = format!("`{}`.", shape.id);
    let items = vec![Item::Union(planned)];
    finish(&file, docs, items, vec![name], Vec::new())
}

pub(super) fn of_enum(context: &Context<'_>, shape: &ir::Enum, names: &mut Names) -> Module {
    let planned = enumeration::enumeration(context, shape, names);
    let name = planned.name.clone();
    let file = names.claim_file(&name, enumeration::owner(shape));
    let docs = format!("`{}`.", shape.id);
    let items = vec![Item::Enum(planned)];
    finish(&file, docs, items, vec![name], Vec::new())
}

pub(super) fn of_operation(
    shape: &ir::Operation,
    planned: operation::Planned,
    names: &mut Names,
) -> Module {
    let builders = builders(&planned.request);
    let public = vec![
        planned.operation.error.clone(),
        planned.operation.request.clone(),
        planned.operation.response.clone(),
    ];
    let docs = format!("`{}`.", shape.id);
    let structures = [planned.request].into_iter().chain(planned.response);
    let items = structures.map(Item::Structure);
    let items = items.chain([Item::Operation(planned.operation)]).collect();
    let file = names.claim_file(&names::type_name(&shape.id), operation::owner(shape));
    finish(&file, docs, items, public, builders)
}

/// All operations of the client without futures, behind its feature.
pub(super) fn of_blocking(calls: Vec<BlockingCall>) -> Module {
    let docs = "The operations, without futures.".to_owned();
    let items = vec![Item::Blocking(calls)];
    let feature = Some("blocking");
    Module {
        feature,
        ..finish("blocking", docs, items, Vec::new(), Vec::new())
    }
}

fn builders(structure: &Structure) -> Vec<String> {
    let sent = structure.sent.iter();
    sent.map(|sent| sent.builder.clone()).collect()
}

pub(super) fn of_error(context: &Context<'_>, shape: &ir::ErrorShape, names: &mut Names) -> Module {
    let error = operation::error(context, shape, names);
    let name = error.name.clone();
    let docs = format!("`{}`.", shape.id);
    let file = names.claim_file(&name, operation::error_owner(shape));
    finish(
        &file,
        docs,
        vec![Item::Error(error)],
        vec![name],
        Vec::new(),
    )
}

pub(super) fn of_properties(file: &str, properties: Properties) -> Module {
    let name = properties.name.clone();
    let identity = properties
        .identity
        .iter()
        .map(|identity| identity.name.clone());
    let public = identity.chain([name]).collect();
    let docs = format!("What can be written as `{}`.", properties.wire);
    finish(
        file,
        docs,
        vec![Item::Properties(properties)],
        public,
        Vec::new(),
    )
}

/// The patterns of all members, each once, in a file of their own; none where there are none.
pub(super) fn of_patterns(service: &ir::Service, names: &mut Names) -> Option<Module> {
    let mut patterns = BTreeMap::new();
    let inputs = service
        .operations
        .iter()
        .flat_map(|operation| &operation.input);
    let inputs = inputs.map(|input| (&input.structure.id, &input.structure.members));
    let structures = service.structures.iter().filter(|shape| shape.usage.sent);
    let unions = service.unions.iter().filter(|shape| shape.usage.sent);
    let shapes = inputs
        .chain(structures.map(|shape| (&shape.id, &shape.members)))
        .chain(unions.map(|shape| (&shape.id, &shape.members)));
    for (id, members) in shapes {
        for member in members {
            collect(&member.target, &mut |owner, pattern| {
                let name = names::constant(owner);
                let docs = vec![format!("The pattern of `{owner}`.")];
                let pattern = pattern.clone();
                let found = PatternConst {
                    name: name.clone(),
                    docs,
                    pattern,
                };
                if patterns.get(&name).is_some_and(|known| *known != found) {
                    let message =
                        format!("two patterns would be called `{name}`; rename one of the shapes");
                    names.refuse(member.at, id, message);
                }
                patterns.insert(name, found);
            });
        }
    }
    if patterns.is_empty() {
        return None;
    }
    let items: Vec<Item> = patterns.into_values().map(Item::Pattern).collect();
    let docs = "The patterns that the model states, as steps.".to_owned();
    Some(finish("patterns", docs, items, Vec::new(), Vec::new()))
}

fn collect(target: &Target, found: &mut impl FnMut(&str, &crate::pattern::Pattern)) {
    for constraint in &target.constraints {
        if let Constraint::Pattern { owner, pattern } = constraint {
            found(owner, pattern);
        }
    }
    for held in target.ty.held() {
        collect(held, found);
    }
}

fn finish(
    file: &str,
    docs: String,
    items: Vec<Item>,
    public: Vec<String>,
    builders: Vec<String>,
) -> Module {
    Module {
        name: names::module(file),
        file: format!("{file}.rs"),
        feature: None,
        public,
        builders,
        docs: vec![docs],
        items,
    }
}
