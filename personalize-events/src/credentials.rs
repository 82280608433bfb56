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

    /// From the variables of the environment, or what is missing there.
    pub(crate) fn from_variables(env: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        const ID: &str = "AWS_ACCESS_KEY_ID";
        const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
        let credentials = match (env(ID), env(SECRET)) {
            (Some(id), Some(secret)) => Self::new(id, secret),
            (Some(_), None) => return Err(format!("{ID} is set but {SECRET} is not")),
            (None, Some(_)) => return Err(format!("{SECRET} is set but {ID} is not")),
            (None, None) => {
                return Err(format!(
                    "no credentials: set them in code or in {ID} and {SECRET}"
                ));
            }
        };
        Ok(match env("AWS_SESSION_TOKEN") {
            Some(token) => credentials.with_session_token(token),
            None => credentials,
        })
    }

    /// Whether its parts can be sent in headers.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let visible = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !visible(self.access_key_id()) {
            return Err("the access key id must be visible ASCII characters");
        }
        if !self.session_token().is_none_or(visible) {
            return Err("the session token must be visible ASCII characters");
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
