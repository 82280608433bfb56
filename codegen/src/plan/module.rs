//! Files: their items, and what other modules may use of them.

use std::collections::BTreeMap;

use personalize_events_ast::ShapeId;

use super::{Context, Item, Module, PatternConst, Properties, names};
use crate::ir::{self, Constraint, Target};

/// The file of a shape.
pub(super) fn of_shape(file: &str, id: &ShapeId, items: Vec<Item>) -> Module {
    module(file, docs_of(id), items)
}

fn docs_of(id: &ShapeId) -> String {
    format!("The shape `{id}`.")
}

pub(super) fn of_properties(file: &str, properties: Properties) -> Module {
    let docs = format!(
        "The trait of types that are written as `{}`.",
        properties.wire
    );
    module(file, docs, vec![Item::Properties(properties)])
}

/// The constant of the service. It has a file of its own, since settings depend on it, and operations on them.
pub(super) fn of_service(service: &ir::Service) -> Module {
    let endpoints = if has_endpoints(service) {
        service.endpoints.clone()
    } else {
        Vec::new()
    };
    let items = vec![Item::Service(service.names.clone(), endpoints)];
    module("service", docs_of(&service.id), items)
}

/// Whether some endpoints are not the standard ones.
pub(super) fn has_endpoints(service: &ir::Service) -> bool {
    let mut tables = service.endpoints.iter();
    service.endpoints.len() > 1 || tables.any(|table| !table.rows.is_empty() || table.arn.is_some())
}

/// The enum of all errors.
pub(super) fn of_service_error(file: &str, service: &ShapeId, item: Item) -> Module {
    let docs = format!("The errors of the operations of `{service}`.");
    module(file, docs, vec![item])
}

/// The patterns of all members, each once, in a file of their own; `None` if there are none.
pub(super) fn of_patterns(context: &Context<'_>) -> Option<Module> {
    let service = context.service;
    let inputs = service
        .operations
        .iter()
        .flat_map(|operation| &operation.input);
    let structures = service.structures.iter().filter(|shape| shape.usage.sent);
    let unions = service.unions.iter().filter(|shape| shape.usage.sent);
    let shapes = inputs
        .map(|input| &input.structure)
        .chain(structures)
        .chain(unions);
    let mut patterns = BTreeMap::new();
    for member in shapes.flat_map(|shape| &shape.members) {
        collect(&member.target, &mut |owner, pattern| {
            let name = context.names.pattern(owner, &pattern.source);
            let found = PatternConst {
                name: name.to_owned(),
                docs: vec![format!("The pattern of `{owner}`.")],
                pattern: pattern.clone(),
            };
            patterns.insert(name.to_owned(), found);
        });
    }
    if patterns.is_empty() {
        return None;
    }
    let items: Vec<Item> = patterns.into_values().map(Item::Pattern).collect();
    let docs = "The patterns of the model, as steps.".to_owned();
    Some(module("patterns", docs, items))
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

fn module(file: &str, docs: String, items: Vec<Item>) -> Module {
    let mut public: Vec<String> = items.iter().flat_map(public).map(Clone::clone).collect();
    public.sort();
    let sent = items.iter().filter_map(|item| {
        if let Item::Structure(structure) = item {
            structure.sent.as_ref()
        } else {
            None
        }
    });
    Module {
        name: names::module(file),
        file: format!("{file}.rs"),
        builders: sent.map(|sent| sent.builder.clone()).collect(),
        public,
        docs: vec![docs],
        items,
    }
}

/// The types of an item that other modules use.
fn public(item: &Item) -> Vec<&String> {
    match item {
        Item::Structure(item) => vec![&item.name],
        Item::Union(item) => vec![&item.name],
        Item::Enum(item) => vec![&item.name],
        Item::Error(item) => vec![&item.name],
        Item::ServiceError(item) => vec![&item.name],
        Item::Operation(item) => {
            let response = item.response_docs.is_some().then_some(&item.response);
            response.into_iter().chain([&item.error]).collect()
        }
        Item::Properties(item) => {
            let identity = item.identity.iter().map(|identity| &identity.name);
            identity.chain([&item.name]).collect()
        }
        Item::Pattern(_) | Item::Service(..) => Vec::new(),
    }
}
