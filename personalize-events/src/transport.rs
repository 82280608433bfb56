//! Calls over HTTP, the same for every operation: acquire a permit, write, sign, send, read, retry.

mod bulk_call;
mod call;
mod permit;
mod provided;
mod request;
mod response;
mod send;
mod send_error;
mod sign_request;
mod telemetry;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::{Changes, Config};
use crate::credentials::Credentials;
use crate::error::{ConfigError, Error, ResponseMetadata, TransportError};
use crate::http;
use crate::operation::OperationError;
use crate::rate_limiter::RateLimiter;
use crate::retry::{Quota, Skew};
use crate::sign::KeyCache;
use crate::unanswered::Unanswered;
pub(crate) use bulk_call::{BulkCall, RetryTimeout};
pub use call::Call;
pub use request::{Authorization, Exchange, OpenBody, Request};
pub use response::{Body, Response};
use sign_request::Identity;

/// A pool of connections, with the settings and the state that all calls share. Transports with changed settings share
/// what is behind an `Arc`.
#[derive(Debug)]
pub struct Transport {
    http: reqwest::Client,
    pub(crate) settings: Config,
    permits: Arc<Semaphore>,
    quota: Arc<Quota>,
    skew: Arc<Skew>,
    key_cache: Arc<KeyCache>,
    /// What bulk runs share, by operation and dataset or tracker: two endpoints may lead to the same one.
    destinations: Arc<Mutex<HashMap<(&'static str, String), DestinationState>>>,
}

/// What bulk runs to a dataset or tracker share.
#[derive(Clone, Debug)]
pub(crate) struct DestinationState {
    /// The default rate limiter.
    pub(crate) rate_limiter: RateLimiter,
    pub(crate) unanswered: Arc<Unanswered>,
}

impl Transport {
    /// Creates the HTTP client; nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if the endpoint needs TLS and this machine has no trusted certificates.
    pub fn new(settings: Config) -> Result<Self, ConfigError> {
        let http = match &settings.http_client {
            Some(client) => client.clone(),
            None => http_client(&settings)?,
        };
        let permits = settings
            .limits
            .max_concurrent_calls
            .min(Semaphore::MAX_PERMITS);
        Ok(Self {
            http,
            permits: Arc::new(Semaphore::new(permits)),
            quota: Arc::new(Quota::new()),
            skew: Arc::new(Skew::new(settings.corrects_clock_skew)),
            key_cache: Arc::default(),
            destinations: Arc::default(),
            settings,
        })
    }

    /// Creates a transport with changed settings.
    pub(crate) fn changed(&self, changes: Changes) -> Result<Self, ConfigError> {
        self.with_settings(changes.apply(&self.settings)?)
    }

    /// Creates a transport with other settings, which differ in what the settings of [`Changes`] differ.
    ///
    /// # Errors
    ///
    /// See [`new`](Self::new).
    pub fn with_settings(&self, settings: Config) -> Result<Self, ConfigError> {
        let [old, new] = [&self.settings, &settings];
        let (from, to) = (&old.endpoint, &new.endpoint);
        let connects_alike = from.is_https() == to.is_https() && from.loopback() == to.loopback();
        let http = if connects_alike || new.http_client.is_some() {
            self.http.clone()
        } else {
            http_client(&settings)?
        };
        // It has one key only.
        let signs_alike = old.signing_region() == new.signing_region()
            && old.signing_name == new.signing_name
            && Arc::ptr_eq(&old.credentials, &new.credentials);
        let key_cache = if signs_alike {
            Arc::clone(&self.key_cache)
        } else {
            Arc::default()
        };
        Ok(Self {
            http,
            permits: Arc::clone(&self.permits),
            quota: Arc::clone(&self.quota),
            skew: Arc::clone(&self.skew),
            key_cache,
            destinations: Arc::clone(&self.destinations),
            settings,
        })
    }

    /// Returns what bulk runs of an operation to a dataset or tracker share. The first of them sets the rate.
    pub(crate) fn destination(
        &self,
        operation: &'static str,
        destination: &str,
        rate: f64,
    ) -> DestinationState {
        let destinations = self.destinations.lock();
        let mut destinations = destinations.unwrap_or_else(PoisonError::into_inner);
        let state = destinations.entry((operation, destination.to_owned()));
        let new = || DestinationState {
            rate_limiter: RateLimiter::new(rate),
            unanswered: Arc::default(),
        };
        state.or_insert_with(new).clone()
    }

    /// Returns the clock of the client.
    pub fn clock(&self) -> &dyn Clock {
        &*self.settings.clock
    }

    /// Returns a random number from 0 to 1.
    pub fn random(&self) -> f64 {
        self.settings.random.fraction()
    }

    /// Creates the error of an error response. Hints are about credentials, so that only signed requests have them.
    pub fn error<E: OperationError>(
        &self,
        operation: &str,
        authorization: Authorization<'_>,
        metadata: ResponseMetadata,
    ) -> Error<E> {
        let settings = &self.settings;
        let hint = metadata.error_code().hint;
        let hint = hint.filter(|_| authorization.is_signature()).map(|hint| {
            // IAM's prefix of a service's actions nearly always equals its signing name.
            let action = format!("{}:{operation}", settings.signing_name);
            hint.text(&action, &settings.region)
        });
        Error::service(E::from_metadata(&metadata), metadata, hint)
    }

    /// Returns whether requests are sent with TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.settings.endpoint.is_https()
    }

    /// Signs a request at `time`; nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns an error if a part of the request is invalid.
    pub fn prepare(
        &self,
        request: &Request,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Result<reqwest::Request, TransportError> {
        let identity = Identity::Signer(credentials, None);
        sign_request::build(
            &self.settings,
            identity,
            request,
            None,
            time,
            &self.key_cache,
        )
    }
}

fn http_client(settings: &Config) -> Result<reqwest::Client, ConfigError> {
    let endpoint = &settings.endpoint;
    let builder =
        http::builder(endpoint.is_https())?.connect_timeout(settings.limits.connect_timeout);
    // Through a proxy, unencrypted data for this machine would leave it.
    http::build(match endpoint.loopback() {
        Some(loopback) => http::local(builder, loopback),
        None => builder,
    })
}
