//! Error messages with their causes.

use std::error::Error;

/// Formats an error followed by each of its causes, separated by `: `.
pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}
