//! Builds the settings from those of code and the environment.

use std::ffi::OsString;
use std::sync::Arc;

use super::environment::{
    Environment, endpoint_variable, flag_value, max_attempts, require_standard_mode, user_agent,
};
use super::{Config, ConfigBuilder};
use crate::clock::SystemClock;
use crate::credentials::{self, Cache};
use crate::endpoint::{Endpoint, EndpointSettings, check_region};
use crate::error::{ConfigError, CredentialsError};
use crate::operation::Service;

impl Config {
    /// Starts a builder; settings that code leaves unset are read from the environment.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Reads all settings from the environment:
    ///
    /// | setting | variables |
    /// |---|---|
    /// | region | `AWS_REGION`, else `AWS_DEFAULT_REGION` |
    /// | credentials | `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` (optional) |
    /// | else those of a container (Amazon ECS, Amazon EKS Pod Identity) | `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else `AWS_CONTAINER_CREDENTIALS_FULL_URI`; `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, else `AWS_CONTAINER_AUTHORIZATION_TOKEN` |
    /// | else those of an instance (Amazon EC2, `IMDSv2`) | unless `AWS_EC2_METADATA_DISABLED=true`; `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` |
    /// | endpoint | `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`, else `AWS_ENDPOINT_URL`, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true`; else the endpoint of the region |
    /// | variant of the region's endpoint | `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` |
    /// | retries | `AWS_MAX_ATTEMPTS`; `AWS_RETRY_MODE`, which must be `standard` |
    /// | application name, for the header `user-agent` | `AWS_SDK_UA_APP_ID` |
    /// | clock skew correction | disabled with `AWS_DISABLE_CLOCK_SKEW_CORRECTION=true` |
    ///
    /// An empty variable counts as unset; one that is not valid UTF-8 is an error. The variables are those of AWS's SDKs. The files of the AWS CLI
    /// (`~/.aws/config`) are not read, and without keys `AWS_PROFILE` and `AWS_WEB_IDENTITY_TOKEN_FILE` are an error;
    /// the feature `aws-config-1` supports them. Credentials endpoints are not called before the first request.
    ///
    /// # Errors
    ///
    /// Returns an error that lists every setting that is missing or invalid.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::builder().build()
    }
}

/// The problem of a region that is not set.
const NO_REGION: &str = "no region is set; set it in code, in AWS_REGION or in AWS_DEFAULT_REGION";

impl ConfigBuilder {
    /// Reads unset settings from the environment and builds the `Config`.
    ///
    /// # Errors
    ///
    /// Returns an error that lists every setting that is missing or invalid.
    pub fn build(self) -> Result<Config, ConfigError> {
        self.build_for(&crate::generated::SERVICE)
    }

    /// Like `build`, for the service of another generated crate.
    #[doc(hidden)]
    pub fn build_for(self, service: &Service) -> Result<Config, ConfigError> {
        self.build_in(service, |name| std::env::var_os(name))
    }

    /// Reports that the environment has no credentials when a call needs them, not when the settings are built.
    #[doc(hidden)]
    pub fn defer_missing_credentials(mut self) -> Self {
        self.defers_missing_credentials = true;
        self
    }

