//! Settings of `aws-config`.

use aws_types::SdkConfig;
use aws_types::sdk_config::RetryConfig;
use aws_types::service_config::ServiceConfigKey;

use super::{Config, ConfigBuilder};
use crate::credentials::SdkCredentialsProvider;
use crate::generated::SERVICE;

/// Copies region, credentials provider, endpoint (that of this service takes precedence), FIPS, dual-stack, number of
/// attempts, timeouts and application name. Unset settings are read from the environment or have their defaults.
///
/// `read_timeout` limits an attempt if `operation_attempt_timeout` is unset. The retry mode must be the standard mode.
/// HTTP client, sleep implementation, time source and retry delays are not copied.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use aws_types::SdkConfig;
/// use aws_types::region::Region;
/// use personalize_events::{Client, ConfigBuilder, Credentials};
///
/// // In a program: `aws_config::load_defaults(BehaviorVersion::latest()).await`
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

/// Returns the endpoint URL: that set in code, else that configured for this service, else that for all services.
fn endpoint_url(sdk: &SdkConfig) -> Option<String> {
    let for_all = sdk.endpoint_url().map(str::to_owned);
    if sdk.get_origin("endpoint_url").is_client_config() {
        return for_all;
    }
    // `aws-config` replaces spaces by `-`, where files are documented to have `_`, and does not change `_`.
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

/// Converts like [`ConfigBuilder`]; [`Client::new`](crate::Client::new) reports settings that are missing or invalid.
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
