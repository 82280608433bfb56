//! The checkpoint file: how many records of the input are completed.
//!
//! It has a digest of these records and no offset: a resumed run reads them again, about a million per second, and so
//! detects another input.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::atomic_file;
use crate::input::Input;

/// Where to resume a run. Contains no user data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Checkpoint {
    /// The subcommand: `put-users`.
    pub(crate) command: String,
    pub(crate) dataset_arn: String,
    /// How many records from the start of the input are completed: stored or rejected.
    pub(crate) records: u64,
    /// The SHA-256 digest of these records in hexadecimal. It identifies the input, which is read again to resume.
    pub(crate) digest: String,
    /// How many of these records are rejected.
    pub(crate) rejected: u64,
    /// The file of these rejected records, if there is one.
    pub(crate) rejects: Option<RejectsFile>,
}

/// The file of rejected records, up to the last completed record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RejectsFile {
    /// An absolute path.
    pub(crate) path: String,
    /// In bytes. A resumed run discards what the file has beyond it.
    pub(crate) length: u64,
}

impl Checkpoint {
    /// The checkpoint of a run that starts at the first record.
    pub(crate) fn new(command: String, dataset_arn: String) -> Self {
        Self {
            command,
            dataset_arn,
            records: 0,
            digest: String::new(),
            rejected: 0,
            rejects: None,
        }
    }

    /// Reads the checkpoint, if the file exists.
    pub(crate) fn load(path: &Path) -> anyhow::Result<Option<Self>> {
        let name = path.display();
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("{name}: cannot be read"))?,
        };
        let checkpoint = serde_json::from_str(&text);
        checkpoint.with_context(|| format!("{name}: invalid checkpoint"))
    }

    /// Replaces the file atomically, so that a process that is killed leaves a complete checkpoint.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let mut file = atomic_file::create_beside(path)?;
        let text = serde_json::to_string_pretty(self)? + "\n";
        file.write_all(text.as_bytes())?;
        atomic_file::replace(path, file)
    }

    /// Skips the completed records of the input, if this is a checkpoint of the run `new`.
    pub(crate) fn resume(&self, name: &str, new: &Self, input: &mut Input) -> anyhow::Result<()> {
        if (&self.command, &self.dataset_arn) != (&new.command, &new.dataset_arn) {
            bail!(
                "{name}: the checkpoint belongs to {} into {}; choose another file",
                self.command,
                self.dataset_arn
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
