//! Compiles generated crates and their documentation. Clippy compiles them, so that its lints need no run of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::row::Row;
use crate::codegen::root;
use crate::command::target_dir;
use crate::crates::{cargo, write_workspace};

/// What is done with the crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Compile,
    Lint,
    Document,
}

impl Step {
    pub(super) const ALL: [Self; 3] = [Self::Compile, Self::Lint, Self::Document];
}

/// The crates that failed, with their first error.
pub(super) type Failures = BTreeMap<String, String>;

/// How many crates are documented in one folder. For each crate, rustdoc reads and writes the search index of all.
const DOCUMENTED: usize = 12;

/// Runs all steps for all crates of a folder, and returns what failed. Removes `target/doc`.
pub(super) fn build(folder: &Path, rows: &[Row]) -> Result<BTreeMap<Step, Failures>> {
    let generated = rows.iter().filter(|row| row.generated.is_some());
    let members: Vec<&str> = generated.map(|row| row.package.as_str()).collect();
    let mut failures = Step::ALL.map(|step| (step, Failures::new())).into();
    write_workspace(folder, &members)?;
    run(&["clippy"], folder, &mut failures)?;
    let documentation = target_dir(&root()?)?.join("doc");
    for members in members.chunks(DOCUMENTED) {
        write_workspace(folder, members)?;
        if documentation.exists() {
            fs::remove_dir_all(&documentation)
                .with_context(|| documentation.display().to_string())?;
        }
        run(&["doc", "--no-deps"], folder, &mut failures)?;
    }
    Ok(failures)
}

/// Runs Cargo and adds the first error of each crate.
fn run(arguments: &[&str], folder: &Path, failures: &mut BTreeMap<Step, Failures>) -> Result<()> {
    let messages = ["--keep-going", "--message-format=json"];
    let output = cargo(folder, &[arguments, &messages].concat())?;
    let mut has_error = false;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if message["message"]["level"] == "error"
            && let Some(package) = message["target"]["name"].as_str()
        {
            has_error = true;
            let lint = message["message"]["code"]["code"].as_str();
            let step = if arguments.contains(&"doc") {
                Step::Document
            } else if lint.is_some_and(|lint| lint.starts_with("clippy::")) {
                Step::Lint
            } else {
                Step::Compile
            };
            let error = message["message"]["rendered"].as_str().unwrap_or_default();
            let of_step = failures.entry(step).or_default();
            of_step
                .entry(package.replace('_', "-"))
                .or_insert_with(|| error.to_owned());
        }
    }
    if !output.status.success() && !has_error {
        bail!(
            "cargo {arguments:?} failed:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
