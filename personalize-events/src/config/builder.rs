//! Builds the settings, and reads the environment for what code leaves unset.

use std::sync::Arc;
use std::time::Duration;

use super::environment::{
    endpoint_variable, flag_value, max_attempts, require_standard_mode, user_agent,
};
use super::{Config, Limits, Settings};
use crate::clock::{Clock, SystemClock};
use crate::credentials::{self, Cache, Credentials, ProvideCredentials};
use crate::endpoint::{Endpoint, Wanted};
use crate::error::ConfigError;
use crate::observer::Observer;
use crate::random::Random;
use crate::runtime::Service;

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

/// Credentials from code.
#[derive(Clone, Debug)]
enum Given {
    Keys(Credentials),
    Provider(Arc<dyn ProvideCredentials>),
}

/// Builds a [`Config`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ConfigBuilder {
    region: Option<String>,
    credentials: Option<Given>,
    app_name: Option<String>,
    endpoint_url: Option<String>,
    fips: Option<bool>,
    dual_stack: Option<bool>,
    allow_http: bool,
    max_attempts: Option<u32>,
    /// As `AWS_RETRY_MODE` has it.
    retry_mode: Option<String>,
    limits: Limits,
    clock_skew_correction: Option<bool>,
    skips_dataset_check: bool,
    clock: Option<Arc<dyn Clock>>,
    random: Random,
    http_client: Option<reqwest::Client>,
    observer: Option<Arc<dyn Observer>>,
}

