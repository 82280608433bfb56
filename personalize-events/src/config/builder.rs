//! The settings of code.

use std::sync::Arc;
use std::time::Duration;

use super::Limits;
use super::credentials_source::CredentialsSource;
use crate::clock::Clock;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::observer::Observer;
use crate::random::Random;

/// Builds a [`Config`](crate::Config). Settings without a call are read from the environment, as
/// [`Config::from_env`](crate::Config::from_env) does.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ConfigBuilder {
    pub(super) region: Option<String>,
    pub(super) credentials: Option<CredentialsSource>,
    pub(super) defers_missing_credentials: bool,
    pub(super) app_name: Option<String>,
    pub(super) endpoint_url: Option<String>,
    pub(super) fips: Option<bool>,
    pub(super) dual_stack: Option<bool>,
    pub(super) allow_http: bool,
    pub(super) max_attempts: Option<u32>,
    /// A value of `AWS_RETRY_MODE`.
    pub(super) retry_mode: Option<String>,
    pub(super) limits: Limits,
    pub(super) clock_skew_correction: Option<bool>,
    pub(super) skips_dataset_check: bool,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) random: Random,
    pub(super) http_client: Option<reqwest::Client>,
    pub(super) observer: Option<Arc<dyn Observer>>,
}

impl ConfigBuilder {
    /// Sets the region of the datasets, such as `eu-west-1`. Signatures contain it, so it is required with an endpoint
    /// URL too. Default: `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the credentials to sign with; they do not change while the client exists. Default: those of the
    /// environment ([`Config::from_env`](crate::Config::from_env)).
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(CredentialsSource::Keys(credentials));
        self
    }

    /// Sets a provider of credentials, in place of [`credentials`](Self::credentials). Clients that are created from
    /// one `Config` share its cache.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials + 'static) -> Self {
        self.credentials = Some(CredentialsSource::Provider(Arc::new(provider)));
        self
    }

    /// Sets the application name, which the header `user-agent` contains as `app/<name>`. It consists of letters,
    /// digits and ``!#$%&'*+-.^_`|~``, at most 50 characters. Default: `AWS_SDK_UA_APP_ID`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets the endpoint, such as the URL of an emulator, in place of the endpoint of the region. Without TLS it must
    /// be on this machine, unless [`allow_http`](Self::allow_http) is set. Default:
    /// `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`, else `AWS_ENDPOINT_URL`, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is
    /// `true`.
    pub fn endpoint_url(mut self, url: impl Into<String>) -> Self {
        self.endpoint_url = Some(url.into());
        self
    }

    /// Uses the FIPS 140 endpoint of the region, `personalize-events-fips.…`; AWS documents which regions have one. It
    /// is an error together with an endpoint URL. Default: `AWS_USE_FIPS_ENDPOINT`, else `false`.
    pub fn fips(mut self, fips: bool) -> Self {
        self.fips = Some(fips);
        self
    }

    /// Uses the endpoint of the region that supports IPv6 and IPv4, `personalize-events.….api.aws`. It is an error
    /// together with an endpoint URL. Default: `AWS_USE_DUALSTACK_ENDPOINT`, else `false`.
    pub fn dual_stack(mut self, dual_stack: bool) -> Self {
        self.dual_stack = Some(dual_stack);
        self
    }

    /// Allows an endpoint URL with `http://` on another machine, such as a container beside the application. User data
    /// then crosses the network unencrypted, so the default is `false`. `localhost`, `127.0.0.1` and `[::1]` are
    /// always allowed, and names that end in `.localhost` if they resolve to this machine when the `Config` is built.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Sets how often a request is sent at most, including the first attempt; 1 disables retries. Default:
    /// `AWS_MAX_ATTEMPTS`, else 3.
    ///
    /// Retries follow the standard mode of AWS's SDKs. `AWS_RETRY_MODE` must be `standard` or unset; it is ignored if
    /// this setting is set.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Sets the timeout for establishing a connection, including TLS. Default: 3.1 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.limits.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt, from connecting to the end of the response. Default: 10 seconds.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of a call: all attempts, the delays between them, and the wait for a free slot
    /// ([`max_concurrent_calls`](Self::max_concurrent_calls)). Default: 60 seconds.
    ///
    /// If the next retry delay would exceed the timeout, the call returns the error of its last attempt at once. The
    /// delays of a [`RateLimiter`](crate::bulk::RateLimiter) do not count.
    pub fn operation_timeout(mut self, timeout: Duration) -> Self {
        self.limits.operation_timeout = timeout;
        self
    }

    /// Sets the timeout of a [credentials provider](trait@ProvideCredentials). One that takes longer is dropped; calls that
    /// need its credentials fail with a timeout, and the next call runs it again. Default: 30 seconds.
    pub fn credentials_timeout(mut self, timeout: Duration) -> Self {
        self.limits.credentials_timeout = timeout;
        self
    }

    /// Sets how many calls the client, its clones and clients [derived](crate::Client::customize) from it run at the same
    /// time; further calls wait for a free slot, first come, first served. Default: 64.
    ///
    /// A call occupies a slot while a request is in flight, not during retry delays or while it waits for a
    /// [credentials provider](trait@ProvideCredentials) or the [`RateLimiter`](crate::bulk::RateLimiter) of a
    /// [`bulk`](crate::bulk) run.
    pub fn max_concurrent_calls(mut self, calls: usize) -> Self {
        self.limits.max_concurrent_calls = calls;
        self
    }

    /// Enables clock skew correction: if the clock of this machine differs by more than four minutes from the `date`
    /// of responses, requests are signed with the time of the service. Default: `true`, unless
    /// `AWS_DISABLE_CLOCK_SKEW_CORRECTION=true`.
    pub fn clock_skew_correction(mut self, correct: bool) -> Self {
        self.clock_skew_correction = Some(correct);
        self
    }

    /// Enables the check of dataset ARNs: a request is rejected before it is sent if its dataset is in another region
    /// than the client, or of another type than the operation (`/ITEMS` in `put_users`). Default: `true`.
    pub fn check_dataset_arn(mut self, check: bool) -> Self {
        self.skips_dataset_check = !check;
        self
    }

    /// Sets the HTTP client (`reqwest` 0.13; feature `reqwest-0_13`), for proxies with credentials, custom certificates or other TLS libraries.
    ///
    /// Its connect timeout replaces [`connect_timeout`](Self::connect_timeout); the other limits apply. Disable
    /// redirects (`redirect::Policy::none()`), since a signature is valid for one URL.
    ///
    /// The default client uses the proxies of `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, and for an endpoint without
    /// TLS that of `HTTP_PROXY`. It connects to an endpoint without TLS on this machine directly.
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
    #[cfg(feature = "reqwest-0_13")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Sets the observer, which receives a report of every attempt and every call.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Replaces the clock of this machine, for tests.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Replaces the random numbers of the operating system, for tests. `source` returns numbers from 0 to 1; a retry
    /// delay is this fraction of the longest delay, so `|| 1.0` always results in the longest.
    pub fn random_source(mut self, source: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.random = Random::new(source);
        self
    }
}
