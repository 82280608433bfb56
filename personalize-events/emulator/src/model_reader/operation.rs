//! Reads operations: their routes, their errors, and whether their whole input is a JSON body.

use std::collections::BTreeMap;

use personalize_events_ast::{
    Kind as AstKind, Node, Operation as AstOperation, Reference, Service, Shape, Trait, UNIT,
};

use super::reader::Reader;
use super::traits;
use crate::model::{Operation, UnsupportedOperation};

const ERROR: &str = "smithy.api#error";
const HTTP_ERROR: &str = "smithy.api#httpError";

impl Reader<'_> {
    /// Reads an operation; `None` if it is unsupported or malformed.
    pub(super) fn operation(
        &mut self,
        service: &Service,
        reference: &Reference,
    ) -> Option<Operation> {
        let id = &reference.target;
        let ast = self.ast;
        let found = ast.shapes.get(id).and_then(|shape| {
            if let AstKind::Operation(operation) = &shape.kind {
                Some((shape, operation))
            } else {
                None
            }
        });
        let Some((shape, operation)) = found else {
            self.problem(reference.at, id, "there is no such operation");
            return None;
        };
        self.check_traits(id, &[&traits::OF_OPERATIONS], &shape.traits);
        let Some((method, path, status)) = shape.traits.get(traits::HTTP).and_then(http) else {
            let message =
                "an operation must have the trait `smithy.api#http` with a method and a path";
            self.problem(shape.at, id, message);
            return None;
        };
        let input = operation
            .input
            .as_ref()
            .filter(|input| input.target.as_str() != UNIT);
        if let Some(reason) = self.unsupported_input(shape, path, input) {
            let operation = id.name().to_owned();
            self.unsupported
                .push(UnsupportedOperation { operation, reason });
            return None;
        }
        if let Some(input) = input {
            self.shape(input);
            // A shape that cannot be read has been reported.
            let is_read = self.shapes.contains_key(&input.target);
            if is_read && self.fields(Some(&input.target)).is_none() {
                self.problem(input.at, id, "an input must be a structure");
            }
        }
        let input = input.map(|input| input.target.clone());
        let collection = path.rsplit('/').next().unwrap_or_default();
        Some(Operation {
            name: id.name().to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            status,
            records: self.records(input.as_ref(), collection),
            input,
            errors: self.errors(service, operation),
        })
    }

    /// Returns which part of an input is not in a JSON body, if any.
    fn unsupported_input(
        &self,
        shape: &Shape,
        path: &str,
        input: Option<&Reference>,
    ) -> Option<String> {
        if path.contains(['{', '?']) {
            return Some("its path has labels or a query".to_owned());
        }
        if shape.traits.contains_key(traits::REQUEST_COMPRESSION) {
            return Some("its body may be compressed".to_owned());
        }
        let AstKind::Structure(members) = &self.ast.shapes.get(&input?.target)?.kind else {
            return None;
        };
        members.iter().find_map(|(name, member)| {
            let mut ids = member.traits.keys();
            let binding = ids.find(|id| traits::BINDINGS.contains(&id.as_str()))?;
            Some(format!("`{name}` has the trait `{binding}`"))
        })
    }

    fn errors(&mut self, service: &Service, operation: &AstOperation) -> BTreeMap<String, u16> {
        let mut errors = BTreeMap::new();
        for reference in operation.errors.iter().chain(&service.errors) {
            let shape = self.ast.shapes.get(&reference.target);
            if let Some(status) = shape.and_then(error_status) {
                errors.insert(reference.target.name().to_owned(), status);
            } else {
                let message = "an error must have the trait `smithy.api#error`, and its \
                               `smithy.api#httpError` must be a status";
                self.problem(reference.at, &reference.target, message);
            }
        }
        errors
    }
}

/// Returns the status of an error: its own, or the default of client or server errors.
fn error_status(shape: &Shape) -> Option<u16> {
    if let Some(status) = shape.traits.get(HTTP_ERROR) {
        return u16::try_from(status.node.as_u64()?).ok();
    }
    match shape.traits.get(ERROR)?.node.as_str()? {
        "client" => Some(400),
        "server" => Some(500),
        _ => None,
    }
}

/// Reads method, path and status.
fn http(value: &Trait) -> Option<(&str, &str, u16)> {
    let object = value.node.as_object()?;
    let method = object.get("method").and_then(Node::as_str)?;
    let path = object.get("uri").and_then(Node::as_str)?;
    let status = object
        .get("code")
        .map_or(Some(200), |code| u16::try_from(code.as_u64()?).ok())?;
    Some((method, path, status))
}