    /// Like `build_for`, with another environment than that of the process.
    #[doc(hidden)]
    pub fn build_with(
        self,
        service: &Service,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Config, ConfigError> {
        self.build_in(service, |name| env(name).map(OsString::from))
    }

    /// Like `build_with`, with variables that may not be UTF-8.
    pub(super) fn build_in(
        self,
        service: &Service,
        env: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Config, ConfigError> {
        let env = Environment::new(env);
        let built = self.build_from(service, &|name: &str| env.get(name));
        let mut problems = env.into_problems();
        if problems.is_empty() {
            return built;
        }
        // Their values were read with replacement characters, which may be invalid once more.
        if let Err(error) = built {
            problems.extend_from_slice(error.problems());
        }
        Err(ConfigError::new(problems))
    }

    fn build_from(
        self,
        service: &Service,
        env: &impl Fn(&str) -> Option<String>,
    ) -> Result<Config, ConfigError> {
        let mut problems = Vec::new();
        let mut note = |problem: String| problems.push(problem);
        let default_region = || env("AWS_DEFAULT_REGION");
        let region = self
            .region
            .or_else(|| env("AWS_REGION"))
            .or_else(default_region);
        let checked = match &region {
            Some(region) => check_region(region),
            None => Err(NO_REGION.to_owned()),
        };
        let has_region = checked.map_err(&mut note).is_ok();
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let timeout = self.limits.credentials_timeout;
        let credentials = match self.credentials {
            Some(source) => source.into_cache(timeout, &clock, &self.random),
            None => credentials::from_environment(env, timeout, &clock, &self.random)
                .or_else(|problem| missing(problem, self.defers_missing_credentials)),
        };
        let credentials = credentials.map_err(&mut note).ok();
        let app_name = self.app_name.or_else(|| env("AWS_SDK_UA_APP_ID"));
        let user_agent = user_agent(service.user_agent, app_name.as_deref());
        let user_agent = user_agent.map_err(&mut note).ok();
        let mut flag = |set: Option<bool>, variable: &str| {
            let read = set.map_or_else(|| flag_value(variable, env), Ok);
            read.map_err(&mut note).unwrap_or_default()
        };
        let fips = flag(self.fips, "AWS_USE_FIPS_ENDPOINT");
        let dual_stack = flag(self.dual_stack, "AWS_USE_DUALSTACK_ENDPOINT");
        let ignored = flag(None, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        let ignores_skew = flag(
            self.clock_skew_correction.map(|corrects| !corrects),
            "AWS_DISABLE_CLOCK_SKEW_CORRECTION",
        );
        let of_service = endpoint_variable(service.sdk_id);
        let configured = || env(&of_service).or_else(|| env("AWS_ENDPOINT_URL"));
        let url = self
            .endpoint_url
            .or_else(|| configured().filter(|_| !ignored));
        let endpoint_settings = EndpointSettings {
            url,
            fips,
            dual_stack,
            allow_http: self.allow_http,
        };
        // A missing or invalid region has already been reported.
        let is_known = has_region || endpoint_settings.url.is_some();
        let endpoint = is_known.then(|| {
            let region = region.as_deref().unwrap_or_default();
            Endpoint::resolve(service.endpoint_prefix, region, &endpoint_settings)
        });
        let endpoint = endpoint.and_then(|result| result.map_err(&mut note).ok());
        let mut limits = self.limits;
        let retry_mode = self.retry_mode.or_else(|| env("AWS_RETRY_MODE"));
        let from_env = || require_standard_mode(retry_mode).and_then(|()| max_attempts(env));
        match self.max_attempts.map_or_else(from_env, |set| Ok(Some(set))) {
            Ok(set) => limits.max_attempts = set.unwrap_or(limits.max_attempts),
            Err(problem) => note(problem),
        }
        limits.check(&mut note);
        match (region, credentials, endpoint, user_agent) {
            (Some(region), Some(credentials), Some(endpoint), Some(user_agent))
                if problems.is_empty() =>
            {
                Ok(Config {
                    region,
                    credentials: Arc::new(credentials),
                    endpoint,
                    endpoint_settings,
                    limits,
                    corrects_clock_skew: !ignores_skew,
                    clock,
                    random: self.random,
                    checks_datasets: !self.skips_dataset_check,
                    endpoint_prefix: service.endpoint_prefix,
                    signing_name: service.signing_name,
                    signing_region: None,
                    app_name,
                    user_agent,
                    http_client: self.http_client,
                    observer: self.observer,
                })
            }
            _ => Err(ConfigError::new(problems)),
        }
    }
}

/// The cache of an environment without credentials, for this reason, or its problem.
fn missing(problem: String, defers: bool) -> Result<Cache, String> {
    if !defers {
        return Err(problem);
    }
    // The error starts with these words too.
    let reason = problem.strip_prefix("no credentials: ");
    let error = CredentialsError::new(reason.unwrap_or(&problem));
    Ok(Cache::Missing(error))
}
