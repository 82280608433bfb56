//! Where a path of the command line leads.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

/// The path for standard input and output.
const STANDARD: &str = "-";

/// How many links are followed, as on Linux.
const MAX_LINKS: usize = 40;

/// What is written at a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    StandardOutput,
    /// A regular file that may not exist yet. The path has no links.
    File(PathBuf),
    /// Something that can only be written in order, such as a pipe or a device.
    Stream(PathBuf),
}

impl Target {
    /// Follows the links of a path to what is to be written.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if is_standard(path) {
            return Ok(Self::StandardOutput);
        }
        match fs::metadata(path) {
            Ok(found) if is_standard_output(&found) => Ok(Self::StandardOutput),
            Ok(found) if found.is_file() || found.is_dir() => resolve(path).map(Self::File),
            Ok(_) => Ok(Self::Stream(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => resolve(path).map(Self::File),
            Err(error) => Err(error),
        }
    }
}

pub(crate) fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

/// Whether an input is a pipe or a device, such as standard input: nothing shows whether it ends early.
pub(crate) fn is_stream(input: &Path) -> bool {
    let found = if is_standard(input) {
        metadata(io::stdin())
    } else {
        fs::metadata(input).ok()
    };
    found.map_or(is_standard(input), |found| {
        !found.is_file() && !found.is_dir()
    })
}

/// Returns the absolute path without links, also if a file does not exist or a link leads to one that does not exist.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            resolved => return resolved,
        }
        let name = path.file_name().ok_or(io::ErrorKind::NotFound)?;
        let directory = match path.parent() {
            Some(directory) if !directory.as_os_str().is_empty() => directory,
            Some(_) | None => Path::new("."),
        };
        let Ok(link) = fs::read_link(&path) else {
            return Ok(fs::canonicalize(directory)?.join(name));
        };
        path = directory.join(link);
    }
    Err(io::Error::other("too many links"))
}

/// Identifies a file by its inode, whatever its path. Systems without inodes identify none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems have no inodes")]
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;

        let (device, inode) = (metadata.dev(), metadata.ino());
        Some(Self { device, inode })
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_: &Metadata) -> Option<Self> {
        None
    }
}

/// Whether this is still the file at a path: another one may have replaced it since it was opened.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let opened = file.metadata().ok();
    fs::metadata(path).is_ok_and(|found| FileId::of(&found) == opened.as_ref().and_then(FileId::of))
}

fn is_standard_output(found: &Metadata) -> bool {
    let output = metadata(io::stdout()).as_ref().and_then(FileId::of);
    output.is_some() && output == FileId::of(found)
}

/// The metadata of a standard stream.
#[cfg(unix)]
pub(crate) fn metadata(stream: impl std::os::fd::AsFd) -> Option<Metadata> {
    let descriptor = stream.as_fd().try_clone_to_owned().ok()?;
    File::from(descriptor).metadata().ok()
}

#[cfg(not(unix))]
pub(crate) fn metadata<S>(_: S) -> Option<Metadata> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_even_to_files_that_do_not_exist() {
        let directory = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(directory.path()).unwrap();
        fs::create_dir(root.join("data")).unwrap();
        symlink("data/new.csv", root.join("dangling")).unwrap();
        symlink("dangling", root.join("twice")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let new = root.join("data/new.csv");
        for name in ["dangling", "twice", "data/../data/./new.csv"] {
            assert_eq!(
                Target::of(&root.join(name)).unwrap(),
                Target::File(new.clone()),
                "{name}"
            );
        }
        fs::write(&new, "").unwrap();
        assert_eq!(Target::of(&root.join("twice")).unwrap(), Target::File(new));
        assert!(Target::of(&root.join("loop")).is_err());
        assert!(Target::of(&root.join("missing/new.csv")).is_err());
    }

    #[test]
    fn pipes_and_devices_are_streams() {
        let null = Path::new("/dev/full");
        assert_eq!(Target::of(null).unwrap(), Target::Stream(null.to_owned()));
        assert_eq!(Target::of(Path::new("-")).unwrap(), Target::StandardOutput);
    }
}
