//! Asks an endpoint of this machine, container or instance for credentials.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::Credentials;
use crate::clock::Clock;
use crate::error::{ConfigError, TransportError};
use crate::random::Random;
use crate::retry::{self, RetryKind};
use crate::{date_format, http};

/// Such endpoints say less.
const MAX_ANSWER: usize = 64 * 1024;

/// An HTTP client for such endpoints.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) http: reqwest::Client,
    pub(super) clock: Arc<dyn Clock>,
    random: Random,
    max_attempts: u32,
}

/// What is asked of it.
pub(super) struct Limits {
    pub(super) max_attempts: u32,
    pub(super) connect_timeout: Duration,
    /// From connecting to the end of the answer.
    pub(super) timeout: Duration,
}

/// What it says.
pub(super) struct Said {
    pub(super) status: StatusCode,
    body: Zeroizing<Vec<u8>>,
}

impl Metadata {
    pub(super) fn new(
        limits: &Limits,
        is_https: bool,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Self, ConfigError> {
        let builder = http::builder(is_https)?
            // What is on this machine is not reached through another.
            .no_proxy()
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.timeout);
        Ok(Self {
            http: http::build(builder)?,
            clock: Arc::clone(clock),
            random: random.clone(),
            max_attempts: limits.max_attempts,
        })
    }

    /// Sends a request, again while there is no answer or one that passes.
    pub(super) async fn ask(&self, request: impl Fn() -> RequestBuilder) -> Result<Said, String> {
        let mut made = 1;
        loop {
            let said = say(request()).await;
            let passes = said
                .as_ref()
                .map_or(true, |said| said.status.is_server_error());
            if !passes || made == self.max_attempts {
                return said;
            }
            let wait = retry::backoff(RetryKind::Transient, made, self.random.fraction());
            self.clock.sleep(wait).await;
            made += 1;
        }
    }
}

async fn say(request: RequestBuilder) -> Result<Said, String> {
    let told = |error: reqwest::Error| TransportError::reach(error.without_url()).to_string();
    let mut response = request.send().await.map_err(told)?;
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(told)? {
        // What is longer is no answer of such an endpoint, and no JSON if it ends here.
        if body.len() + chunk.len() > MAX_ANSWER {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    let status = response.status();
    Ok(Said { status, body })
}

/// Credentials as these endpoints write them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    code: Option<String>,
    access_key_id: Option<Zeroizing<String>>,
    secret_access_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    expiration: Option<String>,
}

impl Said {
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok().map(str::trim)
    }

    /// The credentials in it, or what is wrong with them. Nothing of the answer is told but its code.
    pub(super) fn credentials(&self) -> Result<Credentials, String> {
        if !self.status.is_success() {
            return Err(format!("it answered HTTP {}", self.status.as_u16()));
        }
        let document: Document = serde_json::from_slice(&self.body)
            .map_err(|_| "its answer is no JSON object with texts".to_owned())?;
        if let Some(code) = document.code.filter(|code| code != "Success") {
            let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
            return Err(format!("it answered with the code {plain}"));
        }
        let (Some(id), Some(secret)) = (document.access_key_id, document.secret_access_key) else {
            return Err("its answer lacks AccessKeyId or SecretAccessKey".to_owned());
        };
        let mut credentials = Credentials::new(id.as_str(), secret.as_str());
        if let Some(token) = document.token {
            credentials = credentials.with_session_token(token.as_str());
        }
        match document.expiration.as_deref().map(date_format::rfc3339) {
            Some(Some(expiry)) => Ok(credentials.with_expiry(expiry)),
            Some(None) => Err("its answer has an Expiration that is no date and time".to_owned()),
            None => Ok(credentials),
        }
    }
}
