//! Generation: all stages, one after the other.

use personalize_events_ast::Model;

use crate::diagnostics::{Diagnostics, Severity};
use crate::input::{Host, Options, Source};
use crate::output::Output;
use crate::print::Printer;
use crate::{emit, fixups, lower, plan};

/// Generates the files of a client.
///
/// # Errors
///
/// Returns every problem of the model with its line and column. Nothing is generated in part.
pub fn generate(source: Source<'_>, host: &Host) -> Result<Output, Diagnostics> {
    generate_with(source, host, &Options::default())
}

/// Generates the files of a client with other options than the strict ones of [`generate`].
///
/// # Errors
///
/// Returns the problems that the options do not excuse, and one if no operation is left.
pub fn generate_with(
    source: Source<'_>,
    host: &Host,
    options: &Options,
) -> Result<Output, Diagnostics> {
    let failed = |problems| Diagnostics::new(Severity::Error, source, problems);
    let mut model = Model::parse(source.text).map_err(failed)?;
    // A model that another crate is generated from may be a part of the service's, or newer than it.
    let unapplied = fixups::apply(&mut model);
    let (mut problems, unapplied) = match host {
        Host::Workspace => (unapplied, Vec::new()),
        Host::Crate { .. } => (Vec::new(), unapplied),
    };
    problems.extend(lower::rename(&mut model));
    let lowered = match lower::lower(&model, options) {
        Ok(lowered) if problems.is_empty() => lowered,
        Ok(_) => return Err(failed(problems)),
        Err(more) => return Err(failed([problems, more].concat())),
    };
    let service = &lowered.service;
    let plan = plan::plan(service, host).map_err(failed)?;
    let printer = Printer::new(source.name);
    let generated = emit::files(&plan).into_iter();
    let derives = plan.derives.as_ref();
    let package = plan.package.as_ref().map(|package| {
        let root = emit::crate_root(package);
        vec![printer.manifest(package), printer.rust("src/lib.rs", &root)]
    });
    Ok(Output {
        generated: generated.map(|file| printer.module(file)).collect(),
        record_kinds: derives.map(|_| printer.module(emit::record_kinds(&plan.record_kinds))),
        derive: derives.map(|derives| printer.rust("lib.rs", &emit::derives(derives))),
        package: package.unwrap_or_default(),
        operations: service.operations.len(),
        structures: service.structures.len() + service.errors.len(),
        skipped: lowered.skipped,
        ignored: lowered.ignored,
        warnings: Diagnostics::new(
            Severity::Warning,
            source,
            [lowered.warnings, unapplied].concat(),
        ),
    })
}
