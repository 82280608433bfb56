//! The trait of credentials providers.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use super::Credentials;
use crate::error::CredentialsError;

/// Provides the credentials to sign with; set a provider with [`ConfigBuilder::credentials_provider`].
///
/// A client caches the credentials until about 10 seconds before they expire, or for 15 minutes if they have no
/// expiry, and never runs a provider twice at the same time. A provider may be slow, fail, panic or hang: calls that need
/// credentials wait within their timeout and then fail with its error, and the next call runs the provider again. It is
/// dropped after [`ConfigBuilder::credentials_timeout`]. While the previous credentials are valid, calls use them, and a
/// failed provider runs again after 1 second, then 2, 4, ….
///
/// With the feature `aws-config`, `SdkCredentialsProvider` adapts providers of AWS's SDK for Rust.
///
/// [`guide::credentials`](mod@crate::guide::credentials) has an example.
///
/// [`ConfigBuilder::credentials_provider`]: crate::ConfigBuilder::credentials_provider
/// [`ConfigBuilder::credentials_timeout`]: crate::ConfigBuilder::credentials_timeout
pub trait ProvideCredentials: fmt::Debug + Send + Sync {
    /// Returns credentials that are valid now.
    ///
    /// # Errors
    ///
    /// Returns an error if no credentials are available.
    fn provide_credentials(
        &self,
    ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>>;
}
