//! Files that are wanted, compared with those that are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

/// The files that a task wants, and the folders in which no others may be.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: BTreeMap<PathBuf, String>,
    owned: Vec<PathBuf>,
}

/// How the files that are wanted differ from those that are there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files to write: new ones, and those whose text differs.
    pub write: Vec<PathBuf>,
    /// Files to delete: nobody wants them any more.
    pub delete: Vec<PathBuf>,
    /// Files in the way that no task wrote: they are neither overwritten nor deleted.
    pub foreign: Vec<PathBuf>,
    /// How many files are as they should be.
    pub unchanged: usize,
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

/// An error with the path that it is about.
type At<T> = Result<T, (PathBuf, io::Error)>;

impl Tree {
    pub(crate) fn add(&mut self, path: PathBuf, contents: &str) {
        self.files.insert(path, contents.to_owned());
    }

    /// Says that every file in `folder` that is not wanted is stale.
    pub(crate) fn owns(&mut self, folder: &Path) {
        self.owned.push(folder.to_owned());
    }

    pub(crate) fn changes(&self) -> At<Changes> {
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
                Err(error) => return Err((path.clone(), error)),
            }
        }
        for folder in &self.owned {
            self.stale(folder, &mut changes)
                .map_err(|error| (folder.clone(), error))?;
        }
        changes.delete.sort();
        changes.foreign.sort();
        Ok(changes)
    }

    /// Finds what stands in a folder and is not wanted.
    fn stale(&self, folder: &Path, changes: &mut Changes) -> io::Result<()> {
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

    pub(crate) fn apply(&self, changes: &Changes) -> At<()> {
        for path in &changes.write {
            let at = |error| (path.clone(), error);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(at)?;
            }
            fs::write(path, &self.files[path]).map_err(at)?;
        }
        for path in &changes.delete {
            fs::remove_file(path).map_err(|error| (path.clone(), error))?;
        }
        Ok(())
    }
}

/// Whether a text says in its first line that it was generated.
fn is_generated(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next();
    first.is_some_and(|line| line.windows(10).any(|part| part == b"@generated"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::Tree;

    fn folder(name: &str) -> PathBuf {
        let name = format!("xtask-tree-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_stale_goes() {
        let folder = folder("write");
        for name in ["same", "changed", "stale"] {
            fs::write(folder.join(name), "// @generated 1").unwrap();
        }
        let mut tree = Tree::default();
        tree.owns(&folder);
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
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_was_not_generated_is_neither_overwritten_nor_deleted() {
        let folder = folder("foreign");
        fs::create_dir_all(folder.join("subfolder")).unwrap();
        fs::write(folder.join("ours.rs"), "//! By hand.").unwrap();
        fs::write(folder.join("other.rs"), "//! By hand.").unwrap();
        fs::write(folder.join("copy.json"), "{}").unwrap();
        let mut tree = Tree::default();
        tree.owns(&folder);
        tree.add(folder.join("ours.rs"), "// @generated");
        tree.add(folder.join("copy.json"), "[]");
        let changes = tree.changes().unwrap();
        let foreign = ["other.rs", "ours.rs", "subfolder"].map(|name| folder.join(name));
        assert_eq!(changes.foreign, foreign);
        assert_eq!(changes.write, [folder.join("copy.json")]);
        assert!(changes.delete.is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
