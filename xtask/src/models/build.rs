//! Compiles generated crates and their documentation.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::Value;

use super::row::Row;
use crate::crates::{cargo, write_workspace};

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

/// Runs both steps for all crates of a folder, and returns what failed.
pub(super) fn build(folder: &Path, rows: &[Row]) -> Result<BTreeMap<Step, Failures>> {
    let generated = rows.iter().filter(|row| row.generated.is_some());
    let members: Vec<&str> = generated.map(|row| row.package.as_str()).collect();
    write_workspace(folder, &members)?;
    let mut failures = BTreeMap::new();
    for step in Step::ALL {
        failures.insert(step, run(step, folder)?);
    }
    Ok(failures)
}

fn run(step: Step, folder: &Path) -> Result<Failures> {
    let messages = ["--keep-going", "--message-format=json"];
    let output = cargo(folder, &[step.arguments(), &messages].concat())?;
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
