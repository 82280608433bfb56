//! Compiles generated crates and their documentation.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::row::Row;
use crate::codegen::read;
use crate::tree::Tree;

/// What is done with the crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Compile,
    Document,
}

impl Step {
    pub(super) const ALL: [Self; 2] = [Self::Compile, Self::Document];

    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Compile => &["check"],
            Self::Document => &["doc", "--no-deps"],
        }
    }
}

/// The crates that failed, with their first error.
pub(super) type Failures = BTreeMap<String, String>;

/// Runs both steps for all crates in a workspace of their own, and returns what failed.
pub(super) fn build(
    root: &Path,
    folder: &Path,
    target: &Path,
    rows: &[Row],
) -> Result<BTreeMap<Step, Failures>> {
    let generated = rows.iter().filter(|row| row.generated.is_some());
    let members: Vec<&str> = generated.map(|row| row.package.as_str()).collect();
    // The profile of this workspace, so that Cargo reuses what it has built.
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev.package]\n\
         serde_json = {{ opt-level = 1 }}\n"
    );
    let mut tree = Tree::default();
    tree.add(folder.join("Cargo.toml"), &workspace);
    tree.add(folder.join("Cargo.lock"), &read(&root.join("Cargo.lock"))?);
    tree.apply(&tree.changes()?)?;
    let mut failures = BTreeMap::new();
    for step in Step::ALL {
        failures.insert(step, run(step, folder, target)?);
    }
    Ok(failures)
}

fn run(step: Step, folder: &Path, target: &Path) -> Result<Failures> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(step.arguments())
        .args(["--workspace", "--keep-going", "--quiet", "--offline"])
        .arg("--message-format=json")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        // Incremental data would be as large as all else, and is of no use here.
        .env("CARGO_INCREMENTAL", "0");
    let output = cargo.output().context("cannot run cargo")?;
    let mut failures = Failures::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let message: Value = serde_json::from_str(line).unwrap_or_default();
        if message["message"]["level"] == "error"
            && let Some(package) = message["target"]["name"].as_str()
        {
            let error = message["message"]["rendered"].as_str().unwrap_or_default();
            let package = package.replace('_', "-");
            failures.entry(package).or_insert_with(|| error.to_owned());
        }
    }
    if !output.status.success() && failures.is_empty() {
        bail!(
            "cargo {:?} failed:\n{}",
            step.arguments(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(failures)
}
