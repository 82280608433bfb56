//! Services: the root of what is lowered.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use personalize_events_ast::{self as ast, Kind, Model, Position, Shape, ShapeId};

use super::context::Lowering;
use super::endpoint::sign_for_regions;
use super::skipped::{LeftOut, Skipped};
use super::usage;
use crate::customizations;
use crate::diagnostics::Diagnostic;
use crate::endpoint::EndpointReport;
use crate::input::Options;
use crate::ir::{Operation, Service, ServiceNames};
use crate::traits::{
    ENDPOINT_RULE_SET, Ignored, PAGINATED, REST_JSON_1, SERVICE, SIGV4, ShapeType, TITLE,
    unknown_keys,
};

/// The meaning of a model, and what to report about it.
#[derive(Debug)]
pub(crate) struct Lowered {
    pub(crate) service: Service,
    pub(crate) endpoints: EndpointReport,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) ignored: Vec<Ignored>,
    /// The ids in the model of structures that have another one in the service.
    pub(crate) renamed: HashMap<ShapeId, ShapeId>,
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Lowers the one service of a model without the operations that are left out; returns the problems too. If nothing
/// essential is missing, the rest of the service is lowered in spite of problems, so that the next stage finds its own.
pub(crate) fn lower(
    model: &Model,
    options: &Options,
    left_out: &LeftOut,
) -> (Option<Lowered>, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(model, options, left_out);
    let service = lowering.model();
    lowering.warn_of_needless_options();
    let lowered = service.map(|service| Lowered {
        service,
        endpoints: lowering.endpoint_report,
        ignored: lowering.account.ignored(),
        skipped: lowering.skipped,
        renamed: lowering.renamed,
        warnings: lowering.warnings,
    });
    (lowered, lowering.collector.into_problems())
}

impl<'a> Lowering<'a> {
    fn model(&mut self) -> Option<Service> {
        let shapes = self.model.shapes.values();
        let mut services = shapes.filter_map(|shape| {
            if let Kind::Service(service) = &shape.kind {
                Some((service, shape))
            } else {
                None
            }
        });
        let Some((service, shape)) = services.next() else {
            self.collector
                .push_for_model("the model has no service; add one");
            return None;
        };
        for (_, other) in services {
            let message = format!("`{}` is a second service; remove one", other.id);
            self.report(other.at, &other.id, message);
        }
        self.service(service, shape)
    }

    fn service(&mut self, service: &'a ast::Service, shape: &'a Shape) -> Option<Service> {
        let traits = self.traits(shape, ShapeType::Service);
        let names = self.required(traits, &SERVICE, shape);
        for (at, key) in traits.node(&SERVICE).into_iter().flat_map(unknown_keys) {
            let message = format!("the key `{key}` of `{}` is unknown and ignored", SERVICE.id);
            self.warn(at, &shape.id, message);
        }
        self.check_schemes(traits, shape);
        self.required(traits, &REST_JSON_1, shape);
        self.names = names.map(|names| ServiceNames {
            sdk_id: names.sdk_id,
            endpoint_prefix: names
                .endpoint_prefix
                .unwrap_or_else(|| shape.id.name().to_lowercase()),
            signing_name: traits.get(&SIGV4).unwrap_or_default(),
        });
        self.endpoint_rules = traits.get(&ENDPOINT_RULE_SET);
        self.paginated = traits.get(&PAGINATED).unwrap_or_default();
        let operations = self.operations(service, shape);
        self.lower_pending();
        let names = self.names.clone()?;
        let mut operations = operations?;
        if let Some(notice) = customizations::of(&shape.id).endpoint_notice() {
            self.warn(shape.at, &shape.id, notice);
        }
        let (endpoints, report) = self.endpoints(traits, shape, &names, &operations);
        self.endpoint_report = report;
        for operation in &mut operations {
            sign_for_regions(operation, &endpoints);
        }
        let mut service = Service {
            id: shape.id.clone(),
            names,
            endpoints,
            title: traits.get(&TITLE),
            documentation: traits.documentation(),
            operations,
            structures: in_model_order(self.model, std::mem::take(&mut self.structures))?,
            unions: in_model_order(self.model, std::mem::take(&mut self.unions))?,
            enums: in_model_order(self.model, std::mem::take(&mut self.enums))?,
            errors: in_model_order(self.model, std::mem::take(&mut self.errors))?,
            accepted_traits: self.account.accepted(),
        };
        let waiters = self.waiters(&service);
        for (operation, waiters) in service.operations.iter_mut().zip(waiters) {
            operation.waiters = waiters;
        }
        self.reject_infinite_recursion(&service);
        usage::find(&mut service);
        Some(service)
    }

    fn operations(
        &mut self,
        service: &'a ast::Service,
        shape: &'a Shape,
    ) -> Option<Vec<Operation>> {
        let mut operations = self.bound_operations(service, shape);
        if operations.is_empty() {
            let message = "the service has no operations; add one";
            self.report(shape.at, &shape.id, message);
        }
        // The service and its resources may bind the same operation.
        let mut seen = HashSet::new();
        operations.retain(|(reference, _)| seen.insert(&reference.target));
        let operations = self.supported_operations(operations, &service.errors, shape);
        self.count_messages(&operations);
        self.find_errors(&operations, &service.errors);
        for error in &service.errors {
            self.error(error, shape);
        }
        let operations: Vec<Option<Operation>> = operations
            .into_iter()
            .map(|(reference, from)| self.operation(reference, from, shape, &service.errors))
            .collect();
        operations.into_iter().collect()
    }

    fn warn_of_needless_options(&mut self) {
        for id in self.account.needless() {
            let message = format!(
                "`--allow-trait {id}` has no effect, because the trait is known or nothing has it; remove the \
                 option"
            );
            self.warnings.push(Diagnostic {
                at: Position::START,
                shape: None,
                message,
            });
        }
    }

    /// Lowers the targets of members, and what is reached from there.
    fn lower_pending(&mut self) {
        while let Some(shape) = self.pending.pop() {
            if let Kind::Structure(members) = &shape.kind {
                let lowered = self.nested(shape, members);
                self.structures.insert(&shape.id, lowered);
            } else if let Kind::Union(members) = &shape.kind {
                let lowered = self.union(shape, members);
                self.unions.insert(&shape.id, lowered);
            }
        }
    }
}

/// Sorts shapes as in the model; `None` if one has a problem.
fn in_model_order<T>(model: &Model, mut shapes: IndexMap<&ShapeId, Option<T>>) -> Option<Vec<T>> {
    shapes.sort_by_key(|id, _| model.shapes.get_index_of(id.as_str()));
    shapes.into_values().collect()
}
