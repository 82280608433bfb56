//! The trait of credentials providers, and its object-safe form that caches use.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::Credentials;
use crate::error::CredentialsError;

/// Provides the credentials to sign with; set a provider with [`ConfigBuilder::credentials_provider`].
///
/// Implement it for your own type with an `async fn`, or make a provider of a closure with [`provide_credentials_fn`].
/// [`Credentials`], and an [`Arc`] or [`Box`] of a provider, are providers too. With the feature `aws-config-1`,
/// `SdkCredentialsProvider` adapts providers of AWS's SDK for Rust. The trait has no trait objects: to select a provider at
/// run time, write an enum, or a closure that returns a boxed future.
///
/// A client uses the credentials until they expire, or for 15 minutes if they have no expiry. In the last 10 to 15 seconds
/// of that time, a call starts the provider in the background and does not wait for it. Each client has its own cache, which
/// its clones and the clients of the same [`Config`](crate::Config) share. A provider never runs twice at the same time for
/// a cache. It may be slow, fail, panic or hang: calls that need
/// credentials wait within their timeout and then fail with its error, and the next call runs the provider again. It is
/// dropped after [`ConfigBuilder::credentials_timeout`]. While the previous credentials are valid, calls use them, and a
/// failed provider runs again after 1 second, then 2, 4, ….
///
/// [`guide::credentials`](mod@crate::guide::credentials) lists all sources.
///
/// # Example
///
/// ```
/// use personalize_events::{Config, Credentials, CredentialsError, ProvideCredentials};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
///         let (id, secret) = read_secret().await?;
///         Ok(Credentials::new(id, secret))
///     }
/// }
///
/// # async fn read_secret() -> Result<(String, String), CredentialsError> {
/// #     Err(CredentialsError::new("the vault is sealed"))
/// # }
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials_provider(Vault)
///     .build()?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
///
/// [`ConfigBuilder::credentials_provider`]: crate::ConfigBuilder::credentials_provider
/// [`ConfigBuilder::credentials_timeout`]: crate::ConfigBuilder::credentials_timeout
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// Returns credentials that are valid now.
    ///
    /// The future must be [`Send`], since it runs in a task of its own.
    ///
    /// # Errors
    ///
    /// Returns an error if no credentials are available.
    fn provide_credentials(
        &self,
    ) -> impl Future<Output = Result<Credentials, CredentialsError>> + Send;
}

/// Provides these credentials, always.
impl ProvideCredentials for Credentials {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        Ok(self.clone())
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Arc<P> {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        (**self).provide_credentials().await
    }
}

impl<P: ProvideCredentials> ProvideCredentials for Box<P> {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        (**self).provide_credentials().await
    }
}

/// Makes a provider of a closure that returns a future.
///
/// The future cannot borrow from the closure, which may run again: clone what the future needs. An `async` closure works only
/// if it captures nothing.
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use personalize_events::{Config, Credentials, CredentialsError, provide_credentials_fn};
///
/// struct Vault;
///
/// impl Vault {
///     async fn keys(&self) -> Result<Credentials, CredentialsError> {
///         // Ask your vault; return a `CredentialsError` if it fails.
///         Ok(Credentials::new("AKIDEXAMPLE", "a secret from your vault"))
///     }
/// }
///
/// let vault = Arc::new(Vault);
/// let provider = provide_credentials_fn(move || {
///     let vault = Arc::clone(&vault);
///     async move { vault.keys().await }
/// });
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials_provider(provider)
///     .build()?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
pub fn provide_credentials_fn<F, R>(provide: F) -> ProvideCredentialsFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Credentials, CredentialsError>> + Send,
{
    ProvideCredentialsFn(provide)
}

/// A provider that calls a closure; [`provide_credentials_fn`] creates it.
#[derive(Clone, Copy)]
pub struct ProvideCredentialsFn<F>(F);

impl<F, R> ProvideCredentials for ProvideCredentialsFn<F>
where
    F: Fn() -> R + Send + Sync,
    R: Future<Output = Result<Credentials, CredentialsError>> + Send,
{
    fn provide_credentials(
        &self,
    ) -> impl Future<Output = Result<Credentials, CredentialsError>> + Send {
        (self.0)()
    }
}

impl<F> fmt::Debug for ProvideCredentialsFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProvideCredentialsFn")
            .finish_non_exhaustive()
    }
}

/// Any provider, behind a pointer.
pub(crate) trait DynProvideCredentials: fmt::Debug + Send + Sync {
    fn provide(&self) -> ProvidedFuture<'_>;
}

type ProvidedFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

impl<P: ProvideCredentials> DynProvideCredentials for P {
    fn provide(&self) -> ProvidedFuture<'_> {
        Box::pin(self.provide_credentials())
    }
}
