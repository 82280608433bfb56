//! The errors of a spool.

use std::fmt;
use std::path::Path;

/// A spool cannot be opened, read or written. The message names its file and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpoolError {
    message: String,
}

impl SpoolError {
    pub(super) fn new(path: &Path, problem: impl fmt::Display) -> Self {
        let message = format!("the spool `{}` {problem}", path.display());
        Self { message }
    }

    pub(super) fn missing() -> Self {
        let message =
            "the event tracker has no spool; set its file with `EventTrackerBuilder::spool`";
        Self {
            message: message.to_owned(),
        }
    }
}

impl fmt::Display for SpoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SpoolError {}
