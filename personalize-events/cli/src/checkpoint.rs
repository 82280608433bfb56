//! The file that says how far a run has come.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Failure;
use crate::input::Mark;

/// Where a run goes on. There is no user data in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Checkpoint {
    /// `put-users`
    pub(crate) command: String,
    pub(crate) dataset_arn: String,
    /// How many records from the start of the input are settled: acknowledged or rejected.
    pub(crate) records: u64,
    /// A digest of their texts, SHA-256 in hexadecimal.
    pub(crate) digest: String,
    /// How many of them are rejected.
    pub(crate) rejected: u64,
    /// Where those are, if they are kept.
    pub(crate) rejects: Option<RejectsFile>,
}

/// A file of rejects, as far as they are of settled records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RejectsFile {
    /// Absolute.
    pub(crate) path: String,
    /// In bytes.
    pub(crate) length: u64,
}

impl Checkpoint {
    /// Reads a checkpoint, if there is one.
    pub(crate) fn load(path: &Path) -> Result<Option<Self>, Failure> {
        let name = path.display();
        match fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| {
                Failure::new(format!("{name}: this is not a checkpoint: {error}"))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::new(format!("{name}: cannot be read: {error}"))),
        }
    }

    /// Takes the place of the one before, at once: whenever the process ends, one of them is there.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let mut name = path.as_os_str().to_owned();
        name.push(".new");
        let new = PathBuf::from(name);
        let mut file = File::create(&new)?;
        let text = serde_json::to_string_pretty(self)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        fs::rename(&new, path)
    }
}

/// A digest as it is in the file.
pub(crate) fn hexadecimal(mark: &Mark) -> String {
    mark.digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
