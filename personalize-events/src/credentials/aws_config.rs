//! Credentials providers of AWS's SDK for Rust.

use aws_credential_types::provider::ProvideCredentials as SdkProvideCredentials;

use super::{Credentials, ProvideCredentials};
use crate::error::CredentialsError;

/// Adapts a credentials provider of AWS's SDK for Rust, such as one of `aws-config`.
///
/// `P` implements the trait `ProvideCredentials` of `aws-credential-types`. The adapter is a newtype, so a provider of
/// your own may implement both traits.
///
/// # Example
///
/// ```
/// use aws_credential_types::Credentials;
/// use personalize_events::{Config, SdkCredentialsProvider};
///
/// let provider = Credentials::new("AKIDEXAMPLE", "secret", None, None, "example");
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials_provider(SdkCredentialsProvider(provider))
///     .build()?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SdkCredentialsProvider<P>(pub P);

impl<P: SdkProvideCredentials> ProvideCredentials for SdkCredentialsProvider<P> {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        let provided = self.0.provide_credentials().await;
        let failed = "the credentials provider of the AWS SDK failed";
        let provided =
            provided.map_err(|error| CredentialsError::new(failed).with_source(error))?;
        let mut credentials =
            Credentials::new(provided.access_key_id(), provided.secret_access_key());
        if let Some(token) = provided.session_token() {
            credentials = credentials.with_session_token(token);
        }
        Ok(match provided.expiry() {
            Some(expiry) => credentials.with_expiry(expiry),
            None => credentials,
        })
    }
}
