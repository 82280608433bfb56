//! Where credentials come from, if not from code.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::Credentials;

/// Gives the credentials to sign with, again and again; [`ConfigBuilder::credentials_provider`] takes one.
///
/// A client keeps what it is given until about 10 seconds before it expires, or for 15 minutes if it does not
/// say when, and never asks twice at a time. A provider may be slow, fail or panic: calls that need it wait as
/// long as they may, and fail with what it says; the next call asks again.
///
/// With the feature `aws-config`, whatever implements the trait of the same name of `aws-credential-types`
/// implements this one too.
///
/// [`ConfigBuilder::credentials_provider`]: crate::ConfigBuilder::credentials_provider
///
/// # Example
///
/// ```
/// use std::future::Future;
/// use std::pin::Pin;
/// use personalize_events::{Config, Credentials, CredentialsError, ProvideCredentials};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn provide_credentials(
///         &self,
///     ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>> {
///         Box::pin(async {
///             let secret = read("aws/secret").await.map_err(|error| {
///                 CredentialsError::new(format!("the vault did not answer: {error}"))
///             })?;
///             Ok(Credentials::new("AKIDEXAMPLE", secret))
///         })
///     }
/// }
/// # async fn read(_: &str) -> Result<String, std::fmt::Error> { Ok(String::new()) }
///
/// let config = Config::builder().region("eu-west-1").credentials_provider(Vault).build()?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// The credentials that are good now.
    ///
    /// # Errors
    ///
    /// Why there are none.
    fn provide_credentials(
        &self,
    ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>>;
}

/// Why there are no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    message: String,
    attempts: u32,
}

impl CredentialsError {
    /// From what went wrong, in words that hold no secret: it ends up in logs.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            attempts: 0,
        }
    }

    /// That it is about the attempt of this number, which was not made.
    pub(crate) fn after(self, attempts: u32) -> Self {
        Self {
            attempts: attempts.saturating_sub(1),
            ..self
        }
    }

    /// How often the request was sent before: credentials may be good for one attempt and missing for the next.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no credentials: {}", self.message)
    }
}

impl std::error::Error for CredentialsError {}
