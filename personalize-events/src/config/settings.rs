//! The settings as a client uses them.

use std::sync::Arc;

use reqwest::header::HeaderValue;

use super::Limits;
use crate::clock::Clock;
use crate::credentials::Cache;
use crate::endpoint::Endpoint;
use crate::error::ConfigError;
use crate::observer::Observer;
use crate::random::Random;

/// The settings of a [`Client`](crate::Client).
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
/// let client = Client::new(config)?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// An error if an `SdkConfig` was invalid; `Client::new` reports it.
    pub(crate) settings: Result<Settings, ConfigError>,
}

/// The settings, complete and valid.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) region: String,
    pub(crate) credentials: Arc<Cache>,
    pub(crate) endpoint: Endpoint,
    pub(crate) limits: Limits,
    pub(crate) corrects_clock_skew: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) checks_datasets: bool,
    pub(crate) signing_name: &'static str,
    pub(crate) user_agent: HeaderValue,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) http_client: Option<reqwest::Client>,
}
