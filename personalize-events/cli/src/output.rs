//! The output of `convert`.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

use crate::atomic_file::{self, AtomicFile};
use crate::lock::{Lock, try_lock};
use crate::target::Target;

/// A file that is replaced at the end, or a stream.
pub(crate) enum Output<'a> {
    File {
        file: AtomicFile<'a>,
        path: &'a Path,
        /// The file that is replaced, so that no other run writes to it meanwhile.
        locked: Option<File>,
    },
    Stream(Box<dyn Write>),
}

impl<'a> Output<'a> {
    pub(crate) fn open(target: &'a Target) -> anyhow::Result<Self> {
        Ok(match target {
            Target::StandardOutput => Self::Stream(Box::new(io::stdout())),
            Target::Stream(path) => {
                Self::Stream(Box::new(OpenOptions::new().write(true).open(path)?))
            }
            Target::File(path) => {
                let locked = lock(path)?;
                atomic_file::remove_leftovers(path);
                let file = AtomicFile::create(path).context("no temporary file beside it")?;
                Self::File { file, path, locked }
            }
        })
    }

    /// Completes the output: a file has its old content until now.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Self::File { file, path, locked } => {
                // It may have been created since.
                let locked = locked.map_or_else(|| lock(path), |locked| Ok(Some(locked)))?;
                let is_new = locked.is_none();
                if cfg!(windows) {
                    // An open file cannot be replaced there.
                    drop(locked);
                }
                if is_new {
                    file.commit_new().map(drop)
                } else {
                    file.commit().map(drop)
                }
            }
            Self::Stream(mut stream) => stream.flush(),
        }
    }
}

/// Opens and locks the file that is to be replaced, if it exists. Without the permission to write, it could be replaced
/// nevertheless, but must not be.
fn lock(path: &Path) -> io::Result<Option<File>> {
    match OpenOptions::new().write(true).open(path) {
        Ok(file) if try_lock(&file)? == Lock::Taken => Err(io::Error::new(
            io::ErrorKind::ResourceBusy,
            "another run writes to it",
        )),
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File { file, .. } => file.write(bytes),
            Self::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File { file, .. } => file.flush(),
            Self::Stream(stream) => stream.flush(),
        }
    }
}
