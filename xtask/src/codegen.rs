//! `cargo xtask codegen`: generates files from the model.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use personalize_events_codegen::{
    Diagnostics, EndpointReport, File, Host, Ignored, Options, Output, Renamed, Skipped, Source,
    Why, check_crate_name, generate, generate_with,
};

use crate::tree::{Changes, Tree};

/// The root of the workspace.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
/// The model of the service, relative to the root.
const MODEL: &str = "models/personalize-events.json";
/// The copy in the package of the emulator.
const EMULATOR_MODEL: &str = "personalize-events/emulator/model.json";
const GENERATED: &str = "personalize-events/src/generated";
const DERIVE: &str = "personalize-events/derive/src";
const SCHEMA_GENERATED: &str = "personalize-events/schema/src/generated";
/// The package that generated crates depend on.
pub(crate) const RUNTIME: &str = "codegen/runtime";
/// A folder for each golden case: a model and its output.
const GOLDEN: &str = "codegen/tests/golden";

/// How many items that were renamed for one reason are listed.
const SHOWN: usize = 5;

/// The options of a generation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codegen {
    /// What is generated.
    pub target: Target,
    /// Whether to change nothing, and fail if something would change.
    pub check: bool,
}

/// What is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The generated files of a workspace like this one.
    Workspace {
        /// Its folder.
        root: PathBuf,
    },
    /// A crate from another model.
    Crate {
        /// The files of the model.
        models: Vec<PathBuf>,
        /// The folder of the crate, which gives it its name.
        out: PathBuf,
        /// How strict the generation is.
        options: Options,
    },
}

impl Codegen {
    /// Generates the files and writes those that differ.
    ///
    /// # Errors
    ///
    /// Returns an error if the model cannot be generated, if a file is in the way that was not generated, if with
    /// `check` a file differs, or if reading or writing fails. Only in the last case files may have been written.
    pub fn run(&self) -> Result<Report> {
        let start = Instant::now();
        let (output, tree) = match &self.target {
            Target::Workspace { root } => workspace(root)?,
            Target::Crate {
                models,
                out,
                options,
            } => package(models, out, options)?,
        };
        let changes = tree.changes()?;
        if self.check && !changes.is_empty() {
            bail!("{changes}these files are out of date; run `cargo xtask codegen`");
        }
        if !changes.foreign.is_empty() {
            let paths = changes
                .foreign
                .iter()
                .map(|path| path.display().to_string());
            let paths = paths.collect::<Vec<_>>().join("\n");
            bail!("{paths}\nnot generated, but in the way of generated files; move or delete them");
        }
        tree.apply(&changes)?;
        Ok(Report {
            operations: output.operations,
            structures: output.structures,
            endpoints: output.endpoints,
            skipped: output.skipped,
            ignored: output.ignored,
            renamed: output.renamed,
            warnings: output.warnings,
            changes,
            time: start.elapsed(),
        })
    }
}

/// Returns the folder of this workspace.
///
/// # Errors
///
/// Returns an error if the folder does not exist any more.
pub fn root() -> Result<PathBuf> {
    Path::new(ROOT).canonicalize().context(ROOT)
}

fn workspace(root: &Path) -> Result<(Output, Tree)> {
    let text = read(&root.join(MODEL))?;
    let source = Source {
        name: MODEL,
        text: &text,
    };
    let output =
        generate(source, &Host::Workspace).map_err(|problems| anyhow!(problems.report()))?;
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
    golden(root, &mut tree)?;
    Ok((output, tree))
}

/// Adds the golden cases of the generator. A folder without a model has no output.
fn golden(root: &Path, tree: &mut Tree) -> Result<()> {
    let folder = root.join(GOLDEN);
    for entry in std::fs::read_dir(&folder).context(GOLDEN)? {
        let entry = entry?;
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
        let output = generate(source, &host).map_err(|problems| anyhow!(problems.report()))?;
        add(tree, &generated, &output.generated);
    }
    Ok(())
}

