//! Reads the service: its signing name and the operations of the service and its resources.

use std::collections::{HashSet, VecDeque};

use personalize_events_ast::{Kind as AstKind, Reference, Resource, Service, Shape};

use super::reader::Reader;
use crate::model::Operation;

const SIGV4: &str = "aws.auth#sigv4";

impl<'a> Reader<'a> {
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
            let message = format!(
                "a model must have exactly one service, but has {}",
                services.len()
            );
            self.problems.push(message);
            return (None, Vec::new());
        };
        let signing_name = self.signing_name(shape);
        let operations = service
            .operations
            .iter()
            .chain(self.resource_operations(&service.resources))
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
            let message = "the trait `aws.auth#sigv4` must have a `name`";
            self.problem(sigv4.at, &shape.id, message);
        }
        name.map(str::to_owned)
    }

    /// Returns the operations of these resources and of their nested resources.
    fn resource_operations(&mut self, resources: &'a [Reference]) -> Vec<&'a Reference> {
        let mut operations = Vec::new();
        let mut seen = HashSet::new();
        let mut queue: VecDeque<&Reference> = resources.iter().collect();
        while let Some(reference) = queue.pop_front() {
            if !seen.insert(&reference.target) {
                continue;
            }
            if let Some(resource) = self.resource(reference) {
                operations.extend(resource.lifecycle.values());
                operations.extend(&resource.operations);
                operations.extend(&resource.collection_operations);
                queue.extend(&resource.resources);
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
