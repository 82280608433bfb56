//! `cargo xtask public-api`: records the public items of the published crates, with all features, as text.
//!
//! The texts are committed beside the crates, so that a change of the public API shows in a diff. They are made from
//! rustdoc's JSON, which is unstable: only `.ci/rustdoc` runs with `RUSTC_BOOTSTRAP`, so that nothing is compiled again. The
//! version of the crate `public-api` has to be one for the format of the toolchain that `rust-toolchain.toml` pins.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use ::public_api::Builder;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::codegen::root;
use crate::command::stdout;

/// The name of the text in the folder of a package.
const FILE: &str = "public-api.txt";

/// Traits whose implementations are left out: auto traits other than `Send` and `Sync`, and what derives add.
const LEFT_OUT: [&str; 6] = [
    "core::marker::Freeze",
    "core::marker::StructuralPartialEq",
    "core::marker::UnsafeUnpin",
    "core::marker::Unpin",
    "core::panic::unwind_safe::RefUnwindSafe",
    "core::panic::unwind_safe::UnwindSafe",
];

/// The options of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicApi {
    /// Whether to change nothing, and fail if a text would change.
    pub check: bool,
}

impl PublicApi {
    /// Writes the texts that differ, and returns their changes.
    ///
    /// # Errors
    ///
    /// Returns an error if the crates do not compile, if their documentation has another format than the crate
    /// `public-api` reads, if with `check` a text differs, and if reading or writing fails.
    pub fn run(self) -> Result<String> {
        let root = root()?;
        let metadata = metadata(&root)?;
        let target = metadata["target_directory"].as_str();
        let target = Path::new(target.context("cargo did not report the target folder")?);
        document(&root)?;
        let mut report = String::new();
        for package in published(&metadata) {
            let json = format!("doc/{}.json", package.library.replace('-', "_"));
            let text = text(&target.join(json))?;
            let path = package.folder.join(FILE);
            let before = match fs::read_to_string(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
                before => before.with_context(|| path.display().to_string())?,
            };
            if text == before {
                continue;
            }
            writeln!(report, "{}", path.strip_prefix(&root)?.display())?;
            report.push_str(&difference(&before, &text));
            if !self.check {
                fs::write(&path, text).with_context(|| path.display().to_string())?;
            }
        }
        if self.check && !report.is_empty() {
            bail!(
                "{report}the public API differs from its record; if the change is intended, run \
                 `cargo xtask public-api` and commit the texts"
            );
        }
        Ok(report)
    }
}

fn metadata(root: &Path) -> Result<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root).args(["metadata", "--no-deps"]);
    let metadata = stdout(cargo.args(["--offline", "--format-version", "1"]))?;
    Ok(serde_json::from_str(&metadata)?)
}

/// A published package with a library.
struct Package {
    folder: PathBuf,
    library: String,
}

fn published(metadata: &Value) -> impl Iterator<Item = Package> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let packages = packages.filter(|package| package["publish"].is_null());
    packages.filter_map(|package| {
        let mut targets = package["targets"].as_array()?.iter();
        let is_library = |kind: &Value| kind == "lib" || kind == "proc-macro";
        let library = targets.find(|it| {
            it["kind"]
                .as_array()
                .is_some_and(|it| it.iter().any(is_library))
        })?;
        let manifest = Path::new(package["manifest_path"].as_str()?);
        Some(Package {
            folder: manifest.parent()?.to_owned(),
            library: library["name"].as_str()?.to_owned(),
        })
    })
}

/// Writes the documentation of the workspace as JSON. What it depends on is what `cargo doc` has built.
fn document(root: &Path) -> Result<()> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .current_dir(root)
        .args([
            "doc",
            "--workspace",
            "--no-deps",
            "--all-features",
            "--lib",
            "--quiet",
        ])
        .env("RUSTDOC", root.join(".ci/rustdoc"))
        .env(
            "RUSTDOCFLAGS",
            "-Zunstable-options --output-format=json --cap-lints=allow",
        );
    stdout(&mut cargo).map(drop)
}

/// The public items of a crate, one a line.
fn text(json: &Path) -> Result<String> {
    let at = || json.display().to_string();
    let builder = Builder::from_rustdoc_json(json).omit_blanket_impls(true);
    let mut text = String::new();
    for item in builder.build().with_context(at)?.items() {
        let line = item.to_string();
        if !LEFT_OUT
            .iter()
            .any(|name| line.contains(&format!("{name} for ")))
        {
            writeln!(text, "{line}")?;
        }
    }
    Ok(text)
}

/// The lines of one text that the other does not have.
fn difference(before: &str, after: &str) -> String {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) =
        (before.lines().collect(), after.lines().collect());
    let removed = old.difference(&new).map(|line| format!("-{line}\n"));
    let added = new.difference(&old).map(|line| format!("+{line}\n"));
    removed.chain(added).collect()
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_has_removed_and_added_lines() {
        let before = "pub fn a()\npub fn b()\n";
        assert_eq!(
            difference(before, "pub fn a()\npub fn b(u8)\n"),
            "-pub fn b()\n+pub fn b(u8)\n"
        );
        assert_eq!(difference("", "pub fn a()\n"), "+pub fn a()\n");
        assert_eq!(difference(before, before), "");
    }
}
