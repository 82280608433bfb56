//! Providers of AWS's SDK for Rust.

use std::future::Future;
use std::pin::Pin;

use aws_credential_types::provider::ProvideCredentials as SdkProvider;
use aws_credential_types::provider::error::CredentialsError as SdkError;

use super::{Credentials, ProvideCredentials};
use crate::error::CredentialsError;

impl<P: SdkProvider> ProvideCredentials for P {
    fn provide_credentials(
        &self,
    ) -> Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + '_>> {
        Box::pin(async {
            let given = SdkProvider::provide_credentials(self).await;
            let given = given.map_err(|error| told(&error))?;
            let mut credentials =
                Credentials::new(given.access_key_id(), given.secret_access_key());
            if let Some(token) = given.session_token() {
                credentials = credentials.with_session_token(token);
            }
            Ok(match given.expiry() {
                Some(expiry) => credentials.with_expiry(expiry),
                None => credentials,
            })
        })
    }
}

/// The whole chain of causes: the first says little.
fn told(error: &SdkError) -> CredentialsError {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    CredentialsError::new(message)
}
