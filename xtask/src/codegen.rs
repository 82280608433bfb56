//! `cargo xtask codegen`: from the model to the files in the tree.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use personalize_events_codegen::{
    Diagnostics, File, Host, Output, Skipped, Source, Warnings, generate,
    generate_without_unsupported,
};

use crate::tree::{Changes, Tree};

/// The workspace's root.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// The service's model, below the root.
const MODEL: &str = "models/personalize-events.json";
/// The emulator's own copy, so that its package stands alone.
const EMULATOR_MODEL: &str = "personalize-events/emulator/model.json";
const GENERATED: &str = "personalize-events/src/generated";
const DERIVE: &str = "personalize-events/derive/src";
const SCHEMA_GENERATED: &str = "personalize-events/schema/src/generated";
/// The package that crates of other models depend on.
pub(crate) const RUNTIME: &str = "codegen/runtime";
/// A folder for each case: its model, and what it becomes.
const GOLDEN: &str = "codegen/tests/golden";

/// What to generate, and whether only to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codegen {
    /// From which model, to where.
    pub target: Target,
    /// Change nothing; fail if something would change.
    pub check: bool,
}

/// From which model, to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This workspace's own.
    Workspace,
    /// A crate of its own.
    Crate {
        /// The model.
        model: PathBuf,
        /// The crate's folder; its name is the crate's.
        out: PathBuf,
        /// Whether operations that reach what is not generated are left out.
        skip_unsupported: bool,
    },
}

impl Codegen {
    /// Generates, and writes what changed or tells what would.
    ///
    /// # Errors
    ///
    /// See [`Error`]; nothing was written then, unless writing itself failed.
    pub fn run(&self) -> Result<Report, Error> {
        let start = Instant::now();
        let (output, tree) = match &self.target {
            Target::Workspace => workspace()?,
            Target::Crate {
                model,
                out,
                skip_unsupported,
            } => package(model, out, *skip_unsupported)?,
        };
        let changes = tree.changes().map_err(Error::Io)?;
        if self.check && !changes.is_empty() {
            return Err(Error::Drift(changes));
        }
        if !changes.foreign.is_empty() {
            return Err(Error::Foreign(changes.foreign));
        }
        tree.apply(&changes).map_err(Error::Io)?;
        Ok(Report {
            operations: output.operations,
            structures: output.structures,
            skipped: output.skipped,
            warnings: output.warnings,
            changes,
            time: start.elapsed(),
        })
    }
}

pub(crate) fn root() -> Result<PathBuf, Error> {
    let root = Path::new(ROOT);
    root.canonicalize()
        .map_err(|error| Error::Io((root.to_owned(), error)))
}

fn workspace() -> Result<(Output, Tree), Error> {
    let root = root()?;
    let text = read(&root.join(MODEL))?;
    let output = generate(
        Source {
            name: MODEL,
            text: &text,
        },
        &Host::Workspace,
    )
    .map_err(Error::Model)?;
    let mut tree = Tree::default();
    add(&mut tree, &root.join(GENERATED), &output.generated);
    tree.owns(&root.join(GENERATED));
    if let Some(file) = &output.derive {
        tree.add(root.join(DERIVE).join(&file.path), &file.contents);
    }
    add(
        &mut tree,
        &root.join(SCHEMA_GENERATED),
        output.record_kinds.as_slice(),
    );
    tree.owns(&root.join(SCHEMA_GENERATED));
    tree.add(root.join(EMULATOR_MODEL), &text);
    golden(&root, &mut tree)?;
    Ok((output, tree))
}

