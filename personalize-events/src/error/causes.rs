//! Error messages with their causes.
//!
//! `Display` of an error describes its own level, and `source` returns the cause: never both, so that a report of the
//! whole chain has no text twice. The alternate form, `{error:#}`, is such a report, as that of `anyhow`.

use std::error::Error;
use std::fmt;

use super::ServiceText;

/// Formats an error of another crate, followed by each of its causes, separated by `: `.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}

/// Appends each cause of an error in the alternate form. Control characters in them are escaped, as in
/// [`ServiceText`]: some are of a server or of a credentials provider.
pub(crate) fn fmt_causes(error: &dyn Error, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut cause = error.source().filter(|_| f.alternate());
    while let Some(error) = cause {
        write!(f, ": {}", ServiceText(&error.to_string()))?;
        cause = error.source();
    }
    Ok(())
}
