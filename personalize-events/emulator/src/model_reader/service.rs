//! The service: what it signs its requests for, and the operations that belong to it, whether
//! directly or by its resources.

use std::collections::{HashSet, VecDeque};

use personalize_events_ast::{Kind as AstKind, Reference, Resource, Service, Shape};

use super::Loader;
use crate::model::Operation;

const SIGV4: &str = "aws.auth#sigv4";

impl<'a> Loader<'a> {
    pub(super) fn service(&mut self) -> (Option<String>, Vec<Operation>) {
        let services: Vec<(&Shape, &Service)> = self
            .ast
            .shapes
            .values()
            .filter_map(|shape| {
                if let AstKind::Service(service) = &shape.kind {
                    Some((shape, service))
                } else {
                    None
                }
            })
            .collect();
        let [(shape, service)] = services.as_slice() else {
            let message = format!("a model needs one service, found {}", services.len());
            self.problems.push(message);
            return (None, Vec::new());
        };
        let signing_name = self.signing_name(shape);
        let operations = service
            .operations
            .iter()
            .chain(self.resources(&service.resources))
            .filter_map(|reference| self.operation(service, reference))
            .collect();
        (signing_name, operations)
    }

    fn signing_name(&mut self, shape: &Shape) -> Option<String> {
        let sigv4 = shape.traits.get(SIGV4)?;
        let name = sigv4
            .node
            .as_object()
            .and_then(|object| object.get("name")?.as_str());
        if name.is_none() {
            let message = "`aws.auth#sigv4` with a name is needed";
            self.problem(sigv4.at, &shape.id, message);
        }
        name.map(str::to_owned)
    }

    /// The operations of these resources and of those within them.
    fn resources(&mut self, resources: &'a [Reference]) -> Vec<&'a Reference> {
        let mut operations = Vec::new();
        let mut seen = HashSet::new();
        let mut todo: VecDeque<&Reference> = resources.iter().collect();
        while let Some(reference) = todo.pop_front() {
            if !seen.insert(&reference.target) {
                continue;
            }
            if let Some(resource) = self.resource(reference) {
                operations.extend(resource.lifecycle.values());
                operations.extend(&resource.operations);
                operations.extend(&resource.collection_operations);
                todo.extend(&resource.resources);
            }
        }
        operations
    }

    fn resource(&mut self, reference: &Reference) -> Option<&'a Resource> {
        let shape = self.ast.shapes.get(&reference.target);
        if let Some(AstKind::Resource(resource)) = shape.map(|shape| &shape.kind) {
            return Some(resource);
        }
        self.problem(reference.at, &reference.target, "there is no such resource");
        None
    }
}
