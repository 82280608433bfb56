//! Generated files, compared with those on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use anyhow::{Context as _, Result};

/// Generated files, and the folders that may not have other files.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<PathBuf, String>,
    owned: Vec<PathBuf>,
}

/// How generated files differ from those on the disk.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Files to write: new ones and those whose text differs.
    pub(crate) write: Vec<PathBuf>,
    /// Files to delete: they were generated and no longer are.
    pub(crate) delete: Vec<PathBuf>,
    /// Files in the way that were not generated: they are neither overwritten nor deleted.
    pub(crate) foreign: Vec<PathBuf>,
    /// The number of files that are up to date.
    pub(crate) unchanged: usize,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.delete.is_empty() && self.foreign.is_empty()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for path in &self.write {
            writeln!(f, "differs: {}", path.display())?;
        }
        for path in &self.delete {
            writeln!(f, "stale:   {}", path.display())?;
        }
        for path in &self.foreign {
            writeln!(f, "foreign: {}", path.display())?;
        }
        Ok(())
    }
}

impl Tree {
    pub(crate) fn add(&mut self, path: PathBuf, contents: &str) {
        self.files.insert(path, contents.to_owned());
    }

    /// Adds text to the end of a generated file.
    pub(crate) fn append(&mut self, path: &Path, contents: &str) {
        let file = self.files.entry(path.to_owned()).or_default();
        file.push_str(contents);
    }

    /// Declares that `folder` has no files but generated ones.
    pub(crate) fn owns(&mut self, folder: &Path) {
        self.owned.push(folder.to_owned());
    }

    pub(crate) fn changes(&self) -> Result<Changes> {
        let mut changes = Changes::default();
        for (path, contents) in &self.files {
            match fs::read(path) {
                Ok(found) if found == contents.as_bytes() => changes.unchanged += 1,
                Ok(found) if is_generated(contents.as_bytes()) && !is_generated(&found) => {
                    changes.foreign.push(path.clone());
                }
                Ok(_) => changes.write.push(path.clone()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    changes.write.push(path.clone());
                }
                Err(error) => return Err(error).context(path.display().to_string()),
            }
        }
        for folder in &self.owned {
            self.add_other_files(folder, &mut changes)
                .with_context(|| folder.display().to_string())?;
        }
        changes.delete.sort();
        changes.foreign.sort();
        Ok(changes)
    }

    /// Finds the files of a folder that are not generated now.
    fn add_other_files(&self, folder: &Path, changes: &mut Changes) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            if self.files.contains_key(&path) {
                continue;
            }
            if path.is_file() && is_generated(&fs::read(&path)?) {
                changes.delete.push(path);
            } else {
                changes.foreign.push(path);
            }
        }
        Ok(())
    }

    pub(crate) fn apply(&self, changes: &Changes) -> Result<()> {
        for path in &changes.write {
            let at = || path.display().to_string();
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).with_context(at)?;
            }
            fs::write(path, &self.files[path]).with_context(at)?;
        }
        for path in &changes.delete {
            fs::remove_file(path).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

/// Whether the first line of a text has `@generated`.
fn is_generated(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next();
    first.is_some_and(|line| line.windows(10).any(|part| part == b"@generated"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::Tree;

    #[test]
    fn files_that_differ_are_written_and_stale_files_are_deleted() {
        let temporary = TempDir::new().unwrap();
        let folder = temporary.path();
        for name in ["same", "changed", "stale"] {
            fs::write(folder.join(name), "// @generated 1").unwrap();
        }
        let mut tree = Tree::default();
        tree.owns(folder);
        for (name, text) in [("same", "1"), ("changed", "2"), ("new/deep", "3")] {
            tree.add(folder.join(name), &format!("// @generated {text}"));
        }
        let changes = tree.changes().unwrap();
        assert_eq!(
            changes.write,
            [folder.join("changed"), folder.join("new/deep")]
        );
        assert_eq!(changes.delete, [folder.join("stale")]);
        assert_eq!(changes.unchanged, 1);
        assert!(changes.to_string().contains("stale:   "));
        tree.apply(&changes).unwrap();
        let written = fs::read_to_string(folder.join("new/deep")).unwrap();
        assert_eq!(written, "// @generated 3");
        assert!(!folder.join("stale").exists());
    }

    #[test]
    fn files_that_were_not_generated_are_neither_overwritten_nor_deleted() {
        let temporary = TempDir::new().unwrap();
        let folder = temporary.path();
        fs::create_dir_all(folder.join("subfolder")).unwrap();
        fs::write(folder.join("ours.rs"), "//! By hand.").unwrap();
        fs::write(folder.join("other.rs"), "//! By hand.").unwrap();
        fs::write(folder.join("copy.json"), "{}").unwrap();
        let mut tree = Tree::default();
        tree.owns(folder);
        tree.add(folder.join("ours.rs"), "// @generated");
        tree.add(folder.join("copy.json"), "[]");
        let changes = tree.changes().unwrap();
        let foreign = ["other.rs", "ours.rs", "subfolder"].map(|name| folder.join(name));
        assert_eq!(changes.foreign, foreign);
        assert_eq!(changes.write, [folder.join("copy.json")]);
        assert!(changes.delete.is_empty());
    }
}
