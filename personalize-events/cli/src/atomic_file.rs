//! Replaces a file atomically: readers find either the old content or all of the new.
//!
//! The content is written to a temporary file beside the target, which only this user can read. It is removed unless the
//! process is killed or crashes; the next run with the same target removes what such a process leaves. A lock
//! distinguishes the files of running processes from these.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::lock::{Lock, try_lock};
use crate::target;
use crate::temporary::RemovedOnExit;

/// The end of the names of temporary files.
pub(crate) const SUFFIX: &str = ".personalize-events-tmp";

/// The number of random characters before it.
const RANDOM: usize = 8;

/// How often a temporary file is created again because another process has removed it.
const ATTEMPTS: usize = 10;

/// A temporary file that becomes the content of `target`.
pub(crate) struct AtomicFile<'a> {
    // Fields are dropped in this order.
    file: NamedTempFile,
    _removed_on_exit: RemovedOnExit,
    target: &'a Path,
}

impl<'a> AtomicFile<'a> {
    /// Creates a temporary file in the directory of `target`, an absolute path without links.
    pub(crate) fn create(target: &'a Path) -> io::Result<Self> {
        let prefix = prefix(target);
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(RANDOM);
        for _ in 0..ATTEMPTS {
            let file = builder.tempfile_in(directory(target))?;
            let created = Self {
                _removed_on_exit: RemovedOnExit::new(file.path()),
                file,
                target,
            };
            // Without a lock, another process may just be removing it.
            let file = created.file.as_file();
            if try_lock(file)? != Lock::Taken && target::is_at(file, created.file.path()) {
                return Ok(created);
            }
        }
        Err(io::Error::other(
            "other processes remove its temporary file",
        ))
    }

    /// Writes the content to disk, and moves it to the target with the permissions that the target has. Returns the
    /// file, which is locked until it is closed.
    pub(crate) fn commit(self) -> io::Result<File> {
        self.sync()?;
        Ok(self.file.persist(self.target)?)
    }

    /// Like [`commit`](Self::commit), but fails if the target exists.
    pub(crate) fn commit_new(self) -> io::Result<File> {
        self.sync()?;
        Ok(self.file.persist_noclobber(self.target)?)
    }

    fn sync(&self) -> io::Result<()> {
        let permissions = match fs::metadata(self.target) {
            Ok(replaced) => replaced.permissions(),
            Err(_) => default_permissions(directory(self.target))?,
        };
        self.file.as_file().set_permissions(permissions)?;
        self.file.as_file().sync_all()
    }
}

impl Write for AtomicFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Removes the temporary files that processes have left for this target, where locks distinguish them from those of
/// running processes. Errors do not matter: these files are ignored.
pub(crate) fn remove_leftovers(target: &Path) {
    let prefix = prefix(target);
    for entry in fs::read_dir(directory(target))
        .into_iter()
        .flatten()
        .flatten()
    {
        let is_leftover = is_temporary(&entry.file_name(), &prefix)
            && entry.file_type().is_ok_and(|it| it.is_file());
        if is_leftover
            && let Ok(file) = OpenOptions::new().write(true).open(entry.path())
            && try_lock(&file).is_ok_and(|lock| lock == Lock::Acquired)
            && target::is_at(&file, &entry.path())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The permissions of a new file in a directory, which depend on the process.
fn default_permissions(directory: &Path) -> io::Result<Permissions> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let probe = builder.tempfile_in(directory)?;
    Ok(probe.as_file().metadata()?.permissions())
}

fn directory(target: &Path) -> &Path {
    target.parent().unwrap_or(target)
}

fn prefix(target: &Path) -> OsString {
    let mut prefix = target.file_name().unwrap_or_default().to_owned();
    prefix.push(".");
    prefix
}

fn is_temporary(name: &OsStr, prefix: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let random = name
        .strip_prefix(prefix.as_encoded_bytes())
        .and_then(|rest| rest.strip_suffix(SUFFIX.as_bytes()));
    random.is_some_and(|it| it.len() == RANDOM && it.iter().all(u8::is_ascii_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn only_files_of_ended_processes_with_the_exact_name_are_removed() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("out.csv");
        let others = [
            "out.csv.old.personalize-events-tmp",
            "out.csv.abcd-fgh.personalize-events-tmp",
            "out.csv.abcdefgh.personalize-events-tmp.bak",
            "my-out.csv.abcdefgh.personalize-events-tmp",
            "out.csv",
        ];
        for name in others {
            fs::write(directory.path().join(name), "x").unwrap();
        }
        let left = directory
            .path()
            .join("out.csv.aB3defgh.personalize-events-tmp");
        fs::write(&left, "x").unwrap();
        let mut running = AtomicFile::create(&target).unwrap();
        remove_leftovers(&target);
        assert!(!left.exists());
        assert_eq!(names(directory.path()).len(), others.len() + 1);
        running.write_all(b"new").unwrap();
        running.commit().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        let mut expected = others.map(str::to_owned);
        expected.sort();
        assert_eq!(names(directory.path()), expected);
    }

    #[test]
    fn a_new_file_does_not_replace_another_one() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("run.json");
        let (mut first, second) = (
            AtomicFile::create(&target).unwrap(),
            AtomicFile::create(&target).unwrap(),
        );
        first.write_all(b"first").unwrap();
        first.commit_new().unwrap();
        let error = second.commit_new().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&target).unwrap(), "first");
        assert_eq!(names(directory.path()), ["run.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_a_temporary_file_and_the_target_retains_its_permissions() {
        use std::os::unix::fs::PermissionsExt as _;

        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("out.csv");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        let file = AtomicFile::create(&target).unwrap();
        assert_eq!(mode(file.file.path()), 0o600);
        file.commit().unwrap();
        fs::write(directory.path().join("plain"), "").unwrap();
        assert_eq!(mode(&target), mode(&directory.path().join("plain")));
        fs::set_permissions(&target, Permissions::from_mode(0o640)).unwrap();
        AtomicFile::create(&target).unwrap().commit().unwrap();
        assert_eq!(mode(&target), 0o640);
    }
}
