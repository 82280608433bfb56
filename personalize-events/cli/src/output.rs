//! The output of `convert`.

use std::fs::OpenOptions;
use std::io::{self, Write};

use anyhow::{Context as _, bail};

use crate::atomic_file::{self, AtomicFile};
use crate::lock;
use crate::target::Target;

/// A file that is replaced at the end, or a stream.
pub(crate) enum Output<'a> {
    File(AtomicFile<'a>),
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
                // To move another file there would be possible without the permission to write.
                match OpenOptions::new().write(true).open(path) {
                    Ok(file) if !lock::try_lock(&file)? => bail!("another run writes to it"),
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(error.into());
                    }
                    Ok(_) | Err(_) => {}
                }
                atomic_file::remove_leftovers(path);
                Self::File(AtomicFile::create(path).context("no temporary file beside it")?)
            }
        })
    }

    /// Completes the output: a file has its old content until now.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Self::File(file) => file.commit().map(drop),
            Self::Stream(mut stream) => stream.flush(),
        }
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Stream(stream) => stream.flush(),
        }
    }
}