/// The golden cases of the generator. A folder without a model keeps nothing.
fn golden(root: &Path, tree: &mut Tree) -> Result<(), Error> {
    let folder = root.join(GOLDEN);
    let at = |error| Error::Io((folder.clone(), error));
    for entry in std::fs::read_dir(&folder).map_err(at)? {
        let entry = entry.map_err(at)?;
        let case = entry.file_name().display().to_string();
        let generated = entry.path().join("generated");
        tree.owns(&generated);
        let model = entry.path().join("model.json");
        if !model.exists() {
            continue;
        }
        let text = read(&model)?;
        let source = Source {
            name: &format!("{GOLDEN}/{case}/model.json"),
            text: &text,
        };
        let host = Host::Crate {
            name: case,
            runtime: RUNTIME.to_owned(),
        };
        let output = generate(source, &host).map_err(Error::Model)?;
        add(tree, &generated, &output.generated);
    }
    Ok(())
}

fn package(model: &Path, out: &Path, skip_unsupported: bool) -> Result<(Output, Tree), Error> {
    let text = read(model)?;
    let name = out
        .file_name()
        .and_then(|name| name.to_str())
        .filter(|name| is_package_name(name))
        .ok_or_else(|| Error::Name(out.to_owned()))?;
    let runtime = root()?.join(RUNTIME);
    let host = Host::Crate {
        name: name.to_owned(),
        runtime: runtime.display().to_string(),
    };
    let source = model.file_name().map_or_else(
        || model.display().to_string(),
        |name| name.display().to_string(),
    );
    let source = Source {
        name: &source,
        text: &text,
    };
    let output = if skip_unsupported {
        generate_without_unsupported(source, &host)
    } else {
        generate(source, &host)
    };
    let output = output.map_err(Error::Model)?;
    let mut tree = Tree::default();
    let generated = out.join("src/generated");
    add(&mut tree, &generated, &output.generated);
    tree.owns(&generated);
    add(&mut tree, out, &output.package);
    Ok((output, tree))
}

fn add(tree: &mut Tree, folder: &Path, files: &[File]) {
    for file in files {
        tree.add(folder.join(&file.path), &file.contents);
    }
}

fn is_package_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| Error::Io((path.to_owned(), error)))
}

/// What was done.
#[derive(Debug)]
pub struct Report {
    operations: usize,
    structures: usize,
    skipped: Vec<Skipped>,
    warnings: Warnings,
    changes: Changes,
    time: Duration,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Changes {
            write,
            delete,
            foreign: _,
            unchanged,
        } = &self.changes;
        for Skipped { operation, reasons } in &self.skipped {
            let reasons: Vec<&str> = reasons.iter().map(|reason| &*reason.message).collect();
            writeln!(f, "left out: {operation}: {}", reasons.join("; "))?;
        }
        if self.warnings.count() > 0 {
            writeln!(f, "{}", self.warnings.report())?;
        }
        write!(
            f,
            "{} operations, {} structures: {} files written, {} deleted, {unchanged} unchanged, in \
             {} ms",
            self.operations,
            self.structures,
            write.len(),
            delete.len(),
            self.time.as_millis()
        )
    }
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum Error {
    /// The model cannot be generated.
    Model(Diagnostics),
    /// With `--check`: the tree is not what the model gives.
    Drift(Changes),
    /// These stand where generated files go, and were not generated.
    Foreign(Vec<PathBuf>),
    /// A file could not be read or written.
    Io((PathBuf, std::io::Error)),
    /// The last part of this path cannot be the name of a crate.
    Name(PathBuf),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(diagnostics) => f.write_str(&diagnostics.report()),
            Self::Drift(changes) => write!(
                f,
                "{changes}these files are not what the model gives; run `cargo xtask codegen`"
            ),
            Self::Foreign(paths) => {
                for path in paths {
                    writeln!(f, "{}", path.display())?;
                }
                write!(
                    f,
                    "not generated, but in the way of what is; move or delete them"
                )
            }
            Self::Io((path, error)) => write!(f, "{}: {error}", path.display()),
            Self::Name(path) => write!(
                f,
                "{}: the folder's name becomes the crate's, so it must be letters, digits, `-` and \
                 `_`",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::{Codegen, Target};

    #[test]
    fn the_generated_files_are_what_the_model_gives() {
        let check = Codegen {
            target: Target::Workspace,
            check: true,
        };
        if let Err(error) = check.run() {
            panic!("{error}");
        }
    }
}