fn package(models: &[PathBuf], out: &Path, options: &Options) -> Result<(Output, Tree)> {
    let name = out.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("{}: the folder has no name", out.display()))?;
    if let Err(problem) = check_crate_name(name) {
        bail!(
            "{}: the folder's name becomes the crate's; {problem}",
            out.display()
        );
    }
    let host = Host::Crate {
        name: name.to_owned(),
        runtime: relative(&root()?.join(RUNTIME), out)?,
    };
    let mut files = Vec::new();
    for model in models {
        let name = model.file_name().unwrap_or(model.as_os_str());
        files.push((name.display().to_string(), read(model)?));
    }
    let sources = files.iter().map(|(name, text)| Source { name, text });
    let sources: Vec<Source<'_>> = sources.collect();
    let output = generate_with(&sources, &host, options);
    let output = output.map_err(|problems| anyhow!(problems.report()))?;
    let mut tree = Tree::default();
    let generated = out.join("src/generated");
    add(&mut tree, &generated, &output.generated);
    tree.owns(&generated);
    add(&mut tree, out, &output.package);
    Ok((output, tree))
}

/// The path from a folder, which need not exist, to another, with `/`.
fn relative(to: &Path, from: &Path) -> Result<String> {
    let from = std::path::absolute(from)?;
    let mut existing = from.ancestors();
    let existing = existing.find_map(|folder| Some((folder, folder.canonicalize().ok()?)));
    let (folder, resolved) = existing.context("the folder of the crate has no root")?;
    let from = resolved.join(from.strip_prefix(folder)?);
    let path = pathdiff::diff_paths(to, &from).context("the crate is on another drive")?;
    let parts = path
        .components()
        .map(|part| part.as_os_str().display().to_string());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

pub(crate) fn add(tree: &mut Tree, folder: &Path, files: &[File]) {
    for file in files {
        tree.add(folder.join(&file.path), &file.contents);
    }
}

pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The result of a generation.
#[derive(Debug)]
pub struct Report {
    operations: usize,
    structures: usize,
    endpoints: EndpointReport,
    skipped: Vec<Skipped>,
    ignored: Vec<Ignored>,
    renamed: Vec<Renamed>,
    warnings: Diagnostics,
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
        for skipped in &self.skipped {
            writeln!(f, "left out: {}: {}", skipped.operation, skipped.summary())?;
        }
        if !self.ignored.is_empty() {
            let namespaces = self.ignored.iter().map(|ignored| {
                let Ignored {
                    namespace,
                    reason,
                    count,
                } = ignored;
                format!("{count} of {namespace} ({reason})")
            });
            let namespaces: Vec<String> = namespaces.collect();
            writeln!(f, "ignored traits: {}", namespaces.join(", "))?;
        }
        let (reserved, taken): (Vec<_>, Vec<_>) = self
            .renamed
            .iter()
            .partition(|renamed| renamed.why == Why::Reserved);
        for (reason, renamed) in [
            ("whose names generated code uses", reserved),
            ("whose names others have", taken),
        ] {
            if !renamed.is_empty() {
                let (shown, rest) = renamed.split_at(renamed.len().min(SHOWN));
                let shown: Vec<String> = shown.iter().map(ToString::to_string).collect();
                let more = match rest.len() {
                    0 => String::new(),
                    count => format!(" and {count} more"),
                };
                let count = renamed.len();
                writeln!(f, "renamed: {count} {reason} ({}{more})", shown.join(", "))?;
            }
        }
        if !self.warnings.problems().is_empty() {
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
        )?;
        write!(f, "\nendpoints: {}", self.endpoints)
    }
}

#[cfg(test)]
mod tests {
    use super::{Codegen, Target, root};

    #[test]
    fn the_generated_files_are_what_the_model_gives() {
        let check = Codegen {
            target: Target::Workspace {
                root: root().unwrap(),
            },
            check: true,
        };
        if let Err(error) = check.run() {
            panic!("{error:#}");
        }
    }
}
