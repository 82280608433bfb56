//! Credentials of a container: an Amazon ECS task or an Amazon EKS pod (Pod Identity).
//!
//! Source: [Container credential
//! provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html). The
//! timeouts are those of AWS's SDK for Rust.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use zeroize::Zeroizing;

use super::metadata::{Limits, MetadataClient, secret_header};
use super::{Credentials, ProvideCredentials};
use crate::clock::Clock;
use crate::endpoint::Loopback;
use crate::error::{ConfigError, CredentialsError};
use crate::random::Random;
use crate::retry;

pub(super) const RELATIVE_URI: &str = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
pub(super) const FULL_URI: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const TOKEN_FILE: &str = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

const INVALID_TOKEN: &str = "must be one line of printable ASCII characters";

/// The base URL of a relative URI.
const ECS: &str = "http://169.254.170.2";

/// The hosts of Amazon ECS and Amazon EKS, which are allowed without TLS.
const CONTAINER_HOSTS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

const LIMITS: Limits = Limits {
    max_attempts: retry::MAX_ATTEMPTS,
    connect_timeout: Duration::from_secs(2),
    timeout: Duration::from_secs(5),
};

pub(super) struct Container {
    metadata: MetadataClient,
    url: Url,
    token: Token,
}

/// The value of the header `authorization`.
enum Token {
    None,
    Text(HeaderValue),
    /// The content changes, so it is read for every request.
    File(PathBuf),
}

impl Container {
    /// Reads the variables of a container; `None` if they are unset.
    pub(super) fn from_environment(
        env: &impl Fn(&str) -> Option<String>,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Option<Result<Self, String>> {
        let url = match (env(RELATIVE_URI), env(FULL_URI)) {
            (Some(path), _) => relative(&path).map(|url| (url, None)),
            (None, Some(url)) => full(&url),
            (None, None) => return None,
        };
        let token = match (env(TOKEN_FILE), env(TOKEN)) {
            (Some(path), _) => Token::File(path.into()),
            (None, Some(token)) => match secret_header(token.trim_end()) {
                Some(token) => Token::Text(token),
                None => return Some(Err(format!("{TOKEN} {INVALID_TOKEN}"))),
            },
            (None, None) => Token::None,
        };
        let build = |(url, loopback): (Url, Option<Loopback>)| {
            let metadata = MetadataClient::new(&LIMITS, &url, loopback.as_ref(), clock, random)
                .map_err(|error: ConfigError| error.to_string())?;
            Ok(Self {
                metadata,
                url,
                token,
            })
        };
        Some(url.and_then(build))
    }

    async fn load(&self) -> Result<Credentials, String> {
        let token = match &self.token {
            Token::None => None,
            Token::Text(token) => Some(token.clone()),
            // Blocking is acceptable: the file is local and has a few hundred bytes.
            Token::File(path) => {
                let failed = |problem: &str| format!("the file of {TOKEN_FILE} {problem}");
                let read = std::fs::read_to_string(path);
                let text = read.map_err(|error| failed(&format!("cannot be read: {error}")))?;
                let token = secret_header(Zeroizing::new(text).trim_end());
                Some(token.ok_or_else(|| failed(INVALID_TOKEN))?)
            }
        };
        let request = || {
            let request = self.metadata.http.get(self.url.clone());
            match &token {
                Some(token) => request.header(AUTHORIZATION, token.clone()),
                None => request,
            }
        };
        self.metadata.send(request).await?.credentials()
    }
}

fn relative(path: &str) -> Result<Url, String> {
    let url = Url::parse(&format!("{ECS}{path}")).ok();
    url.filter(|url| path.starts_with('/') && url.host_str() == Some(CONTAINER_HOSTS[0]))
        .ok_or_else(|| format!("{RELATIVE_URI} must be a path that starts with `/`"))
}

/// Returns the URL, and its addresses if it names this machine.
fn full(text: &str) -> Result<(Url, Option<Loopback>), String> {
    let invalid = |problem: &str| Err(format!("{FULL_URI} {problem}"));
    let Ok(url) = Url::parse(text) else {
        return invalid("must be a URL");
    };
    let is_known = url
        .host_str()
        .is_some_and(|host| CONTAINER_HOSTS.contains(&host));
    let loopback = Loopback::of(&url);
    match url.scheme() {
        "https" => Ok((url, loopback)),
        "http" if is_known || loopback.is_some() => Ok((url, loopback)),
        "http" => invalid(
            "must start with https://, or name this machine or a host of Amazon ECS or Amazon EKS",
        ),
        _ => invalid("must start with http:// or https://"),
    }
}

impl ProvideCredentials for Container {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        self.load().await.map_err(|problem| {
            let host = self.url.host_str().unwrap_or_default();
            CredentialsError::new(format!(
                "the container credentials endpoint at {host} failed ({problem})"
            ))
        })
    }
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container").finish_non_exhaustive()
    }
}
