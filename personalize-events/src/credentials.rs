//! The credentials that sign requests, and their sources.

#[cfg(feature = "aws-config-1")]
mod aws_config;
mod cache;
mod chain;
mod container;
mod imds;
mod metadata;
mod missing;
mod provider;

use std::fmt;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

#[cfg(feature = "aws-config-1")]
pub use aws_config::SdkCredentialsProvider;
pub(crate) use cache::{Cache, Missing};
pub(crate) use chain::from_environment;
pub(crate) use provider::DynProvideCredentials;
pub use provider::{ProvideCredentials, ProvideCredentialsFn, provide_credentials_fn};

/// An access key id, its secret access key, and the session token of temporary credentials.
///
/// `Debug` redacts every part, and the memory is zeroed on drop.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: Zeroizing<String>,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiry: Option<SystemTime>,
    extension: Option<Duration>,
}

/// The names of the access key id, the secret access key and the session token in messages.
pub(crate) const PARTS: [&str; 3] = [
    "the access key id",
    "the secret access key",
    "the session token",
];

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
            extension: None,
        }
    }

    /// Sets the session token of temporary credentials.
    #[must_use]
    pub fn with_session_token(mut self, session_token: impl Into<String>) -> Self {
        self.session_token = Some(Zeroizing::new(session_token.into()));
        self
    }

    /// Sets when the credentials expire, as AWS returned it: it is compared with the time of the service, if the clock of
    /// this machine is wrong. Without an expiry, credentials of a [provider](trait@ProvideCredentials) are refreshed
    /// after 15 minutes, and others never expire.
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

    /// Sets how long the credentials are used if they have already expired when a provider returns them.
    pub(super) fn with_extension(mut self, extension: Duration) -> Self {
        self.extension = Some(extension);
        self
    }

    pub(super) fn extension(&self) -> Option<Duration> {
        self.extension
    }

    /// Checks every part, and returns all problems with the names of the parts ([`PARTS`]). Nothing of the parts is in
    /// a message.
    pub(crate) fn check(&self, [id, secret, token]: &[&str; 3]) -> Result<(), String> {
        let visible = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        let mut problems = Vec::new();
        for (name, is_valid) in [
            (id, visible(self.access_key_id())),
            (token, self.session_token().is_none_or(visible)),
        ] {
            if !is_valid {
                problems.push(format!("{name} must consist of visible ASCII characters"));
            }
        }
        if let Some(problem) = problem_of_secret(self.secret_access_key()) {
            problems.push(format!("{secret} {problem}"));
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(problems.join("; "))
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

/// A secret is not sent, so that a mistake in it shows as a wrong signature only.
fn problem_of_secret(secret: &str) -> Option<&'static str> {
    let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
    if secret.is_empty() {
        Some("must not be empty")
    } else if secret.contains(['\n', '\r']) {
        Some("must not contain a line break")
    } else if secret.trim() != secret {
        Some("must not start or end with white space")
    } else if !secret.bytes().all(is_printable) {
        Some("must consist of printable ASCII characters")
    } else {
        None
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(** redacted **)")
    }
}
