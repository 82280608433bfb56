//! The credentials that sign requests, and their sources.

#[cfg(feature = "aws-config")]
mod aws_config;
mod cache;
mod chain;
mod container;
mod imds;
mod metadata;
mod missing;
mod provider;

use std::fmt;
use std::time::SystemTime;

use zeroize::Zeroizing;

#[cfg(feature = "aws-config")]
pub use aws_config::SdkCredentialsProvider;
pub(crate) use cache::Cache;
pub(crate) use chain::from_environment;
pub use provider::ProvideCredentials;

/// An access key id, its secret access key, and the session token of temporary credentials.
///
/// `Debug` redacts every part, and the memory is zeroed on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: Zeroizing<String>,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiry: Option<SystemTime>,
}

impl Credentials {
    /// Creates long-term credentials.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::Credentials;
    ///
    /// let credentials = Credentials::new("AKIDEXAMPLE", "a secret from your vault");
    /// assert!(!format!("{credentials:?}").contains("AKIDEXAMPLE"));
    /// ```
    #[must_use]
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self {
            access_key_id: Zeroizing::new(access_key_id.into()),
            secret_access_key: Zeroizing::new(secret_access_key.into()),
            session_token: None,
            expiry: None,
        }
    }

    /// Sets the session token of temporary credentials.
    #[must_use]
    pub fn with_session_token(mut self, session_token: impl Into<String>) -> Self {
        self.session_token = Some(Zeroizing::new(session_token.into()));
        self
    }

    /// Sets when the credentials expire. Without an expiry, credentials of a [provider](trait@ProvideCredentials) are
    /// refreshed after 15 minutes, and others never expire.
    #[must_use]
    pub fn with_expiry(mut self, expiry: SystemTime) -> Self {
        self.expiry = Some(expiry);
        self
    }

    /// Returns when the credentials expire, if that is known.
    #[must_use]
    pub fn expiry(&self) -> Option<SystemTime> {
        self.expiry
    }

    /// Checks that every part is valid in a header.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let visible = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !visible(self.access_key_id()) {
            return Err("the access key id must consist of visible ASCII characters");
        }
        if !self.session_token().is_none_or(visible) {
            return Err("the session token must consist of visible ASCII characters");
        }
        Ok(())
    }

    pub(crate) fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    pub(crate) fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(** redacted **)")
    }
}
