//! Bearer tokens and their providers.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use personalize_events::CredentialsError;
use zeroize::Zeroizing;

/// A bearer token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)). It is only sent with TLS, or to this machine.
///
/// `Debug` redacts it, and the memory is zeroed on drop.
#[derive(Clone)]
pub struct BearerToken(Zeroizing<String>);

impl BearerToken {
    /// Creates a token from its text.
    pub fn new(token: impl Into<String>) -> Self {
        Self(Zeroizing::new(token.into()))
    }

    /// Returns the text if it can be part of a header.
    pub(crate) fn checked(&self) -> Result<&str, CredentialsError> {
        if !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(&self.0);
        }
        let problem = "the bearer token must consist of visible ASCII characters";
        Err(CredentialsError::new(problem))
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(** redacted **)")
    }
}

/// Provides the bearer token of a call; set a provider with
/// [`ClientSettings::bearer_token_provider`](crate::ClientSettings::bearer_token_provider).
///
/// Each call runs it, so a provider stores its token as long as that is valid. A call waits for it within
/// `credentials_timeout` and `operation_timeout`; the retries of a call have the same token.
///
/// # Example
///
/// ```
/// use personalize_events_codegen_runtime as films;
/// use films::{BearerToken, ClientSettings, CredentialsError, ProvideBearerToken};
///
/// #[derive(Debug)]
/// struct Login;
///
/// impl ProvideBearerToken for Login {
///     async fn provide_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
///         // Ask your identity provider, if the last token expires soon.
///         Ok(BearerToken::new("a token"))
///     }
/// }
///
/// let settings = ClientSettings::default().bearer_token_provider(Login);
/// ```
pub trait ProvideBearerToken: fmt::Debug + Send + Sync {
    /// Returns a token that is valid now.
    ///
    /// # Errors
    ///
    /// Returns an error if no token is available.
    fn provide_bearer_token(
        &self,
    ) -> impl Future<Output = Result<BearerToken, CredentialsError>> + Send;
}

/// Provides this token, always.
impl ProvideBearerToken for BearerToken {
    async fn provide_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        Ok(self.clone())
    }
}

impl<P: ProvideBearerToken> ProvideBearerToken for Arc<P> {
    async fn provide_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        (**self).provide_bearer_token().await
    }
}

/// Any provider, behind a pointer.
pub(crate) trait DynProvideBearerToken: fmt::Debug + Send + Sync {
    fn provide(&self) -> ProvidedFuture<'_>;
}

type ProvidedFuture<'a> =
    Pin<Box<dyn Future<Output = Result<BearerToken, CredentialsError>> + Send + 'a>>;

impl<P: ProvideBearerToken> DynProvideBearerToken for P {
    fn provide(&self) -> ProvidedFuture<'_> {
        Box::pin(self.provide_bearer_token())
    }
}

#[cfg(test)]
mod tests {
    use super::BearerToken;

    #[test]
    fn a_token_is_sent_only_if_it_can_be_part_of_a_header() {
        let checked = |token: &str| BearerToken::new(token).checked().map(str::to_owned);
        assert_eq!(checked("aA0-._~+/:=").unwrap(), "aA0-._~+/:=");
        for token in ["", "hush hush", "hush\n", "hush\u{e9}"] {
            assert_eq!(
                checked(token).unwrap_err().to_string(),
                "no credentials: the bearer token must consist of visible ASCII characters"
            );
        }
        assert_eq!(
            format!("{:?}", BearerToken::new("hush")),
            "BearerToken(** redacted **)"
        );
    }
}
