//! Cargo for generated crates, which are in a workspace of their own below the target folder.

use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context as _, Result};

use crate::codegen::{read, root};
use crate::command::target_dir;
use crate::tree::Tree;

/// The end of the manifest of a crate that must compile, and whose documentation must, without a warning of Rust and of
/// Clippy's default lints, and without identifiers in prose. Names of methods and types of values are those of the service's
/// members, which may be called `add`, or be lists of maps of lists.
pub const LINTS: &str = r#"
[lints.rust]
warnings = "deny"

[lints.rustdoc]
all = "deny"

[lints.clippy]
doc_markdown = "deny"
should_implement_trait = "allow"
type_complexity = "allow"
"#;

/// The profile of this workspace, so that Cargo reuses what it has built.
pub(crate) const PROFILE: &str = "\
[profile.dev.package]
proc-macro2 = { opt-level = 2 }
quote = { opt-level = 2 }
serde_json = { opt-level = 1 }
syn = { opt-level = 2 }
";

/// Makes a folder a workspace of crates, with the dependencies of this one.
///
/// # Errors
///
/// Returns an error if a file cannot be read or written.
pub fn write_workspace(folder: &Path, members: &[&str]) -> Result<()> {
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{PROFILE}");
    let mut tree = Tree::default();
    tree.add(folder.join("Cargo.toml"), &workspace);
    tree.add(
        folder.join("Cargo.lock"),
        &read(&root()?.join("Cargo.lock"))?,
    );
    tree.apply(&tree.changes()?)
}

/// Runs Cargo for all crates of such a workspace.
///
/// # Errors
///
/// Returns an error if Cargo cannot be run.
pub fn cargo(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .args(["--workspace", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target_dir(&root()?)?)
        // Incremental data would be as large as all else, and is of no use here.
        .env("CARGO_INCREMENTAL", "0");
    cargo.output().context("cannot run cargo")
}