impl ConfigBuilder {
    /// The region of the datasets, such as `eu-west-1`. It is signed, so an endpoint URL needs
    /// one as well. Unset: `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The credentials to sign with, for as long as the client lives. Unset: the environment's
    /// ([`Config::from_env`]).
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(Given::Keys(credentials));
        self
    }

    /// What gives the credentials to sign with, in place of [`credentials`](Self::credentials). Clients that
    /// are made of one `Config` share what it gives.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(Given::Provider(Arc::new(provider)));
        self
    }

    /// The name of the application, which is sent in the header `user-agent` as `app/<name>`. AWS asks for at
    /// most 50 characters; letters, digits and ``!#$%&'*+-.^_`|~`` can stand in it. Unset:
    /// `AWS_SDK_UA_APP_ID`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Where requests go instead of the region's own endpoint, such as the URL of an emulator.
    /// Unset: `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`, else `AWS_ENDPOINT_URL`, unless
    /// `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true`. Without TLS it has to be on this machine, unless
    /// [`allow_http`](Self::allow_http) says otherwise.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Whether requests go to the region's endpoint whose cryptography is validated by FIPS 140,
    /// `personalize-events-fips.…`. Unset: `AWS_USE_FIPS_ENDPOINT`, else no. Whether there is one in a region
    /// is for AWS to say. With an endpoint URL it is an error.
    pub fn fips(mut self, fips: bool) -> Self {
        self.fips = Some(fips);
        self
    }

    /// Whether requests go to the region's endpoint that is reached by IPv6 as well as by IPv4,
    /// `personalize-events.….api.aws`. Unset: `AWS_USE_DUALSTACK_ENDPOINT`, else no. With an endpoint URL it
    /// is an error.
    pub fn dual_stack(mut self, dual_stack: bool) -> Self {
        self.dual_stack = Some(dual_stack);
        self
    }

    /// Whether an endpoint URL that starts with `http://` may lead to another machine than this, such as a
    /// container beside it. Unset: no, since users' data would go over the network for all to read;
    /// `localhost`, `127.0.0.1` and `[::1]` need no permission.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{Config, Credentials};
    ///
    /// let builder = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("test", "test"))
    ///     .endpoint_url("http://emulator:8686");
    /// assert!(builder.clone().build().is_err());
    /// assert!(builder.allow_http(true).build().is_ok());
    /// ```
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// How often a request is sent at most, the first time included; 1 means never again. Unset:
    /// `AWS_MAX_ATTEMPTS`, else 3.
    ///
    /// What fails is sent again as in the standard mode of AWS's SDKs, the only one there is here: if set, this
    /// stands in for `AWS_RETRY_MODE` too, which otherwise must be unset or `standard`.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// A mode that `AWS_RETRY_MODE` could name.
    #[cfg(feature = "aws-config")]
    pub(super) fn retry_mode(mut self, mode: impl Into<String>) -> Self {
        self.retry_mode = Some(mode.into());
        self
    }

    /// How long a connection may take to be made, TLS included; 3.1 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take, from connecting to the end of the answer; 10 seconds unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// How long a call may take with all its attempts, the waits between them, and that for its turn
    /// ([`max_concurrent_calls`](Self::max_concurrent_calls)); 60 seconds unless set. A call that would have to wait longer
    /// than is left before it is sent again ends at once, with the error of its last attempt. What a
    /// [`RateLimiter`](crate::bulk::RateLimiter) makes it wait is not counted.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.limits.operation_timeout = timeout;
        self
    }

    /// How many calls a client and its clones have in flight at most; 64 unless set. The others wait their
    /// turn, first come, first served. A call keeps its turn while it waits to be sent again, and one of
    /// [`bulk`](crate::bulk) while it waits for its [`RateLimiter`](crate::bulk::RateLimiter).
    pub fn max_concurrent_calls(mut self, calls: usize) -> Self {
        self.limits.max_concurrent_calls = calls;
        self
    }

    /// Whether requests are signed with the service's time, as its answers tell it, where this machine's clock
    /// differs by more than four minutes. Unset: not with `AWS_DISABLE_CLOCK_SKEW_CORRECTION=true`, else yes.
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.clock_skew_correction = Some(correct);
        self
    }

    /// Whether a request is refused before it is sent if the ARN of its dataset is of another region than the
    /// client's, or of another kind than the operation's (`/ITEMS` in `put_users`). Unset: yes.
    pub fn check_dataset_arn(mut self, check: bool) -> Self {
        self.skips_dataset_check = !check;
        self
    }

    /// The HTTP client to send with, in place of one of our own: for proxies with credentials, certificates of
    /// one's own, other TLS libraries. Its connect timeout counts and ours does not; the other limits stay. It
    /// should not follow redirects (`redirect::Policy::none()`), since a signature is good for one address. It is
    /// a client of `reqwest` 0.13.
    ///
    /// Without it, proxies are taken from `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, and for an endpoint
    /// without TLS on another machine from `HTTP_PROXY`; an endpoint without TLS on this machine is reached
    /// directly.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events::{Client, Config, Credentials};
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = reqwest::Proxy::all("http://proxy.example.com:3128")?.basic_auth("user", "password");
    /// let http = reqwest::Client::builder()
    ///     .proxy(proxy)
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .build()?;
    /// let config = Config::builder()
    ///     .region("eu-west-1")
    ///     .credentials(Credentials::new("AKIDEXAMPLE", "a secret from your vault"))
    ///     .http_client(http)
    ///     .build()?;
    /// let client = Client::new(config)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// What is told of every attempt and every call, for metrics.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Replaces the clock of this machine, for tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Replaces the random numbers of the operating system, for tests. `source` returns numbers from 0 to 1: each
    /// retry delay is this share of the longest delay that is allowed, so `|| 1.0` always gives the longest.
    pub fn random_source(mut self, source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.random = Random::new(source);
        self
    }

    /// Reads the environment for what was not set.
    ///
    /// # Errors
    ///
    /// Everything that is missing or unfit, at once.
    pub fn build(self) -> Result<Config, ConfigError> {
        self.build_for(&crate::generated::SERVICE)
    }

    /// The same for the service of another generated crate.
    #[doc(hidden)]
    pub fn build_for(self, service: &Service) -> Result<Config, ConfigError> {
        self.build_with(service, |name| std::env::var(name).ok())
    }

    /// The same with another environment than that of the process.
    #[doc(hidden)]
    pub fn build_with(
        self,
        service: &Service,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Config, ConfigError> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let mut problems = Vec::new();
        let mut note = |problem: String| problems.push(problem);
        let default = || env("AWS_DEFAULT_REGION");
        let region = self.region.or_else(|| env("AWS_REGION")).or_else(default);
        if region.is_none() {
            note("no region: set it in code, in AWS_REGION or in AWS_DEFAULT_REGION".to_owned());
        }
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let credentials = match self.credentials {
            Some(Given::Keys(keys)) => match keys.check() {
                Ok(()) => Ok(Cache::fixed(keys)),
                Err(problem) => Err(problem.to_owned()),
            },
            Some(Given::Provider(provider)) => Ok(Cache::provided(provider, &clock, &self.random)),
            None => credentials::from_environment(&env, &clock, &self.random),
        };
        let credentials = credentials.map_err(&mut note).ok();
        let user_agent = user_agent(self.app_name.or_else(|| env("AWS_SDK_UA_APP_ID")));
        let user_agent = user_agent.map_err(&mut note).ok();
        let mut flag = |set: Option<bool>, variable: &str| {
            let read = set.map_or_else(|| flag_value(variable, &env), Ok);
            read.map_err(&mut note).unwrap_or_default()
        };
        let fips = flag(self.fips, "AWS_USE_FIPS_ENDPOINT");
        let dual_stack = flag(self.dual_stack, "AWS_USE_DUALSTACK_ENDPOINT");
        let ignored = flag(None, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        let as_it_is = flag(
            self.clock_skew_correction.map(|corrects| !corrects),
            "AWS_DISABLE_CLOCK_SKEW_CORRECTION",
        );
        let of_service = endpoint_variable(service.sdk_id);
        let configured = || env(&of_service).or_else(|| env("AWS_ENDPOINT_URL"));
        let url = self
            .endpoint_url
            .or_else(|| configured().filter(|_| !ignored));
        let wanted = Wanted {
            region: region.as_deref(),
            url: url.as_deref(),
            fips,
            dual_stack,
            allow_http: self.allow_http,
        };
        // That there is no region has been told.
        let is_known = region.is_some() || url.is_some();
        let endpoint = is_known.then(|| Endpoint::resolve(service.endpoint_prefix, &wanted));
        let endpoint = endpoint.and_then(|result| result.map_err(|e| note(e.to_string())).ok());
        let mut limits = self.limits;
        let max_attempts = match self.max_attempts {
            Some(attempts) => Ok(Some(attempts)),
            None => require_standard_mode(self.retry_mode.or_else(|| env("AWS_RETRY_MODE")))
                .and_then(|()| max_attempts(&env)),
        };
        match max_attempts {
            Ok(set) => limits.max_attempts = set.unwrap_or(limits.max_attempts),
            Err(problem) => note(problem),
        }
        limits.check(&mut note);
        match (region, credentials, endpoint, user_agent) {
            (Some(region), Some(credentials), Some(endpoint), Some(user_agent))
                if problems.is_empty() =>
            {
                let settings = Settings {
                    region,
                    credentials: Arc::new(credentials),
                    endpoint,
                    limits,
                    corrects_clock_skew: !as_it_is,
                    clock,
                    random: self.random,
                    checks_datasets: !self.skips_dataset_check,
                    signing_name: service.signing_name,
                    user_agent,
                    http_client: self.http_client,
                    observer: self.observer,
                };
                Ok(Config {
                    settings: Ok(settings),
                })
            }
            _ => Err(ConfigError::new(problems)),
        }
    }
}
