//! What `aws-config` has read.

use aws_types::SdkConfig;
use aws_types::sdk_config::RetryConfig;
use aws_types::service_config::ServiceConfigKey;

use super::{Config, ConfigBuilder};
use crate::credentials::SdkCredentialsProvider;
use crate::generated::SERVICE;

/// Takes what AWS's SDKs share: region, credentials provider, endpoint (that of this service goes first), FIPS
/// and dual-stack, attempts, timeouts, name of the application. What it leaves unset is read from the
/// environment, or has our default.
///
/// Of the timeouts, `read_timeout` bounds an attempt if `operation_attempt_timeout` is not set. Of the retry
/// settings the number of attempts counts; the mode has to be the standard one. HTTP client, sleep and time
/// source, and delays stay our own.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use aws_types::SdkConfig;
/// use aws_types::region::Region;
/// use personalize_events::{Client, ConfigBuilder, Credentials};
///
/// // As `aws_config::load_defaults(BehaviorVersion::latest()).await` gives it.
/// let sdk_config = SdkConfig::builder().region(Region::new("eu-west-1")).build();
/// let config = ConfigBuilder::from(&sdk_config)
///     .credentials(Credentials::new("AKIDEXAMPLE", "a secret from your vault"))
///     .operation_timeout(Duration::from_secs(20))
///     .build()?;
/// let client = Client::new(config)?;
/// # Ok::<(), personalize_events::ConfigError>(())
/// ```
impl From<&SdkConfig> for ConfigBuilder {
    fn from(sdk: &SdkConfig) -> Self {
        let mut builder = Self::default();
        if let Some(region) = sdk.region() {
            builder = builder.region(region.as_ref());
        }
        if let Some(provider) = sdk.credentials_provider() {
            builder = builder.credentials_provider(SdkCredentialsProvider(provider));
        }
        if let Some(url) = endpoint_url(sdk) {
            builder = builder.endpoint_url(url);
        }
        if let Some(fips) = sdk.use_fips() {
            builder = builder.fips(fips);
        }
        if let Some(dual_stack) = sdk.use_dual_stack() {
            builder = builder.dual_stack(dual_stack);
        }
        if let Some(name) = sdk.app_name() {
            builder = builder.app_name(name.as_ref());
        }
        if let Some(retry) = sdk.retry_config() {
            builder = if retry.mode() == RetryConfig::standard().mode() {
                builder.max_attempts(retry.max_attempts())
            } else {
                builder.retry_mode("adaptive")
            };
        }
        if let Some(timeouts) = sdk.timeout_config() {
            if let Some(timeout) = timeouts.connect_timeout() {
                builder = builder.connect_timeout(timeout);
            }
            let attempt = timeouts.operation_attempt_timeout();
            if let Some(timeout) = attempt.or(timeouts.read_timeout()) {
                builder = builder.attempt_timeout(timeout);
            }
            if let Some(timeout) = timeouts.operation_timeout() {
                builder = builder.operation_timeout(timeout);
            }
        }
        builder
    }
}

/// What is set in code goes first, then what is configured for this service, then for all.
fn endpoint_url(sdk: &SdkConfig) -> Option<String> {
    let for_all = sdk.endpoint_url().map(str::to_owned);
    if sdk.get_origin("endpoint_url").is_client_config() {
        return for_all;
    }
    // `aws-config` puts `-` for the space where files are documented to have `_`, and leaves `_` as it is.
    let service_id = SERVICE.sdk_id.replace(' ', "_");
    let key = ServiceConfigKey::builder()
        .service_id(&service_id)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build();
    let configured = sdk.service_config().zip(key.ok());
    configured
        .and_then(|(configured, key)| configured.load_config(key))
        .or(for_all)
}

/// The same as of [`ConfigBuilder`]; what is missing or unfit is told by [`Client::new`](crate::Client::new).
///
/// # Example
///
/// ```
/// use aws_types::SdkConfig;
/// use personalize_events::{Client, Config};
///
/// # fn example(sdk_config: &SdkConfig) -> Result<(), personalize_events::ConfigError> {
/// let client = Client::new(Config::from(sdk_config))?;
/// # Ok(())
/// # }
/// ```
impl From<&SdkConfig> for Config {
    fn from(sdk: &SdkConfig) -> Self {
        let settings = ConfigBuilder::from(sdk).build();
        Self {
            settings: settings.and_then(|config| config.settings),
        }
    }
}
