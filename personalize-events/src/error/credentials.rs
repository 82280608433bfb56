//! The error of credentials providers.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::ServiceText;
use super::causes::fmt_causes;

/// No credentials are available.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    message: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
    attempts: u32,
}

impl CredentialsError {
    /// Creates an error from a message. The message is logged, so it must not contain a secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
            attempts: 0,
        }
    }

    /// Sets the cause, which `source` returns. The message should not contain its text.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::CredentialsError;
    ///
    /// let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    /// let error = CredentialsError::new("the vault cannot be read").with_source(cause);
    /// assert_eq!(error.to_string(), "no credentials: the vault cannot be read");
    /// assert_eq!(
    ///     format!("{error:#}"),
    ///     "no credentials: the vault cannot be read: permission denied"
    /// );
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into().into());
        self
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
        write!(f, "no credentials: {}", ServiceText(&self.message))?;
        fmt_causes(self, f)
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
