//! The checkpoint file: how many records of the input are completed.
//!
//! It has a digest of these records and no offset: a resumed run reads them again, about a million per second, and so
//! detects another input.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use serde::{Deserialize, Serialize};

use crate::atomic_file::{self, AtomicFile};
use crate::input::Input;
use crate::lock::{Lock, try_lock};
use crate::record_kind::RecordKind;
use crate::target::{self, Target};

/// Where to resume a run. Contains no user data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Checkpoint {
    /// The subcommand: `put-users`.
    pub(crate) command: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dataset_arn: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tracking_id: Option<String>,
    /// The URL of the endpoint.
    pub(crate) endpoint: String,
    /// How many records from the start of the input are completed: stored or rejected.
    pub(crate) records: u64,
    /// The SHA-256 digest of these records in hexadecimal. It identifies the input, which is read again to resume.
    pub(crate) digest: String,
    /// How many of these records are rejected.
    pub(crate) rejected: u64,
    /// The file of these rejected records, if there is one.
    pub(crate) rejects: Option<RejectsFile>,
}

/// The file of rejected records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RejectsFile {
    /// An absolute path.
    pub(crate) path: String,
    /// The rejects up to the last completed record. A resumed run discards what the file has beyond them.
    pub(crate) completed: Content,
    /// All rejects of a run that has ended: unless the file has these, it has been changed.
    pub(crate) all: Option<Content>,
}

/// The content of a file, or its start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Content {
    /// In bytes.
    pub(crate) length: u64,
    /// The SHA-256 digest in hexadecimal.
    pub(crate) digest: String,
}

impl Checkpoint {
    /// The checkpoint of a run that starts at the first record.
    pub(crate) fn new<R: RecordKind>(destination: String, endpoint: String) -> Self {
        let (dataset_arn, tracking_id) = if R::HAS_TRACKER {
            (None, Some(destination))
        } else {
            (Some(destination), None)
        };
        Self {
            command: R::COMMAND.to_owned(),
            dataset_arn,
            tracking_id,
            endpoint,
            records: 0,
            digest: String::new(),
            rejected: 0,
            rejects: None,
        }
    }

    /// Skips the completed records of the input, if this is a checkpoint of the run `new`.
    pub(crate) fn resume(&self, name: &str, new: &Self, input: &mut Input) -> anyhow::Result<()> {
        let destination = |it: &Self| {
            let destination = it.dataset_arn.as_ref().or(it.tracking_id.as_ref());
            let destination = destination.map_or("?", String::as_str);
            format!("{} into {destination} at {}", it.command, it.endpoint)
        };
        if destination(self) != destination(new) {
            bail!(
                "{name}: the checkpoint belongs to {}; choose another file",
                destination(self)
            );
        }
        let other_input = format!("{name}: the checkpoint belongs to another input");
        let records = self.records;
        while input.position.records < records {
            if input.next()?.is_none() {
                bail!(
                    "{other_input}: {} has {} records, but {records} are completed",
                    input.name,
                    input.position.records
                );
            }
        }
        if hex::encode(input.position.digest) != self.digest {
            bail!(
                "{other_input}: the first {records} records of {} differ",
                input.name
            );
        }
        Ok(())
    }
}

/// The file of a checkpoint, locked as long as the run continues.
pub(crate) struct CheckpointFile {
    /// The name for messages.
    name: String,
    path: PathBuf,
    /// The file at the path, if it exists. Its lock is that of the run: each new file is locked before it replaces the
    /// last one.
    locked: Option<File>,
}

impl CheckpointFile {
    /// Locks the file and reads its checkpoint, if it exists.
    pub(crate) fn open(path: &Path) -> anyhow::Result<(Self, Option<Checkpoint>)> {
        let name = path.display().to_string();
        let unreadable = || format!("{name}: cannot be read");
        let Target::File(path) = Target::of(path).with_context(unreadable)? else {
            bail!("{name}: a checkpoint must be a file, because it is read again to resume");
        };
        let mut file = Self {
            name,
            path,
            locked: None,
        };
        file.locked = file.lock()?;
        atomic_file::remove_leftovers(&file.path);
        let name = &file.name;
        let Some(mut locked) = file.locked.as_ref() else {
            return Ok((file, None));
        };
        let mut text = String::new();
        let read = locked.read_to_string(&mut text);
        read.with_context(|| format!("{name}: cannot be read"))?;
        let checkpoint = serde_json::from_str(&text);
        let checkpoint = checkpoint.with_context(|| format!("{name}: invalid checkpoint"))?;
        Ok((file, Some(checkpoint)))
    }

    fn lock(&self) -> anyhow::Result<Option<File>> {
        let name = &self.name;
        let unreadable = || format!("{name}: cannot be read");
        loop {
            let file = match OpenOptions::new().read(true).write(true).open(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                file => file.with_context(unreadable)?,
            };
            if try_lock(&file).with_context(unreadable)? == Lock::Taken {
                return Err(self.in_use());
            }
            // The run that had the lock may have replaced the file in between.
            if target::is_at(&file, &self.path) {
                return Ok(Some(file));
            }
        }
    }

    fn in_use(&self) -> anyhow::Error {
        let name = &self.name;
        anyhow!(
            "{name}: another run uses this checkpoint; wait until it ends, or choose another file"
        )
    }

    /// Replaces the file atomically, so that a process that is killed leaves a complete checkpoint.
    pub(crate) fn save(&mut self, checkpoint: &Checkpoint) -> anyhow::Result<()> {
        let name = &self.name;
        let unwritable = || format!("{name}: cannot be written");
        let mut new = AtomicFile::create(&self.path).with_context(unwritable)?;
        let text = serde_json::to_string_pretty(checkpoint)? + "\n";
        new.write_all(text.as_bytes()).with_context(unwritable)?;
        let committed = if self.locked.is_some() {
            if cfg!(windows) {
                // An open file cannot be replaced there.
                self.locked = None;
            }
            new.commit()
        } else {
            new.commit_new()
        };
        match committed {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(self.in_use()),
            committed => {
                self.locked = Some(committed.with_context(unwritable)?);
                Ok(())
            }
        }
    }
}
