//! Settings of `aws-config`.
//!
//! The lowest versions of AWS's crates that work are required, so that an application decides on the versions and on
//! the minimum Rust version that follows. `Cargo.lock` has the newest ones that support the minimum Rust version of
//! this crate.

use std::sync::Arc;

use aws_types::SdkConfig;
use aws_types::sdk_config::RetryConfig;
use aws_types::service_config::ServiceConfigKey;

use super::credentials_source::CredentialsSource;
use super::{Config, ConfigBuilder, Limits};
use crate::credentials::SdkCredentialsProvider;
use crate::error::ConfigError;
use crate::generated::SERVICE;

/// Copies region, credentials provider, endpoint (that of this service takes precedence), FIPS, dual-stack, number of
/// attempts, timeouts and application name. Unset settings are read from the environment or have their defaults.
///
/// `read_timeout` limits an attempt if `operation_attempt_timeout` is unset. The retry mode must be the standard mode.
/// HTTP client, sleep implementation, time source and retry delays are not copied.
///
/// It cannot fail, since code may still replace what is invalid: `build` reports that. `Config::try_from` does both.
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
        let mut limits = Limits::default();
        if let Some(timeouts) = sdk.timeout_config() {
            let attempt = timeouts.operation_attempt_timeout();
            let attempt = attempt.or(timeouts.read_timeout());
            limits.connect_timeout = timeouts.connect_timeout().unwrap_or(limits.connect_timeout);
            limits.attempt_timeout = attempt.unwrap_or(limits.attempt_timeout);
            let operation = timeouts.operation_timeout();
            limits.operation_timeout = operation.unwrap_or(limits.operation_timeout);
        }
        let retry = sdk.retry_config();
        let standard = RetryConfig::standard().mode();
        let is_standard = retry.is_none_or(|retry| retry.mode() == standard);
        let credentials = sdk.credentials_provider().map(SdkCredentialsProvider);
        Self {
            region: sdk.region().map(|region| region.as_ref().to_owned()),
            credentials: credentials
                .map(|provider| CredentialsSource::Provider(Arc::new(provider))),
            endpoint_url: endpoint_url(sdk),
            fips: sdk.use_fips(),
            dual_stack: sdk.use_dual_stack(),
            app_name: sdk.app_name().map(|name| name.as_ref().to_owned()),
            max_attempts: retry.filter(|_| is_standard).map(RetryConfig::max_attempts),
            retry_mode: (!is_standard).then(|| "adaptive".to_owned()),
            limits,
            ..Self::default()
        }
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

/// Converts like [`ConfigBuilder`], and fails if settings are missing or invalid.
impl TryFrom<&SdkConfig> for Config {
    type Error = ConfigError;

    fn try_from(sdk: &SdkConfig) -> Result<Self, ConfigError> {
        ConfigBuilder::from(sdk).build()
    }
}
