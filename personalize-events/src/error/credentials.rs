//! The error of credentials providers.

use std::fmt;

use super::ServiceText;

/// No credentials are available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
    attempts: u32,
}

impl CredentialsError {
    /// Creates an error from a message. The message is logged, so it must not contain a secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            attempts: 0,
        }
    }

    /// Sets the number of the attempt that needed the credentials and was therefore not sent.
    pub(crate) fn after(self, attempts: u32) -> Self {
        Self {
            attempts: attempts.saturating_sub(1),
            ..self
        }
    }

    /// Returns how often the request was sent before: credentials may be available for one attempt and missing for
    /// the next.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no credentials: {}", ServiceText(&self.message))
    }
}

impl std::error::Error for CredentialsError {}
