//! The settings of a client, from code and from the environment.

use std::fmt;
use std::time::Duration;

use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, Wanted};
use crate::runtime::Service;

/// How long a client waits for an answer unless told otherwise.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

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
    pub(crate) region: String,
    pub(crate) credentials: Credentials,
    pub(crate) endpoint: Endpoint,
    pub(crate) attempt_timeout: Duration,
    pub(crate) signing_name: &'static str,
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
    /// | endpoint | `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`, else `AWS_ENDPOINT_URL`; unset: the region's own |
    /// | whether these two count | not with `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true` |
    /// | kind of the region's own endpoint | `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT` |
    ///
    /// An empty variable counts as unset. The variables are those of AWS's SDKs; the files of the AWS CLI
    /// (`~/.aws/config`) are not read.
    ///
    /// # Errors
    ///
    /// Everything that is missing or unfit, at once.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::builder().build()
    }
}

/// Builds a [`Config`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ConfigBuilder {
    region: Option<String>,
    credentials: Option<Credentials>,
    endpoint_url: Option<String>,
    fips: Option<bool>,
    dual_stack: Option<bool>,
    allow_http: bool,
    attempt_timeout: Option<Duration>,
}

impl ConfigBuilder {
    /// The region of the datasets, such as `eu-west-1`. It is signed, so an endpoint URL needs
    /// one as well. Unset: `AWS_REGION`, else `AWS_DEFAULT_REGION`.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The credentials to sign with. Unset: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and
    /// `AWS_SESSION_TOKEN`.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
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

    /// How long one attempt may take from connecting to the end of the answer; 10 seconds unless
    /// set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
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
        self.build_with(service, |name| {
            std::env::var(name).ok().filter(|value| !value.is_empty())
        })
    }

    fn build_with(
        self,
        service: &Service,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Config, ConfigError> {
        let mut problems = Vec::new();
        let mut note = |problem: String| problems.push(problem);
        let default = || env("AWS_DEFAULT_REGION");
        let region = self.region.or_else(|| env("AWS_REGION")).or_else(default);
        if region.is_none() {
            note("no region: set it in code, in AWS_REGION or in AWS_DEFAULT_REGION".to_owned());
        }
        let credentials = match self.credentials {
            Some(credentials) => Some(credentials),
            None => Credentials::from_variables(&env).map_err(&mut note).ok(),
        };
        if let Some(Err(problem)) = credentials.as_ref().map(Credentials::check) {
            note(problem.to_owned());
        }
        let mut flag = |set: Option<bool>, variable: &str| {
            let read = set.map_or_else(|| truth(variable, &env), Ok);
            read.map_err(&mut note).unwrap_or_default()
        };
        let fips = flag(self.fips, "AWS_USE_FIPS_ENDPOINT");
        let dual_stack = flag(self.dual_stack, "AWS_USE_DUALSTACK_ENDPOINT");
        let ignored = flag(None, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
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
        match (region, credentials, endpoint) {
            (Some(region), Some(credentials), Some(endpoint)) if problems.is_empty() => {
                Ok(Config {
                    region,
                    credentials,
                    endpoint,
                    attempt_timeout: self.attempt_timeout.unwrap_or(ATTEMPT_TIMEOUT),
                    signing_name: service.signing_name,
                })
            }
            _ => Err(ConfigError { problems }),
        }
    }
}

/// What a variable says that is `true` or `false` in any case; no if it is unset.
fn truth(variable: &str, env: &impl Fn(&str) -> Option<String>) -> Result<bool, String> {
    let value = env(variable).unwrap_or_default().to_ascii_lowercase();
    match value.as_str() {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err(format!("{variable} must be `true` or `false`")),
    }
}

/// `Personalize Events` → `AWS_ENDPOINT_URL_PERSONALIZE_EVENTS`.
fn endpoint_variable(sdk_id: &str) -> String {
    let id = sdk_id.replace(' ', "_").to_uppercase();
    format!("AWS_ENDPOINT_URL_{id}")
}

/// Why there is no client: settings that are missing or unfit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<String>,
}

impl ConfigError {
    pub(crate) fn new(problem: String) -> Self {
        Self {
            problems: vec![problem],
        }
    }

    /// Each problem, with what would be right.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests;
