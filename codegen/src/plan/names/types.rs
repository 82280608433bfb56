//! The types of a service: parts of operations, and shapes. The rules are in the documentation of the module `names`.

use std::collections::HashMap;

use personalize_events_ast::ShapeId;

use super::convert::{camel, is_used, link, method, type_name};
use super::renamed::{Notes, Why};
use super::reserved::{OPERATION, SUFFIX};
use crate::ir;

/// The names of an operation.
#[derive(Debug)]
pub(crate) struct OperationNames {
    /// Its name in camel case, of which the others are made.
    pub(crate) base: String,
    pub(crate) method: String,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) error: String,
}

/// The parts of operations.
pub(crate) const REQUEST: &str = "Request";
pub(crate) const RESPONSE: &str = "Response";
pub(crate) const ERROR: &str = "Error";

/// Names in use, in lower case, with what has them.
#[derive(Default)]
struct Claims(HashMap<String, String>);

impl Claims {
    /// Claims a name, or returns what has it.
    fn claim(&mut self, name: &str, owner: &str) -> Result<(), String> {
        let other = self.0.get(&name.to_lowercase());
        if let Some(other) = other {
            return Err(other.clone());
        }
        self.0.insert(name.to_lowercase(), owner.to_owned());
        Ok(())
    }

    /// Claims the first name that is free, with as many words in between as that needs.
    fn claim_with(&mut self, [start, word, end]: [&str; 3], owner: &str) -> String {
        let mut between = word.to_owned();
        loop {
            let name = format!("{start}{between}{end}");
            if !is_used(&name) && self.claim(&name, owner).is_ok() {
                return name;
            }
            between.push_str(word);
        }
    }
}

/// What comes first among equals: names that are the same in Smithy and Rust, then by ID.
fn order<'a>(id: &'a ShapeId, name: &str) -> (bool, &'a ShapeId) {
    (id.name() != name, id)
}

/// The operations with their names.
pub(super) fn operations<'a>(
    operations: &'a [ir::Operation],
    notes: &mut Notes<'a>,
) -> Vec<(&'a ir::Operation, String)> {
    let mut named: Vec<_> = operations.iter().map(|it| (it, camel(&it.id))).collect();
    named.sort_by_key(|(operation, base)| order(&operation.id, base));
    let mut claims = Claims::default();
    let owner = |operation: &ir::Operation| format!("the operation `{}`", operation.id);
    let taken = named
        .iter()
        .map(|(operation, base)| claims.claim(base, &owner(operation)));
    let taken: Vec<Option<String>> = taken.map(Result::err).collect();
    for ((operation, base), by) in named.iter_mut().zip(taken) {
        if let Some(by) = by {
            let free = claims.claim_with([base, OPERATION, ""], &owner(operation));
            notes.add(
                "operation",
                &operation.id,
                "",
                [base, &free],
                Why::Taken { by },
            );
            *base = free;
        }
        let (plain, name) = (
            link(&method(base)).trim_end_matches('_').to_owned(),
            method(base),
        );
        if name.ends_with('_') {
            let why = Why::Reserved;
            notes.add(
                "method of the operation",
                &operation.id,
                "",
                [&plain, &name],
                why,
            );
        }
    }
    named
}

/// The types of shapes and of parts of operations.
pub(super) fn types<'a>(
    service: &'a ir::Service,
    operations: Vec<(&'a ir::Operation, String)>,
    notes: &mut Notes<'a>,
) -> (
    HashMap<&'a ShapeId, String>,
    HashMap<&'a ShapeId, OperationNames>,
) {
    let mut claims = Claims::default();
    let mut parts = parts(&operations, &mut claims, notes);
    let shapes = shapes(service, &mut claims, notes);
    let operations = operations.into_iter().map(|(operation, base)| {
        let id = &operation.id;
        let mut part = |message: &Option<ir::Message>, word| {
            let shape = message.as_ref().map(|message| &message.structure.id);
            let part = parts.remove(&(id, word));
            part.or_else(|| shapes.get(shape?).cloned())
                .unwrap_or_default()
        };
        let names = OperationNames {
            request: part(&operation.input, REQUEST),
            response: part(&operation.output, RESPONSE),
            error: part(&None, ERROR),
            method: method(&base),
            base,
        };
        (id, names)
    });
    let operations = operations.collect();
    (shapes, operations)
}

