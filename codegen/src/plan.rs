//! Every decision about Rust: names, types, files and documentation. Only names on the wire come from Smithy.

mod authentication;
mod boxed;
mod constraint;
mod default;
mod deserialize;
mod docs;
mod enumeration;
mod example;
mod member;
mod model;
mod module;
mod names;
mod operation;
mod properties;
mod service_error;
mod shape;
mod structure;
mod union;
mod waiter;

use std::collections::{BTreeSet, HashMap, HashSet};

use personalize_events_ast::ShapeId;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::Host;
use crate::customizations;
use crate::diagnostics::{Collector, Diagnostic};
use crate::ir;
use boxed::Boxed;
use deserialize::Deserialize;
use names::{Files, Names};

pub(crate) use model::{
    Constraint, Debug, Default, Derive, Enum, EnumVariant, ErrorShape, Format, Getter, Helper,
    Identity, Item, Member, Method, Module, Named, Operation, Package, PackageAuthentication,
    Pagination, Part, Path, PatternConst, Payload, Presence, Properties, Received, RecordKind,
    Sent, ServiceError, Setter, Step, Structure, Type, Union, UnionVariant, Variant, Waiter, Write,
};
pub(crate) use names::{EXPORTS, RUNTIME_MODULES, RUNTIME_TYPES, STD, is_keyword};
pub use names::{Renamed, Why};

/// Everything that is emitted.
#[derive(Debug)]
pub(crate) struct Plan {
    /// In the order of their files.
    pub(crate) modules: Vec<Module>,
    /// The types of the runtime that the root of the client exports with the generated code.
    pub(crate) exports: Vec<&'static str>,
    /// The documentation of `mod.rs`, which holds the modules together.
    pub(crate) docs: Vec<String>,
    /// Whether some endpoints are not the standard ones.
    pub(crate) has_endpoints: bool,
    pub(crate) derives: Option<Vec<Derive>>,
    /// The rows of the table of record kinds, for the host that has derives.
    pub(crate) record_kinds: Vec<RecordKind>,
    pub(crate) package: Option<Package>,
    pub(crate) renamed: Vec<Renamed>,
}

/// Plans the files of a service.
pub(crate) fn plan(service: &ir::Service, host: &Host) -> Result<Plan, Vec<Diagnostic>> {
    let names = Names::of(service);
    let context = Context {
        service,
        derives: *host == Host::Workspace,
        converts_errors: *host == Host::Workspace,
        blocking: *host == Host::Workspace,
        crate_name: match host {
            Host::Workspace => "personalize_events".to_owned(),
            Host::Crate { name, .. } => name.replace('-', "_"),
        },
        structures: by_id(&service.structures),
        unions: by_id(&service.unions),
        enums: by_id(&service.enums),
        errors: service
            .errors
            .iter()
            .map(|error| (&error.structure.id, &error.structure))
            .collect(),
        boxed: Boxed::of(service),
        deserialize: Deserialize::of(service),
        bound: member::bound_enums(service),
        service_variants: service_error::variants(
            service.errors.iter().map(|error| &error.structure.id),
            &names,
        ),
        names,
    };
    let mut collector = Collector::default();
    let (modules, properties) = modules(&context, &mut collector);
    let (derives, record_kinds): (Vec<_>, _) = properties.into_iter().unzip();
    if *host == Host::Workspace && module::has_endpoints(service) {
        let message = "the client has the standard endpoints only, but the endpoint rules define others; add support \
                       for them to `Endpoint` of the client";
        collector.push_for_model(message);
    }
    let title = crate::markdown::from_text(service.title.as_ref().unwrap_or(&service.names.sdk_id));
    let exports = match host {
        Host::Workspace => unknown_values(service),
        // The root of the crate exports all.
        Host::Crate { .. } => Vec::new(),
    };
    let plan = Plan {
        modules,
        exports,
        docs: vec![format!(
            "Generated from the model of {title}: `{}`.",
            service.id
        )],
        has_endpoints: module::has_endpoints(service),
        derives: (!derives.is_empty()).then_some(derives),
        record_kinds,
        package: package(&context, host, &title),
        renamed: context.names.renamed(),
    };
    collector.finish(Some(plan))
}

/// The types of values that enums lack.
fn unknown_values(service: &ir::Service) -> Vec<&'static str> {
    let types = service.enums.iter().map(enumeration::unknown);
    types.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The files in their order, and the derives with their record kinds.
