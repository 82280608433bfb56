//! Checks that no file of a command is also another one of its files, before any of them is opened.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::ensure;

use crate::arguments::Input;
use crate::atomic_file::SUFFIX;
use crate::target::{self, FileId};

/// What a path of the command line is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Input,
    Schema,
    Output,
    Rejects,
    Checkpoint,
    State,
    Deleted,
}

/// A path of the command line.
struct Argument<'a> {
    role: Role,
    path: &'a Path,
    /// The path without links, unless its directory does not exist.
    resolved: Option<PathBuf>,
    found: Option<Metadata>,
}

/// Reports all paths that lead to the same file.
pub(crate) fn check(input: &Input, others: &[(Role, Option<&Path>)]) -> anyhow::Result<()> {
    let arguments = [
        (Role::Input, Some(&*input.file)),
        (Role::Schema, Some(&*input.schema)),
        (Role::Rejects, input.rejects.as_deref()),
    ];
    let arguments = arguments.into_iter().chain(others.iter().copied());
    let arguments = arguments.filter_map(|(role, path)| Some(Argument::new(role, path?)));
    let mut arguments: Vec<Argument<'_>> = arguments.collect();
    arguments.sort_by_key(|argument| argument.role);
    let mut problems = Vec::new();
    for (index, argument) in arguments.iter().enumerate() {
        let name = argument.name();
        if argument.has_reserved_name() {
            problems.push(format!(
                "{name}: names that end in `{SUFFIX}` are reserved for temporary files; rename the file"
            ));
        }
        for other in &arguments[..index] {
            if argument.is_same_file(other) {
                let other = other.name();
                problems.push(format!(
                    "{other} and {name} are the same file; choose another file for one of them"
                ));
            }
        }
        for (stream, metadata) in [
            ("output", target::metadata(io::stdout())),
            ("error", target::metadata(io::stderr())),
        ] {
            // What is written to standard output instead of a file does not damage it.
            let is_allowed =
                stream == "output" && matches!(argument.role, Role::Output | Role::Rejects);
            if !is_allowed && argument.is_redirected_to(metadata.as_ref()) {
                problems.push(format!(
                    "standard {stream} is redirected to {name}; redirect it to another file"
                ));
            }
        }
    }
    ensure!(problems.is_empty(), problems.join("\n"));
    Ok(())
}

impl<'a> Argument<'a> {
    fn new(role: Role, path: &'a Path) -> Self {
        let found = match (target::is_standard(path), role) {
            (false, _) => fs::metadata(path).ok(),
            (true, Role::Input) => target::metadata(io::stdin()),
            (true, _) => target::metadata(io::stdout()),
        };
        let resolved = (!target::is_standard(path)).then(|| target::resolve(path).ok());
        Self {
            role,
            path,
            resolved: resolved.flatten(),
            found,
        }
    }

    /// The argument for messages: `--rejects a.csv`.
    fn name(&self) -> String {
        let name = match self.role {
            Role::Input if target::is_standard(self.path) => return "standard input".to_owned(),
            Role::Input => "the input",
            Role::Schema => "--schema",
            Role::Output => "--output",
            Role::Rejects => "--rejects",
            Role::Checkpoint => "--checkpoint",
            Role::State => "--state",
            Role::Deleted => "--deleted",
        };
        format!("{name} {}", self.path.display())
    }

    fn has_reserved_name(&self) -> bool {
        let name = self.path.file_name().unwrap_or_default();
        name.as_encoded_bytes().ends_with(SUFFIX.as_bytes())
    }

    fn is_same_file(&self, other: &Self) -> bool {
        // Several paths may lead to one terminal, or to /dev/null.
        if [self, other]
            .iter()
            .any(|it| it.found.as_ref().is_some_and(is_device))
        {
            return false;
        }
        match (self.id(), other.id()) {
            (None, None) => self.resolved.is_some() && self.resolved == other.resolved,
            (found, other) => found == other,
        }
    }

    fn is_redirected_to(&self, stream: Option<&Metadata>) -> bool {
        let stream = stream
            .filter(|stream| stream.is_file())
            .and_then(FileId::of);
        stream.is_some() && stream == self.id()
    }

    fn id(&self) -> Option<FileId> {
        self.found.as_ref().and_then(FileId::of)
    }
}

#[cfg(unix)]
fn is_device(found: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_char_device(&found.file_type())
}

#[cfg(not(unix))]
fn is_device(found: &Metadata) -> bool {
    !found.is_file() && !found.is_dir()
}
