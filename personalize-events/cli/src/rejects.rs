//! The file of rejected records.

mod format;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use sha2::{Digest as _, Sha256};

use crate::arguments;
use crate::checkpoint::{Checkpoint, Content, RejectsFile};
use crate::input::Input;
use crate::lock::{Lock, try_lock};
use crate::target::{self, Target};
use crate::temporary::RemovedOnExit;
use format::RejectFormat;

pub(crate) const UNWRITABLE: &str = "the rejects file cannot be written";

/// How many bytes are written at once, which is also how much a full disk loses.
const BUFFER: usize = 8 * 1024;

/// What to do about a file that is not the one of the checkpoint.
const RESTORE: &str = "restore it, or write the rejects of the remaining records to another file";

/// Writes rejected records, each complete or not at all.
pub(crate) struct Rejects {
    destination: Destination,
    format: RejectFormat,
    /// Whole records that are not written yet.
    buffer: Vec<u8>,
    written: Written,
    /// Whether a write failed.
    has_failed: bool,
}

/// The bytes that the file has.
#[derive(Clone, Default)]
struct Written {
    length: u64,
    digest: Sha256,
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
        let mut written = Written::default();
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
                if !file.lock().with_context(unwritable)? {
                    bail!(
                        "{name}: another run writes to this file; wait until it ends, or choose another file"
                    );
                }
                let resumed = checkpoint.and_then(|checkpoint| checkpoint.rejects.as_ref());
                // The length of the checkpoint is no permission to overwrite another file.
                let resumed = resumed.filter(|it| Path::new(&it.path) == file.path);
                written = file.start(resumed, &name.to_string())?;
                Destination::File(file)
            }
        };
        Ok(Self {
            destination,
            format: RejectFormat::new(arguments, input),
            buffer: Vec::new(),
            written,
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
        if self.written.length == 0 && self.buffer.is_empty() {
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
                    completed: self.written.content(),
                    all: None,
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
            Destination::File(file) => file.append(&self.buffer, self.written.length),
            Destination::Stream(stream) => stream.write_all(&self.buffer),
        };
        self.has_failed = written.is_err();
        written?;
        self.written.add(&self.buffer);
        self.buffer.clear();
        Ok(())
    }
}

impl Written {
    fn add(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.digest.update(bytes);
    }

    fn content(&self) -> Content {
        Content {
            length: self.length,
            digest: hex::encode(self.digest.clone().finalize()),
        }
    }
}

impl RegularFile {
    fn open(path: PathBuf) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true);
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

    /// Locks the file, or returns `false` if another run has locked or replaced it; the file is that run's then.
    fn lock(&mut self) -> io::Result<bool> {
        let is_locked =
            try_lock(&self.file)? != Lock::Taken && target::is_at(&self.file, &self.path);
        if !is_locked {
            self.new = None;
        }
        Ok(is_locked)
    }

    /// Goes to the end of an empty file, or to that of the checkpoint, and returns what the file has up to there.
    fn start(&mut self, checkpoint: Option<&RejectsFile>, name: &str) -> anyhow::Result<Written> {
        let unwritable = || format!("{name}: cannot be written");
        let found = self.file.metadata().with_context(unwritable)?.len();
        let Some(RejectsFile { completed, all, .. }) = checkpoint else {
            ensure!(
                found == 0,
                "{name}: the file is not empty, perhaps with rejects of an earlier run; move it or choose another file"
            );
            return Ok(Written::default());
        };
        let length = completed.length;
        ensure!(
            length <= found,
            "{name}: the checkpoint requires {length} bytes of rejects, but the file has {found}; {RESTORE}"
        );
        let mut written = Written::default();
        let read = self.read(&mut written, length);
        read.with_context(|| format!("{name}: cannot be read"))?;
        let mut is_unchanged = written.content() == *completed;
        if let Some(all) = all.as_ref().filter(|_| length < found) {
            // The run that has ended has written all of them, or a resumed one has just discarded those to discard.
            let mut rest = written.clone();
            let read = self.read(&mut rest, found - length);
            read.with_context(|| format!("{name}: cannot be read"))?;
            is_unchanged &= rest.content() == *all;
        }
        ensure!(
            is_unchanged,
            "{name}: the file has changed since the checkpoint was saved; {RESTORE}"
        );
        self.set_length(length).with_context(unwritable)?;
        Ok(written)
    }

    /// Reads up to this many bytes.
    fn read(&mut self, content: &mut Written, length: u64) -> io::Result<()> {
        let mut bytes = (&self.file).take(length);
        let mut buffer = [0; BUFFER];
        loop {
            match bytes.read(&mut buffer)? {
                0 => return Ok(()),
                count => content.add(&buffer[..count]),
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_that_another_run_has_locked_first_is_not_removed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("rejects.csv");
        let mut first = RegularFile::open(path.clone()).unwrap();
        let mut second = RegularFile::open(path.clone()).unwrap();
        assert!(second.lock().unwrap());
        assert!(!first.lock().unwrap());
        drop(first);
        second.append(b"REJECT_REASON\n", 0).unwrap();
        drop(second);
        assert_eq!(fs::read(&path).unwrap(), b"REJECT_REASON\n");
        // The one that has created the file removes it if it remains empty.
        let path = directory.path().join("empty.csv");
        let mut only = RegularFile::open(path.clone()).unwrap();
        assert!(only.lock().unwrap());
        drop(only);
        assert!(!path.exists());
    }
}
