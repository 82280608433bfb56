//! `cargo xtask protocol-tests`: runs Smithy's protocol tests with a generated crate.
//!
//! The client is generated like any other. The program that calls it, with a function for each case, is written here
//! from the model by rules of its own: it names types and methods like a user who reads the documentation.

mod feature;
mod print;
mod program;
mod rust;
mod suite;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow};
use personalize_events_codegen::{Host, Options, Source, generate_with};
use serde_json::{Value, json};

use crate::codegen::{RUNTIME, add, read, root};
use crate::command::target_dir;
use crate::crates::PROFILE;
use crate::tree::Tree;
use suite::Suite;

/// The options of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolTests {
    /// The suite: a model with test traits, as Smithy JSON AST.
    pub suite: PathBuf,
    /// Requests that services must reject, by operation, with their parameters expanded.
    pub malformed: Option<PathBuf>,
}

/// The results of the cases.
#[derive(Debug)]
pub struct Report {
    /// A line for each feature, and the failures.
    pub text: String,
    /// Whether no case failed.
    pub passed: bool,
}

impl ProtocolTests {
    /// Generates the crate below the target folder, builds it and runs its program.
    ///
    /// # Errors
    ///
    /// Returns an error if the suite cannot be read or generated, or Cargo cannot be run.
    pub fn run(&self) -> Result<Report> {
        let root = root()?;
        let name = self.suite.file_name().unwrap_or_default().to_string_lossy();
        // Each suite has a program of its own.
        let stem = self.suite.file_stem().unwrap_or_default().to_string_lossy();
        let text = with_signing_name(&read(&self.suite)?)?;
        let source = Source {
            name: &name,
            text: &text,
        };
        let host = Host::Crate {
            name: stem.clone().into_owned(),
            runtime: root.join(RUNTIME).display().to_string(),
        };
        let options = Options {
            skip_unsupported: true,
            ..Options::default()
        };
        let output = generate_with(&[source], &host, &options);
        let output = output.map_err(|problems| anyhow!(problems.report()))?;
        let mut suite = Suite::read(&text)?;
        let mut note = String::new();
        if let Some(path) = &self.malformed {
            let count = suite.add_malformed(&read(path)?)?;
            note = format!("left out: {count} malformed requests that are not all in the body\n");
        }

        let target = target_dir(&root)?;
        let folder = target.join("protocol-tests").join(&*stem);
        let skipped = output.skipped.iter();
        let skipped: Vec<&str> = skipped.map(|skipped| skipped.operation.as_str()).collect();
        let mut tree = Tree::default();
        add(&mut tree, &folder.join("src/generated"), &output.generated);
        add(&mut tree, &folder, &output.package);
        for (path, contents) in [
            ("src/main.rs", program::main(&suite, &stem, &skipped)),
            ("cases.json", suite.cases_json()),
            ("Cargo.lock", read(&root.join("Cargo.lock"))?),
        ] {
            tree.add(folder.join(path), &contents);
        }
        tree.append(&folder.join("Cargo.toml"), &manifest(&root));
        // Files that do not differ are not written, so that nothing is built in vain.
        tree.apply(&tree.changes()?)?;

        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["run", "--quiet", "--offline", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target);
        let output = cargo.output().context("cannot run cargo")?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        Ok(Report {
            text: format!("{stdout}{stderr}{note}"),
            passed: output.status.success(),
        })
    }
}

/// Adds the trait that defines how requests are signed, which some suites do not have.
fn with_signing_name(text: &str) -> Result<String> {
    const SIGV4: &str = "aws.auth#sigv4";
    if text.contains(SIGV4) {
        return Ok(text.to_owned());
    }
    let mut model: Value = serde_json::from_str(text)?;
    let shapes = model["shapes"].as_object_mut().into_iter().flatten();
    for (_, shape) in shapes.filter(|(_, shape)| shape["type"] == "service") {
        shape["traits"][SIGV4] = json!({"name": "test"});
    }
    Ok(model.to_string())
}

/// The end of the manifest: what the program needs besides.
fn manifest(root: &Path) -> String {
    let harness = root.join("codegen/conformance/harness");
    format!(
        "personalize-events-conformance-harness = {{ path = {:?} }}\nserde_json = \"1\"\n\n\
         [lints.rust]\nwarnings = \"deny\"\n\n[workspace]\n\n{PROFILE}",
        harness.display().to_string()
    )
}
