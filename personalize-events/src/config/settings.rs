//! The settings of a client, complete and valid.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use super::Limits;
use crate::clock::Clock;
use crate::credentials::Cache;
use crate::endpoint::{Endpoint, EndpointSettings};
use crate::observer::Observer;
use crate::random::Random;

/// The settings of a [`Client`](crate::Client).
///
/// Its methods return every setting that is not secret: there is none for credentials.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use personalize_events::{Client, Config, Credentials};
///
/// let config = Config::builder()
///     .region("eu-west-1")
///     .credentials(Credentials::new("AKIDEXAMPLE", "a secret from your vault"))
///     .attempt_timeout(Duration::from_secs(3))
///     .build()?;
/// assert_eq!(config.endpoint_url(), "https://personalize-events.eu-west-1.amazonaws.com");
/// let client = Client::new(config)?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) region: String,
    pub(crate) credentials: Arc<Cache>,
    pub(crate) endpoint: Endpoint,
    pub(super) endpoint_settings: EndpointSettings,
    pub(crate) limits: Limits,
    pub(crate) corrects_clock_skew: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) checks_datasets: bool,
    pub(super) endpoint_prefix: &'static str,
    pub(crate) signing_name: &'static str,
    /// The region in signatures, if it is not that of the client.
    pub(super) signing_region: Option<String>,
    pub(super) app_name: Option<String>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) http_client: Option<reqwest::Client>,
}

/// The settings, with the names of the methods of [`ConfigBuilder`](crate::ConfigBuilder).
impl Config {
    /// Returns the region, which signatures contain.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Returns the URL of the endpoint, whether it was set or is that of the region, without a final slash.
    #[must_use]
    pub fn endpoint_url(&self) -> &str {
        self.endpoint.url()
    }

    /// Returns whether the endpoint is the FIPS 140 endpoint of the region.
    #[must_use]
    pub fn fips(&self) -> bool {
        self.endpoint_settings.fips
    }

    /// Returns whether the endpoint is that of the region which supports IPv6 and IPv4.
    #[must_use]
    pub fn dual_stack(&self) -> bool {
        self.endpoint_settings.dual_stack
    }

    /// Returns whether an endpoint URL with `http://` may name another machine.
    #[must_use]
    pub fn allow_http(&self) -> bool {
        self.endpoint_settings.allow_http
    }

    /// Returns the application name in the header `user-agent`, if there is one.
    #[must_use]
    pub fn app_name(&self) -> Option<&str> {
        self.app_name.as_deref()
    }

    /// Returns how often a request is sent at most.
    #[must_use]
    pub fn max_attempts(&self) -> u32 {
        self.limits.max_attempts
    }

    /// Returns the timeout for establishing a connection. It is not that of a custom HTTP client.
    #[must_use]
    pub fn connect_timeout(&self) -> Duration {
        self.limits.connect_timeout
    }

    /// Returns the timeout of one attempt.
    #[must_use]
    pub fn attempt_timeout(&self) -> Duration {
        self.limits.attempt_timeout
    }

    /// Returns the timeout of a call.
    #[must_use]
    pub fn operation_timeout(&self) -> Duration {
        self.limits.operation_timeout
    }

    /// Returns the timeout of a credentials provider.
    #[must_use]
    pub fn credentials_timeout(&self) -> Duration {
        self.limits.credentials_timeout
    }

    /// Returns how many calls run at the same time at most.
    #[must_use]
    pub fn max_concurrent_calls(&self) -> usize {
        self.limits.max_concurrent_calls
    }

    /// Returns whether requests are signed with the time of the service if the clock of this machine is wrong.
    #[must_use]
    pub fn clock_skew_correction(&self) -> bool {
        self.corrects_clock_skew
    }

    /// Returns whether requests for a dataset of another region or type are rejected.
    #[must_use]
    pub fn check_dataset_arn(&self) -> bool {
        self.checks_datasets
    }
}
