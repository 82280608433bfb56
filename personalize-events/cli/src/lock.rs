//! Locks of files that a process writes, so that no other process writes to them at the same time.
//!
//! A lock ends with its process, however that ends.

use std::fs::File;
use std::io;

use fs4::{FileExt, TryLockError};

/// The result of [`try_lock`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    /// The file is locked until it is closed.
    Acquired,
    /// Another process has locked it.
    Taken,
    /// The file system has no locks, as some network file systems, so that nothing is locked.
    Unsupported,
}

/// Locks a file until it is closed, if possible.
pub(crate) fn try_lock(file: &File) -> io::Result<Lock> {
    match FileExt::try_lock(file) {
        Ok(()) => Ok(Lock::Acquired),
        Err(TryLockError::WouldBlock) => Ok(Lock::Taken),
        Err(TryLockError::Error(error)) if is_unsupported(&error) => Ok(Lock::Unsupported),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether an error means that there are no locks. NFS without a lock service returns `ENOLCK`, which has no kind.
fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ENOLCK) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn file_systems_without_locks_are_recognized() {
        for (code, expected) in [
            (libc::ENOLCK, true),
            (libc::EOPNOTSUPP, true),
            (libc::ENOSYS, true),
            (libc::EIO, false),
            (libc::EBADF, false),
        ] {
            let error = io::Error::from_raw_os_error(code);
            assert_eq!(is_unsupported(&error), expected, "{error}");
        }
    }

    #[test]
    fn a_file_that_is_open_elsewhere_can_be_locked_once() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let other = file.reopen().unwrap();
        assert_eq!(try_lock(file.as_file()).unwrap(), Lock::Acquired);
        assert_eq!(try_lock(&other).unwrap(), Lock::Taken);
        drop(file);
        assert_eq!(try_lock(&other).unwrap(), Lock::Acquired);
    }
}
