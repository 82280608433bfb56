//! Generation: all stages, one after the other.

use personalize_events_ast::Model;

use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::input::{Host, Options, Source};
use crate::lower::{LeftOut, Lowered};
use crate::output::Output;
use crate::plan::Plan;
use crate::print::Printer;
use crate::{client, customizations, emit, fixups, lower, plan};

/// Generates the files of a client.
///
/// # Errors
///
/// Returns every problem of the model with its line and column. Nothing is generated in part.
pub fn generate(source: Source<'_>, host: &Host) -> Result<Output, Diagnostics> {
    generate_with(&[source], host, &Options::default())
}

/// Generates the files of a client from a model of several files, or with other options than the strict ones of
/// [`generate`].
///
/// # Errors
///
/// Returns the problems that the options do not excuse, and one if no operation is left.
pub fn generate_with(
    sources: &[Source<'_>],
    host: &Host,
    options: &Options,
) -> Result<Output, Diagnostics> {
    let failed = |problems| Diagnostics::new(Severity::Error, sources, problems);
    let texts: Vec<&str> = sources.iter().map(|source| source.text).collect();
    let mut model = Model::assemble(&texts).map_err(failed)?;
    // A model that another crate is generated from may be a part of the service's, or newer than it.
    let applied = fixups::apply(&mut model);
    customizations::apply(&mut model);
    let (mut problems, mut warnings) = match host {
        Host::Workspace => (applied.problems, Vec::new()),
        Host::Crate { .. } => (Vec::new(), applied.problems),
    };
    warnings.extend(applied.missing);
    problems.extend(lower::rename(&mut model));
    let mut left_out = LeftOut::new();
    let (lowered, plan) = loop {
        let error = match plan_service(&model, host, options, &left_out) {
            Ok(planned) if problems.is_empty() => break planned,
            Ok(_) => Vec::new(),
            Err(error) => error,
        };
        let is_whole = !problems.is_empty() || !options.skip_unsupported;
        if is_whole || !lower::leave_out(&model, &error, &mut left_out) {
            return Err(failed([problems, error].concat()));
        }
    };
    let service = &lowered.service;
    warnings.extend(lowered.warnings);
    if *host == Host::Workspace {
        warnings.extend(client::missing(service));
    }
    let names: Vec<&str> = sources.iter().map(|source| source.name).collect();
    let printer = Printer::new(&names.join(", "));
    let generated = emit::files(&plan, |file| printer.module(file));
    let derives = plan.derives.as_ref();
    let package = plan.package.as_ref().map(|package| {
        let root = emit::crate_root(package);
        vec![
            printer.manifest(package),
            printer.readme(package),
            printer.rust("src/lib.rs", &root),
        ]
    });
    Ok(Output {
        generated,
        record_kinds: derives.map(|_| printer.module(emit::record_kinds(&plan.record_kinds))),
        derive: derives.map(|derives| printer.rust("lib.rs", &emit::derives(derives))),
        package: package.unwrap_or_default(),
        operations: service.operations.len(),
        structures: service.structures.len() + service.errors.len(),
        endpoints: lowered.endpoints,
        skipped: lowered.skipped,
        ignored: lowered.ignored,
        renamed: plan.renamed,
        warnings: Diagnostics::new(Severity::Warning, sources, warnings),
    })
}

/// Lowers and plans the service without the operations that are left out, or returns the problems of both stages.
fn plan_service(
    model: &Model,
    host: &Host,
    options: &Options,
    left_out: &LeftOut,
) -> Result<(Lowered, Plan), Vec<Diagnostic>> {
    let (lowered, mut problems) = lower::lower(model, options, left_out);
    let Some(lowered) = lowered else {
        return Err(problems);
    };
    match plan::plan(&lowered.service, host) {
        Ok(plan) if problems.is_empty() => {
            // The model is right, and may have more than the client supports.
            if *host == Host::Workspace {
                problems.extend(client::unsupported(&lowered.service));
            }
            if problems.is_empty() {
                return Ok((lowered, plan));
            }
        }
        Ok(_) => {}
        Err(more) => problems.extend(more.into_iter().map(|mut problem| {
            let renamed = problem
                .shape
                .as_ref()
                .and_then(|shape| lowered.renamed.get(shape));
            problem.shape = renamed.cloned().or(problem.shape);
            problem
        })),
    }
    Err(problems)
}
