//! Errors that end the command: invalid arguments, files and settings.

use std::fmt;
use std::io;

/// A message for the user, of one or more lines.
#[derive(Debug)]
pub(crate) struct Error(String);

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A file, of this name, that cannot be read.
    pub(crate) fn read(name: impl fmt::Display, error: &io::Error) -> Self {
        Self(format!("{name}: cannot be read: {error}"))
    }

    /// A file, of this name, that cannot be written.
    pub(crate) fn write(name: impl fmt::Display, error: &io::Error) -> Self {
        Self(format!("{name}: cannot be written: {error}"))
    }

    /// Problems in a file, each with its position; a line for each.
    pub(crate) fn in_file(
        name: impl fmt::Display,
        problems: impl IntoIterator<Item = impl fmt::Display>,
    ) -> Self {
        let lines = problems.into_iter().map(|it| format!("{name}:{it}"));
        Self(lines.collect::<Vec<_>>().join("\n"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
