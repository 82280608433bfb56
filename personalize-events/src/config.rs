//! The settings of a client, from code and from the environment.

#[cfg(feature = "aws-config")]
mod aws_config;
mod builder;
mod dataset;
mod limits;

use std::sync::Arc;

use reqwest::header::HeaderValue;

use crate::clock::Clock;
use crate::credentials::Cache;
use crate::endpoint::Endpoint;
use crate::error::ConfigError;
use crate::observer::Observer;
pub use builder::ConfigBuilder;
pub(crate) use limits::Limits;

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
    /// Where they come from AWS's own configuration, what is wrong with them is told by `Client::new`.
    pub(crate) settings: Result<Settings, ConfigError>,
}

/// The settings, complete and fit.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) region: String,
    pub(crate) credentials: Arc<Cache>,
    pub(crate) endpoint: Endpoint,
    pub(crate) limits: Limits,
    pub(crate) corrects_clock_skew: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) checks_datasets: bool,
    pub(crate) signing_name: &'static str,
    pub(crate) user_agent: HeaderValue,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) http_client: Option<reqwest::Client>,
}

impl Config {
    /// Starts with nothing set: what stays unset is read from the environment.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Everything from the environment:
    ///
    /// | setting | variables |
    /// |---|---|
    /// | region | `AWS_REGION`, else `AWS_DEFAULT_REGION` |
    /// | credentials | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` (optional) |
    /// | else those of a container (Amazon ECS, Amazon EKS Pod Identity) | `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else `AWS_CONTAINER_CREDENTIALS_FULL_URI`; `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, else `AWS_CONTAINER_AUTHORIZATION_TOKEN` |
    /// | else those of an instance (Amazon EC2, `IMDSv2`) | not with `AWS_EC2_METADATA_DISABLED=true`; `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` |
    /// | endpoint | `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`, else `AWS_ENDPOINT_URL`; unset: the region's own |
    /// | whether these two count | not with `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` |
    /// | kind of the region's own endpoint | `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` |
    /// | retries | `AWS_MAX_ATTEMPTS`; `AWS_RETRY_MODE`, which may be `standard` only |
    /// | name of the application, for the header `user-agent` | `AWS_SDK_UA_APP_ID` |
    /// | signing by this machine's clock, even if it is wrong | `AWS_DISABLE_CLOCK_SKEW_CORRECTION=true` |
    ///
    /// An empty variable counts as unset. The variables are those of AWS's SDKs; the files of the AWS CLI
    /// (`~/.aws/config`) are not read, and `AWS_PROFILE` and `AWS_WEB_IDENTITY_TOKEN_FILE` are an error where
    /// there are no keys: the feature `aws-config` takes what `aws-config` reads. Nothing is asked of a
    /// container's or instance's endpoint before the first call.
    ///
    /// # Errors
    ///
    /// Everything that is missing or unfit, at once.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::builder().build()
    }
}

#[cfg(test)]
mod tests;
