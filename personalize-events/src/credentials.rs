//! The keys that requests are signed with.
//!
//! This room knows what a set of credentials is and where the environment keeps one. It never
//! prints a secret: `Debug` shows nothing of any part.

use std::fmt;

use zeroize::Zeroizing;

/// An access key, its secret, and the session token that comes with temporary ones.
///
/// `Debug` redacts every part; the memory is zeroed on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: Zeroizing<String>,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// Long-term credentials: an access key id and its secret.
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
        }
    }

    /// Adds the session token of temporary credentials; it is sent as `x-amz-security-token`.
    #[must_use]
    pub fn with_session_token(mut self, session_token: impl Into<String>) -> Self {
        self.session_token = Some(Zeroizing::new(session_token.into()));
        self
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
