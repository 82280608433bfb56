//! sample
use std::fmt;

use crate::runtime::Reply;

/// Invalid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvalidInputException {
    message: Option<String>,
}

impl InvalidInputException {
    pub(super) fn from_reply(reply: &Reply) -> Self {
        Self {
            message: reply.message().map(str::to_owned),
        }
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for InvalidInputException {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvalidInputException")?;
        match self.message() {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidInputException {}
