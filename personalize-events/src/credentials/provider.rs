//! Where credentials come from, if not from code.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::Credentials;
use crate::error::CredentialsError;

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