fn modules(
    context: &Context<'_>,
    collector: &mut Collector,
) -> (Vec<Module>, Vec<(Derive, RecordKind)>) {
    let service = context.service;
    let mut files = Files::default();
    let shapes = shape::Shape::all(service).map(|shape| (files.claim(shape.name(context)), shape));
    let shapes: Vec<(String, shape::Shape<'_>)> = shapes.collect();
    // Several at once: most of the time passes in converting documentation.
    let modules = shapes
        .par_iter()
        .map(|(file, shape)| module::of_shape(file, shape.id(), shape.items(context)));
    let mut modules: Vec<Module> = modules.collect();
    let mut derives = Vec::new();
    if context.derives {
        for found in properties::all(context, &mut files, collector) {
            modules.push(module::of_properties(&found.file, found.properties));
            derives.push((found.derive, found.record_kind));
        }
    }
    modules.push(service_error::module(context, &mut files));
    modules.extend(module::of_patterns(context));
    modules.push(module::of_service(service));
    modules.sort_by(|a, b| a.file.cmp(&b.file));
    (modules, derives)
}

/// What every part of the plan can use.
pub(crate) struct Context<'a> {
    pub(crate) service: &'a ir::Service,
    /// Whether JSON-valued members hold properties, for which there are derives.
    pub(crate) derives: bool,
    /// Whether the crate defines the error of calls, so that it can implement conversions of it.
    pub(crate) converts_errors: bool,
    /// Whether there is a blocking client.
    pub(crate) blocking: bool,
    /// The crate's name in Rust.
    pub(crate) crate_name: String,
    pub(crate) structures: HashMap<&'a ShapeId, &'a ir::Structure>,
    pub(crate) unions: HashMap<&'a ShapeId, &'a ir::Union>,
    pub(crate) enums: HashMap<&'a ShapeId, &'a ir::Enum>,
    pub(crate) errors: HashMap<&'a ShapeId, &'a ir::Structure>,
    /// What is behind a `Box`.
    pub(crate) boxed: Boxed<'a>,
    pub(crate) deserialize: Deserialize<'a>,
    /// The enums that are bound to paths, queries, headers or payloads.
    pub(crate) bound: HashSet<&'a ShapeId>,
    /// The variants of the enum of all errors.
    pub(crate) service_variants: HashMap<&'a ShapeId, String>,
    pub(crate) names: Names<'a>,
}

impl Context<'_> {
    /// Whether there are paginators and waiters. They are asynchronous, and the runtime of the client has none.
    pub(crate) fn has_helpers(&self) -> bool {
        !self.blocking
    }

    /// The constant that describes a structure whose JSON-valued members hold properties. Planning the properties reports
    /// structures that are no records.
    pub(crate) fn record_kind(&self, id: &ShapeId) -> Option<String> {
        let is_record = self.derives && self.structures.contains_key(id);
        is_record.then(|| names::constant(self.names.type_of(id)))
    }
}

fn by_id<M>(shapes: &[ir::Shape<M>]) -> HashMap<&ShapeId, &ir::Shape<M>> {
    shapes.iter().map(|shape| (&shape.id, shape)).collect()
}

fn helpers(service: &ir::Service) -> Vec<Helper> {
    let mut operations = service.operations.iter();
    let paginates = operations.clone().any(|it| it.pagination.is_some());
    let waits = operations.any(|it| !it.waiters.is_empty());
    let helpers = [(Helper::Paginator, paginates), (Helper::Waiter, waits)];
    let helpers = helpers.into_iter().filter(|(_, is_needed)| *is_needed);
    helpers.map(|(helper, _)| helper).collect()
}

fn package(context: &Context<'_>, host: &Host, title: &str) -> Option<Package> {
    let service = context.service;
    let Host::Crate { name, runtime } = host else {
        return None;
    };
    let mut docs = vec![format!("A client for {title}.")];
    let documentation = docs::markdown(service.documentation.as_deref());
    if !documentation.is_empty() {
        docs::paragraph(&mut docs, &documentation.join("\n"));
    }
    if let Some(notice) = customizations::of(&service.id).endpoint_notice() {
        docs::paragraph(&mut docs, &notice);
    }
    let example = operation::example(context, service.operations.first()?);
    docs::paragraph(&mut docs, &format!("# Example\n\n{example}"));
    let authentication = authentication::of_service(service);
    docs::paragraph(
        &mut docs,
        &format!("# Authentication\n\n{}", authentication.docs),
    );
    // What is hidden in documentation is not in a README.
    let shown = example.lines().filter(|line| !line.starts_with("# "));
    let shown: Vec<&str> = shown.collect();
    let plain_title = service.title.as_ref().unwrap_or(&service.names.sdk_id);
    docs.extend(docs::accepted_traits(&service.accepted_traits));
    Some(Package {
        name: name.clone(),
        runtime: runtime.clone(),
        title: title.to_owned(),
        plain_title: plain_title.clone(),
        docs,
        authentication,
        example: shown.join("\n").replace("```no_run", "```rust"),
        is_of_aws: service.id.namespace().starts_with("com.amazonaws"),
        service_error: names::SERVICE_ERROR.to_owned(),
        has_endpoints: module::has_endpoints(service),
        helpers: helpers(service),
    })
}
