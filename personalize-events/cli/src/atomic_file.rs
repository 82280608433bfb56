//! Replaces a file atomically: readers find either the old content or all of the new.

use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Creates a temporary file in the directory of `path`, with the permissions of a file that is created there.
///
/// It is removed on drop, unless [`replace`] moves it to `path`.
pub(crate) fn create_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = path.file_name().unwrap_or_default().to_owned();
    prefix.push(".");
    let mut builder = Builder::new();
    builder.prefix(&prefix).suffix(".new");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => builder.tempfile_in(directory),
        Some(_) | None => builder.tempfile_in("."),
    }
}

/// Writes the file to disk and moves it to `path`.
pub(crate) fn replace(path: &Path, file: NamedTempFile) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