/// The parts that do not have the name of a shape.
fn parts<'a>(
    operations: &[(&'a ir::Operation, String)],
    claims: &mut Claims,
    notes: &mut Notes<'a>,
) -> HashMap<(&'a ShapeId, &'static str), String> {
    let mut parts = HashMap::new();
    let mut reserved = Vec::new();
    for (operation, base) in operations {
        let is_dedicated = |message: &Option<ir::Message>| {
            message.as_ref().is_some_and(|message| message.dedicated)
        };
        for (word, what, exists) in [
            (
                REQUEST,
                "request of the operation",
                !is_dedicated(&operation.input),
            ),
            (
                RESPONSE,
                "response of the operation",
                !is_dedicated(&operation.output),
            ),
            (ERROR, "error enum of the operation", true),
        ] {
            let plain = format!("{base}{word}");
            let owner = format!("the {what} `{}`", operation.id);
            if !exists {
                continue;
            }
            // The plain names of parts differ, because those of operations do.
            if is_used(&plain) || claims.claim(&plain, &owner).is_err() {
                reserved.push((operation, base, word, what, owner));
            } else {
                parts.insert((&operation.id, word), plain);
            }
        }
    }
    for (operation, base, word, what, owner) in reserved {
        let name = claims.claim_with([base, OPERATION, word], &owner);
        let plain = format!("{base}{word}");
        notes.add(what, &operation.id, word, [&plain, &name], Why::Reserved);
        parts.insert((&operation.id, word), name);
    }
    parts
}

fn shapes<'a>(
    service: &'a ir::Service,
    claims: &mut Claims,
    notes: &mut Notes<'a>,
) -> HashMap<&'a ShapeId, String> {
    let mut wanted = wanted(service);
    wanted.sort_by_cached_key(|(_, id)| order(id, &type_name(id)));
    let mut shapes = HashMap::new();
    let mut taken = Vec::new();
    for (what, id) in wanted {
        let name = type_name(id);
        match claims.claim(&name, &format!("the {what} `{id}`")) {
            Ok(()) => {
                let plain = camel(id);
                if name != plain {
                    notes.add(what, id, "", [&plain, &name], Why::Reserved);
                }
                shapes.insert(id, name);
            }
            Err(by) => taken.push((what, id, name, by)),
        }
    }
    for (what, id, plain, by) in taken {
        let name = claims.claim_with([&plain, SUFFIX, ""], &format!("the {what} `{id}`"));
        notes.add(what, id, "", [&plain, &name], Why::Taken { by });
        shapes.insert(id, name);
    }
    shapes
}

/// The shapes that become types.
fn wanted(service: &ir::Service) -> Vec<(&'static str, &ShapeId)> {
    let operations = service.operations.iter();
    let messages = operations.flat_map(|operation| operation.input.iter().chain(&operation.output));
    let messages = messages.filter(|message| message.dedicated);
    let messages = messages.map(|message| ("structure", &message.structure.id));
    let structures = service
        .structures
        .iter()
        .map(|shape| ("structure", &shape.id));
    let errors = service
        .errors
        .iter()
        .map(|error| ("error", &error.structure.id));
    let unions = service.unions.iter().map(|shape| ("union", &shape.id));
    let enums = service.enums.iter().map(|shape| ("enum", &shape.id));
    messages
        .chain(structures)
        .chain(errors)
        .chain(unions)
        .chain(enums)
        .collect()
}
