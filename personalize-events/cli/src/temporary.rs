//! Files that are removed if an interrupt ends the process.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

static PATHS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes a file if an interrupt ends the process while this value exists.
#[derive(Debug)]
pub(crate) struct RemovedOnExit(PathBuf);

impl RemovedOnExit {
    pub(crate) fn new(path: &Path) -> Self {
        paths().insert(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for RemovedOnExit {
    fn drop(&mut self) {
        paths().remove(&self.0);
    }
}

/// Removes all these files, before the process ends without running destructors.
pub(crate) fn remove_all() {
    for path in std::mem::take(&mut *paths()) {
        // Nobody could handle an error.
        let _ = fs::remove_file(path);
    }
}

fn paths() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PATHS.lock().unwrap_or_else(PoisonError::into_inner)
}
