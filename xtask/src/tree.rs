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
#[derive(Debug, PartialEq, Eq)]
pub struct Changes {
    /// Files to write: new ones, and those whose text differs.
    pub write: Vec<PathBuf>,
    /// Files to delete: nobody wants them any more.
    pub delete: Vec<PathBuf>,
    /// How many files are as they should be.
    pub unchanged: usize,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.write.is_empty() && self.delete.is_empty()
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
        let mut changes = Changes {
            write: Vec::new(),
            delete: Vec::new(),
            unchanged: 0,
        };
        for (path, contents) in &self.files {
            match fs::read(path) {
                Ok(found) if found == contents.as_bytes() => changes.unchanged += 1,
                Ok(_) => changes.write.push(path.clone()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    changes.write.push(path.clone());
                }
                Err(error) => return Err((path.clone(), error)),
            }
        }
        for folder in &self.owned {
            let at = |error| (folder.clone(), error);
            match fs::read_dir(folder) {
                Ok(entries) => {
                    for entry in entries {
                        let path = entry.map_err(at)?.path();
                        if !self.files.contains_key(&path) {
                            changes.delete.push(path);
                        }
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(at(error)),
            }
        }
        changes.delete.sort();
        Ok(changes)
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Tree;

    #[test]
    fn only_what_differs_is_written_and_what_is_stale_goes() {
        let folder = std::env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("same", "1"), ("changed", "1"), ("stale", "1")] {
            fs::write(folder.join(name), text).unwrap();
        }
        let mut tree = Tree::default();
        tree.owns(&folder);
        for (name, text) in [("same", "1"), ("changed", "2"), ("new/deep", "3")] {
            tree.add(folder.join(name), text);
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
        assert_eq!(fs::read_to_string(folder.join("new/deep")).unwrap(), "3");
        assert!(!folder.join("stale").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
