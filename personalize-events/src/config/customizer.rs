//! Changes the settings of a client that exists.

use std::sync::Arc;
use std::time::Duration;

use super::Config;
use super::credentials_source::CredentialsSource;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, check_region};
use crate::error::ConfigError;

/// Builds a client with other settings that shares all else with its original; [`Client::customize`] creates it.
///
/// [`Client::customize`]: crate::Client::customize
#[derive(Clone, Debug)]
#[must_use = "call `build` to create the client"]
pub struct ClientCustomizer<C> {
    client: C,
    changes: Changes,
}

/// What changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    region: Option<String>,
    endpoint_url: Option<String>,
    credentials: Option<CredentialsSource>,
    max_attempts: Option<u32>,
    attempt_timeout: Option<Duration>,
    operation_timeout: Option<Duration>,
}

impl<C> ClientCustomizer<C> {
    pub(crate) fn new(client: C) -> Self {
        let changes = Changes::default();
        Self { client, changes }
    }

    pub(crate) fn into_parts(self) -> (C, Changes) {
        (self.client, self.changes)
    }

    /// Sets the region. The endpoint is that of the region, unless an endpoint URL is set: then the region changes
    /// signatures only.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.changes.region = Some(region.into());
        self
    }

    /// Sets the endpoint, by the rules of [`ConfigBuilder::endpoint_url`](crate::ConfigBuilder::endpoint_url).
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.changes.endpoint_url = Some(url.into());
        self
    }

    /// Sets the credentials to sign with.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.changes.credentials = Some(CredentialsSource::Keys(credentials));
        self
    }

    /// Sets a provider of credentials, whose timeout is that of the client
    /// ([`credentials_timeout`](crate::ConfigBuilder::credentials_timeout)). The new client and its clones cache what it
    /// provides, so reuse them.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.changes.credentials = Some(CredentialsSource::Provider(Arc::new(provider)));
        self
    }

    /// Sets how often a request is sent at most, including the first attempt; 1 disables retries.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.changes.max_attempts = Some(attempts);
        self
    }

    /// Sets the timeout of one attempt, from connecting to the end of the response.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.changes.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the timeout of a call: all attempts, the delays between them, and the wait for a free slot.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.changes.operation_timeout = Some(timeout);
        self
    }
}

impl Changes {
    /// Returns the changed settings.
    pub(crate) fn apply(self, config: &Config) -> Result<Config, ConfigError> {
        let mut config = config.clone();
        let mut problems = Vec::new();
        let mut note = |problem: String| problems.push(problem);
        let settings = &mut config.endpoint_settings;
        let mut has_new_endpoint = self.endpoint_url.is_some();
        settings.url = self.endpoint_url.or(settings.url.take());
        if let Some(region) = self.region {
            config.region = region;
            match check_region(&config.region) {
                Ok(()) => has_new_endpoint |= settings.url.is_none(),
                Err(problem) => note(problem),
            }
        }
        if has_new_endpoint {
            match Endpoint::resolve(config.endpoint_prefix, &config.region, settings) {
                Ok(endpoint) => config.endpoint = endpoint,
                Err(problem) => note(problem),
            }
        }
        let limits = &mut config.limits;
        limits.max_attempts = self.max_attempts.unwrap_or(limits.max_attempts);
        limits.attempt_timeout = self.attempt_timeout.unwrap_or(limits.attempt_timeout);
        limits.operation_timeout = self.operation_timeout.unwrap_or(limits.operation_timeout);
        limits.check(&mut note);
        if let Some(source) = self.credentials {
            let timeout = config.limits.credentials_timeout;
            match source.into_cache(timeout, &config.clock, &config.random) {
                Ok(cache) => config.credentials = Arc::new(cache),
                Err(problem) => note(problem),
            }
        }
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError::new(problems))
        }
    }
}
