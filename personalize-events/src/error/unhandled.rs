//! The errors that no operation declares.

use std::fmt;

use super::{ResponseMetadata, ServiceText};

/// An error that the service's model does not declare for the operation, such as
/// `ThrottlingException` or `AccessDeniedException`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unhandled {
    code: Option<String>,
    message: Option<String>,
}

impl Unhandled {
    /// Creates the error from an error response.
    #[must_use]
    pub fn from_metadata(metadata: &ResponseMetadata) -> Self {
        Self {
            code: metadata.code().map(str::to_owned),
            message: metadata.message().map(str::to_owned),
        }
    }

    /// Returns the code; `None` if the response has none, such as that of a proxy.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code().unwrap_or("an error without a code");
        ServiceText(code).fmt(f)?;
        match self.message() {
            Some(message) => write!(f, ": {}", ServiceText(message)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unhandled {}
