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
        /// The path of the command line.
        name: &'a Path,
        /// The file that is replaced, if it existed at the start, so that no other run writes to it meanwhile.
        locked: Option<File>,
    },
    Stream(Box<dyn Write>),
}

impl<'a> Output<'a> {
    pub(crate) fn open(name: &'a Path, target: &'a Target) -> anyhow::Result<Self> {
        Ok(match target {
            Target::StandardOutput => Self::Stream(Box::new(io::stdout())),
            Target::Stream(path) => {
                Self::Stream(Box::new(OpenOptions::new().write(true).open(path)?))
            }
            Target::File(path) => {
                let locked = lock(path)?;
                atomic_file::remove_leftovers(path);
                let file = AtomicFile::create(path).context("no temporary file beside it")?;
                Self::File { file, name, locked }
            }
        })
    }

    /// Completes the output: a file has its old content until now. One that was created since the start remains.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Self::File {
                file,
                locked: Some(locked),
                ..
            } => {
                // An open file cannot be replaced on Windows. Elsewhere, the lock lasts until the end.
                let _locked = (!cfg!(windows)).then_some(locked);
                file.commit().map(drop)
            }
            Self::File { file, name, .. } => match file.commit_new() {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(created(name)),
                committed => committed.map(drop),
            },
            Self::Stream(mut stream) => stream.flush(),
        }
    }
}

/// Two runs may have begun to write the same new file.
fn created(name: &Path) -> io::Error {
    io::Error::new(
        io::ErrorKind::AlreadyExists,
        format!(
            "{} was created while this run read its input, and is not replaced; choose another file for --output, or \
             convert again to replace it",
            name.display()
        ),
    )
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
