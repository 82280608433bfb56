//! `cargo xtask models`: generates a crate from each model in a folder, builds it if asked to, and prints a table.

mod build;
mod row;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use personalize_events_codegen::{Host, Options, Output, Source, generate_with, kind_of_problem};

use crate::codegen::{RUNTIME, add, read, root};
use crate::command::target_dir;
use crate::crates::LINTS;
use crate::tree::Tree;
use build::Failures;
use row::{Generated, Reasons, Row};

/// The options of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Models {
    /// The folder: every file whose name ends in `.json` is a model.
    pub folder: PathBuf,
    /// Whether to compile the crates and their documentation, with warnings and Clippy's lints denied.
    pub build: bool,
}

/// What became of the models.
#[derive(Debug)]
pub struct Report {
    /// The table, the reasons of refusals, and what did not compile.
    pub text: String,
    /// How many models became a crate with all their operations.
    pub complete: usize,
    /// How many became a crate without some operations.
    pub partial: usize,
    /// How many are refused.
    pub refused: usize,
    /// Whether all crates compile, with their documentation, or none was built.
    pub passed: bool,
}

impl Models {
    /// Generates the crates below the target folder.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder has no models, a file cannot be read or written, or Cargo cannot be run.
    pub fn run(&self) -> Result<Report> {
        let root = root()?;
        let folder = target_dir(&root)?.join("models");
        let runtime = root.join(RUNTIME).display().to_string();
        let mut rows = Vec::new();
        let mut reasons = Reasons::new();
        for path in self.models()? {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let package = package_name(&name);
            let host = Host::Crate {
                name: package.clone(),
                runtime: runtime.clone(),
            };
            let output = generate_what_is_possible(&path, &name, &host, &mut reasons)?;
            if let Some(output) = &output {
                write(&folder.join(&package), output)?;
            }
            rows.push(Row {
                name: name.into_owned(),
                package,
                generated: output.map(|output| Generated {
                    operations: output.operations,
                    left_out: output.skipped.len(),
                    endpoints: output.endpoints,
                }),
            });
        }
        let built = if self.build {
            Some(build::build(&folder, &rows)?)
        } else {
            None
        };
        let count = |test: fn(&Row) -> bool| rows.iter().filter(|row| test(row)).count();
        let complete = count(|row| row.generated.as_ref().is_some_and(|of| of.left_out == 0));
        let partial = count(|row| row.generated.as_ref().is_some_and(|of| of.left_out > 0));
        let refused = count(|row| row.generated.is_none());
        let text = table::text(&rows, &reasons, built.as_ref());
        let reports = rows.iter().filter_map(|row| row.generated.as_ref());
        let reports: Vec<_> = reports.map(|generated| &generated.endpoints).collect();
        let passed: usize = reports.iter().map(|report| report.passed).sum();
        let outdated: usize = reports.iter().map(|report| report.outdated).sum();
        let left_out = reports.iter().flat_map(|report| report.left_out.values());
        let left_out: usize = left_out.sum();
        Ok(Report {
            text: format!(
                "{text}\n{passed} endpoint tests passed, {outdated} are outdated, {left_out} are for parameters that clients do \
                 not have\n{} models: {complete} with all operations, {partial} without some, {refused} refused",
                rows.len()
            ),
            complete,
            partial,
            refused,
            passed: built.is_none_or(|built| built.values().all(Failures::is_empty)),
        })
    }

    /// The models in the order of their names.
    fn models(&self) -> Result<Vec<PathBuf>> {
        let at = || self.folder.display().to_string();
        let mut models = Vec::new();
        for entry in std::fs::read_dir(&self.folder).with_context(at)? {
            let path = entry.with_context(at)?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                models.push(path);
            }
        }
        if models.is_empty() {
            bail!("{} has no file whose name ends in .json", at());
        }
        models.sort();
        Ok(models)
    }
}

/// Generates a model, without the operations that must be left out, or returns nothing if that is all of them. Adds the
/// reasons why it is not generated in full.
fn generate_what_is_possible(
    path: &Path,
    name: &str,
    host: &Host,
    reasons: &mut Reasons,
) -> Result<Option<Output>> {
    let text = read(path)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let source = Source {
        name: &file,
        text: &text,
    };
    let problems = match generate_with(&[source], host, &Options::default()) {
        Ok(output) => return Ok(Some(output)),
        Err(problems) => problems,
    };
    for problem in problems.problems() {
        let models = reasons.entry(kind_of_problem(problem)).or_default();
        if models.last().is_none_or(|last| last != name) {
            models.push(name.to_owned());
        }
    }
    let options = Options {
        skip_unsupported: true,
        ..Options::default()
    };
    Ok(generate_with(&[source], host, &options).ok())
}

/// Writes a crate that denies warnings.
fn write(folder: &Path, output: &Output) -> Result<()> {
    let mut tree = Tree::default();
    let generated = folder.join("src/generated");
    add(&mut tree, &generated, &output.generated);
    tree.owns(&generated);
    add(&mut tree, folder, &output.package);
    tree.append(&folder.join("Cargo.toml"), LINTS);
    // Files that do not differ are not written, so that nothing is built in vain.
    tree.apply(&tree.changes()?)
}

/// The name of the crate of a model.
fn package_name(model: &str) -> String {
    let valid = model.chars().map(|character| {
        if character.is_ascii_alphanumeric() {
            character
        } else {
            '-'
        }
    });
    format!("model-{}", valid.collect::<String>())
}
