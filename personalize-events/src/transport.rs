//! Calls over HTTP: wait for a turn, write, sign, send, read, try again. All that is done for every operation.

mod answer;
mod call;
mod request;
mod send;
mod signed;
mod telemetry;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::credentials::Credentials;
use crate::error::{ConfigError, Error, ResponseMetadata, TransportError};
use crate::http;
use crate::random::Random;
use crate::rate_limiter::RateLimiter;
use crate::retry::{Quota, Skew};
use crate::runtime::OperationError;
use crate::sign::LastKey;
pub use answer::{Answer, Body};
pub use call::Call;
pub use request::Request;

/// The calls a second that a dataset group takes; documented for users and items.
const QUOTA: f64 = 10.0;

/// A pool of connections to one endpoint, with what is needed to sign for it and what its calls share.
#[derive(Debug)]
pub struct Transport {
    http: reqwest::Client,
    settings: Settings,
    turns: Semaphore,
    quota: Quota,
    skew: Skew,
    last_key: LastKey,
    /// Of bulk runs, by dataset.
    paces: Mutex<HashMap<String, RateLimiter>>,
}

impl Transport {
    /// Prepares HTTP and TLS; nothing is sent.
    ///
    /// # Errors
    ///
    /// When settings are missing or unfit, or the endpoint needs TLS and there are no certificates to trust.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let settings = config.settings?;
        let http = match &settings.http_client {
            Some(client) => client.clone(),
            None => client(&settings)?,
        };
        let turns = settings
            .limits
            .max_concurrent_calls
            .min(Semaphore::MAX_PERMITS);
        Ok(Self {
            http,
            turns: Semaphore::new(turns),
            quota: Quota::new(),
            skew: Skew::new(settings.corrects_clock_skew),
            last_key: LastKey::default(),
            paces: Mutex::default(),
            settings,
        })
    }

    /// What keeps to the quota of a dataset, unless users say otherwise.
    pub(crate) fn pace_of(&self, dataset_arn: &str) -> RateLimiter {
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        let pace = paces.entry(dataset_arn.to_owned());
        pace.or_insert_with(|| RateLimiter::per_second(QUOTA))
            .clone()
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.settings.clock
    }

    pub(crate) fn random(&self) -> &Random {
        &self.settings.random
    }

    /// Creates the error of an error response.
    pub fn error<E: OperationError>(
        &self,
        operation: &str,
        metadata: ResponseMetadata,
    ) -> Error<E> {
        let Settings {
            signing_name,
            region,
            ..
        } = &self.settings;
        let hint = metadata.error_code().hint.map(|hint| {
            // IAM's prefix of a service's actions nearly always equals its signing name.
            hint.text(&format!("{signing_name}:{operation}"), region)
        });
        Error::service(E::from_metadata(&metadata), metadata.with_hint(hint))
    }

    /// Signs a request as of a time; nothing is sent.
    ///
    /// # Errors
    ///
    /// When a part of the request cannot be sent as it is.
    pub fn prepare(
        &self,
        mut request: Request,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Result<reqwest::Request, TransportError> {
        let body = request.take_body();
        signed::sign(
            &self.settings,
            credentials,
            &request,
            &body,
            time,
            &self.last_key,
        )
    }
}

/// The HTTP client to this endpoint, unless users give one.
fn client(settings: &Settings) -> Result<reqwest::Client, ConfigError> {
    let endpoint = &settings.endpoint;
    let builder =
        http::builder(endpoint.is_https())?.connect_timeout(settings.limits.connect_timeout);
    // What stays on this machine without TLS does not leave it for a proxy either.
    let stays = !endpoint.is_https() && endpoint.is_loopback();
    http::build(if stays { builder.no_proxy() } else { builder })
}
