//! Generates a Rust client from the Smithy model of a restJson1 service.
//!
//! The whole crate is one pure function, [`generate`]: the text of a model goes in, the texts of
//! Rust files come out, or every reason why not. Its stages are a one-way street:
//!
//! 1. *parse* (the crate `personalize-events-ast`): what the text says, and where;
//! 2. *fix* (`fixups`): upstream's known mistakes, corrected by name;
//! 3. *lower* (`lower`, `traits` → `ir`): what the model means; everything unknown is refused;
//! 4. *plan* (`plan`): every decision about Rust;
//! 5. *emit* (`emit`): tokens, without decisions;
//! 6. *print* (`print`): text.

mod diagnostics;
mod emit;
mod fixups;
mod ir;
mod lower;
mod markdown;
mod pattern;
mod plan;
mod print;
mod report;
mod traits;

use personalize_events_ast::Model;

pub use diagnostics::{Diagnostic, Diagnostics, Warnings};
use lower::Refused;
pub use lower::Skipped;
use print::Printer;

/// The text of a model and the name it goes by in headers and diagnostics.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name: a path as a reader would write it.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// For whom the client is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// The published crate: it has a runtime of its own, and derives for its JSON-valued members.
    Workspace,
    /// A whole crate of this name, without derives, on the runtime kept for such crates.
    Crate {
        /// The name of its package.
        name: String,
        /// The path of that runtime's package, as its manifest has to write it.
        runtime: String,
    },
}

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The files of the folder `generated`.
    pub generated: Vec<File>,
    /// The entry points of the derives; for [`Host::Workspace`].
    pub derive: Option<File>,
    /// What else makes it a crate, with paths from its root; for [`Host::Crate`].
    pub package: Vec<File>,
    /// How many operations there are.
    pub operations: usize,
    /// How many structures there are, errors included.
    pub structures: usize,
    /// The operations that were left out.
    pub skipped: Vec<Skipped>,
    /// What is generated otherwise than the model may mean it.
    pub warnings: Warnings,
}

/// A file: where it goes below its folder, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path, with `/`.
    pub path: String,
    /// The text.
    pub contents: String,
}

/// Generates the files of a client.
///
/// # Errors
///
/// Every reason for which the model cannot be generated, each with its line and column. Nothing is
/// generated in part.
pub fn generate(source: Source<'_>, host: &Host) -> Result<Output, Diagnostics> {
    generated(source, host, Refused::Stop)
}

/// Generates the files of a client, without the operations that reach what is not generated; see
/// [`Output::skipped`].
///
/// # Errors
///
/// As [`generate`], and if no operation is left.
pub fn generate_without_refused(source: Source<'_>, host: &Host) -> Result<Output, Diagnostics> {
    generated(source, host, Refused::Skip)
}

fn generated(source: Source<'_>, host: &Host, refused: Refused) -> Result<Output, Diagnostics> {
    let told = |problems| Diagnostics::new(source, problems);
    let mut model = Model::parse(source.text)
        .map_err(|problems| told(problems.into_iter().map(Diagnostic::from).collect()))?;
    let mut unfixed = fixups::apply(&mut model);
    unfixed.extend(lower::rename(&mut model));
    let lowered = match lower::lower(&model, refused) {
        Ok(lowered) if unfixed.is_empty() => lowered,
        Ok(_) => return Err(told(unfixed)),
        Err(problems) => return Err(told([unfixed, problems].concat())),
    };
    let service = &lowered.service;
    let plan = plan::plan(service, host).map_err(told)?;
    let printer = Printer::new(source.name);
    let generated = emit::files(&plan).into_iter();
    let derive = plan
        .derives
        .as_ref()
        .map(|derives| printer.rust("lib.rs", &emit::derives(derives)));
    let package = plan.package.as_ref().map(|package| {
        let root = emit::crate_root(package);
        vec![printer.manifest(package), printer.rust("src/lib.rs", &root)]
    });
    Ok(Output {
        generated: generated.map(|file| printer.module(file)).collect(),
        derive,
        package: package.unwrap_or_default(),
        operations: service.operations.len(),
        structures: service.structures.len() + service.errors.len(),
        skipped: lowered.skipped,
        warnings: Warnings::new(source, lowered.warnings),
    })
}
