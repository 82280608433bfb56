//! The file of rejected records.

mod format;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::arguments;
use crate::checkpoint::{Checkpoint, RejectsFile};
use crate::input::Input;
use crate::lock;
use crate::target::{self, Target};
use crate::temporary::RemovedOnExit;
use format::RejectFormat;

/// How many bytes are written at once, which is also how much a full disk loses.
const BUFFER: usize = 8 * 1024;

/// Writes rejected records, each complete or not at all.
pub(crate) struct Rejects {
    destination: Destination,
    format: RejectFormat,
    /// Whole records that are not written yet.
    buffer: Vec<u8>,
    /// How many bytes are written.
    length: u64,
    /// Whether a write failed.
    has_failed: bool,
}

enum Destination {
    File(RegularFile),
    Stream(Box<dyn Write + Send>),
}

/// A file that is locked while it is open.
struct RegularFile {
    file: File,
    /// An absolute path without links.
    path: PathBuf,
    /// Exists as long as this run has created the file and has written nothing: an empty file is removed at the end.
    new: Option<RemovedOnExit>,
}

impl Rejects {
    /// Creates the file, or opens that of a checkpoint and discards what was written after it.
    pub(crate) fn open(
        path: &Path,
        arguments: &arguments::Input,
        input: &Input,
        checkpoint: Option<&Checkpoint>,
    ) -> anyhow::Result<Self> {
        let name = path.display();
        let unwritable = || format!("{name}: cannot be written");
        let mut length = 0;
        let destination = match Target::of(path).with_context(unwritable)? {
            Target::StandardOutput | Target::Stream(_) if checkpoint.is_some() => {
                bail!(
                    "{name}: with --checkpoint, rejects must be written to a file, which a resumed run continues"
                );
            }
            Target::StandardOutput => Destination::Stream(Box::new(io::stdout())),
            Target::Stream(path) => {
                let stream = OpenOptions::new().write(true).open(path);
                Destination::Stream(Box::new(stream.with_context(unwritable)?))
            }
            Target::File(path) => {
                let mut file = RegularFile::open(path).with_context(unwritable)?;
                if !lock::try_lock(&file.file).with_context(unwritable)?
                    || !target::is_at(&file.file, &file.path)
                {
                    bail!(
                        "{name}: another run writes to this file; wait until it ends, or choose another file"
                    );
                }
                let resumed = checkpoint.and_then(|checkpoint| checkpoint.rejects.as_ref());
                // The length of the checkpoint is no permission to overwrite another file.
                let resumed = resumed.filter(|it| Path::new(&it.path) == file.path);
                length = file.start(resumed.map(|it| it.length), &name.to_string())?;
                Destination::File(file)
            }
        };
        Ok(Self {
            destination,
            format: RejectFormat::new(arguments, input),
            buffer: Vec::new(),
            length,
            has_failed: false,
        })
    }

    /// Formats a record with its reason.
    pub(crate) fn format(&self, raw: &[u8], reason: &str) -> Vec<u8> {
        self.format.record(raw, reason)
    }

    /// Writes a formatted record.
    ///
    /// # Errors
    ///
    /// Returns an error if this or an earlier write fails.
    pub(crate) fn write(&mut self, reject: &[u8]) -> io::Result<()> {
        if self.length == 0 && self.buffer.is_empty() {
            self.buffer.extend_from_slice(self.format.header());
        }
        self.buffer.extend_from_slice(reject);
        if self.buffer.len() < BUFFER {
            return Ok(());
        }
        self.write_buffer()
    }

    /// Writes everything to disk, and returns the file unless it is a stream.
    ///
    /// # Errors
    ///
    /// Returns an error if this or an earlier write fails.
    pub(crate) fn sync(&mut self) -> io::Result<Option<RejectsFile>> {
        self.write_buffer()?;
        let synced = match &mut self.destination {
            Destination::File(RegularFile { file, path, .. }) => file.sync_data().map(|()| {
                Some(RejectsFile {
                    path: path.display().to_string(),
                    length: self.length,
                })
            }),
            Destination::Stream(stream) => stream.flush().map(|()| None),
        };
        self.has_failed = synced.is_err();
        synced
    }

    fn write_buffer(&mut self) -> io::Result<()> {
        if self.has_failed {
            return Err(io::Error::other("an earlier write failed"));
        }
        if self.buffer.is_empty() {
            return Ok(());
        }
        let written = match &mut self.destination {
            Destination::File(file) => file.append(&self.buffer, self.length),
            Destination::Stream(stream) => stream.write_all(&self.buffer),
        };
        self.has_failed = written.is_err();
        written?;
        self.length += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

impl RegularFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true);
        match options.clone().create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Self {
                file: options.open(&path)?,
                path,
                new: None,
            }),
            created => Ok(Self {
                file: created?,
                new: Some(RemovedOnExit::new(&path)),
                path,
            }),
        }
    }

    /// Goes to the end of an empty file, or to that of the checkpoint, and returns its length.
    fn start(&mut self, checkpoint: Option<u64>, name: &str) -> anyhow::Result<u64> {
        let unwritable = || format!("{name}: cannot be written");
        let found = self.file.metadata().with_context(unwritable)?.len();
        let length = match checkpoint {
            None if found > 0 => bail!(
                "{name}: the file is not empty, perhaps with rejects of an earlier run; move it or choose another file"
            ),
            None => 0,
            Some(length) if length > found => bail!(
                "{name}: the checkpoint requires {length} bytes of rejects, but the file has {found}; restore the \
                 file, or start over without the checkpoint"
            ),
            Some(length) => length,
        };
        self.set_length(length).with_context(unwritable)?;
        Ok(length)
    }

    fn set_length(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length)).map(drop)
    }

    /// Writes whole records at the end of a file of this length. If that fails, none of them remain, since a part of a
    /// record could be taken for another one.
    fn append(&mut self, records: &[u8], length: u64) -> io::Result<()> {
        let written = self.file.write_all(records);
        match written {
            Ok(()) => self.new = None,
            // It can fail only together with the file system, whose error is returned.
            Err(_) => drop(self.set_length(length)),
        }
        written
    }
}

impl Drop for RegularFile {
    fn drop(&mut self) {
        if self.new.is_some() && target::is_at(&self.file, &self.path) {
            // An empty file that remains is harmless.
            let _ = fs::remove_file(&self.path);
        }
    }
}
