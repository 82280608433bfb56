//! Checks that every feature of every package compiles alone, that none does, and that all do.
//!
//! Features are read from the manifests, so that a new one is checked too.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::codegen::root;
use crate::command;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    features: BTreeMap<String, Vec<String>>,
}

/// Runs Clippy for each selection of features, without tests. Returns the selections, one a line.
///
/// # Errors
///
/// Returns an error for the first selection that does not compile without warnings.
pub fn check() -> Result<String> {
    let root = root()?;
    let mut metadata = Command::new(env!("CARGO"));
    let metadata = metadata.current_dir(&root).args(["metadata", "--no-deps"]);
    let metadata = command::stdout(metadata.args(["--offline", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let mut checked = Vec::new();
    for package in metadata.packages {
        for selection in package.selections() {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(&root).args(["clippy", "--quiet"]);
            cargo.args(["--package", &package.name]).args(&selection);
            let line = format!("{} {}", package.name, selection.join(" "));
            let status = cargo.args(["--", "-D", "warnings"]).status();
            if !status.context("cargo cannot be run")?.success() {
                bail!("this selection of features does not compile: {line}");
            }
            checked.push(line);
        }
    }
    Ok(checked.join("\n"))
}

impl Package {
    /// The arguments that select no feature, each feature alone, and all; none for a package without features.
    fn selections(&self) -> Vec<Vec<&str>> {
        let names = self.features.keys().map(String::as_str);
        let names: Vec<&str> = names.filter(|name| *name != "default").collect();
        if names.is_empty() {
            return Vec::new();
        }
        let alone = names
            .iter()
            .map(|name| vec!["--no-default-features", "--features", *name]);
        let mut selections = vec![vec!["--no-default-features"]];
        selections.extend(alone);
        selections.push(vec!["--all-features"]);
        selections
    }
}

#[cfg(test)]
mod tests {
    use super::Package;

    #[test]
    fn no_feature_each_feature_and_all_features_are_selected() {
        let package = |features: &[&str]| Package {
            name: "a".to_owned(),
            features: features
                .iter()
                .map(|name| ((*name).to_owned(), Vec::new()))
                .collect(),
        };
        assert!(package(&[]).selections().is_empty());
        let found = package(&["b", "default", "c-1"]);
        let found: Vec<String> = found.selections().iter().map(|it| it.join(" ")).collect();
        assert_eq!(
            found,
            [
                "--no-default-features",
                "--no-default-features --features b",
                "--no-default-features --features c-1",
                "--all-features",
            ]
        );
    }
}
