//! Locks of files that a process writes, so that no other process writes to them at the same time.
//!
//! A lock ends with its process, however that ends.

use std::fs::File;
use std::io;

use fs4::{FileExt, TryLockError};

/// Locks a file until it is closed, or returns `false` if another process has locked it.
///
/// On a file system without locks, such as some network file systems, nothing is locked.
pub(crate) fn try_lock(file: &File) -> io::Result<bool> {
    match FileExt::try_lock(file) {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
