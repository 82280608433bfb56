//! The settings of clients of other services.

use std::sync::Arc;

use personalize_events::__private::Service;
use personalize_events::{Config, ConfigBuilder, ConfigError, CredentialsError};

use crate::bearer_token::{BearerToken, DynProvideBearerToken, ProvideBearerToken};

/// The default minimum size of bodies that are compressed.
const MIN_COMPRESSION_SIZE: usize = 10_240;

/// The highest minimum size.
const MAX_MIN_COMPRESSION_SIZE: usize = 10_485_760;

const DISABLE: &str = "AWS_DISABLE_REQUEST_COMPRESSION";
const NO_HOST_PREFIX: &str = "AWS_DISABLE_HOST_PREFIX_INJECTION";
const MIN_SIZE: &str = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";

/// The settings of a client: a [`ConfigBuilder`], and settings for what only some services have.
///
/// A client accepts a [`ConfigBuilder`] too. A variable of the environment sets what code does not.
///
/// # Example
///
/// ```
/// use personalize_events_codegen_runtime::{ClientSettings, ConfigBuilder};
///
/// // In your crate: `use films::{Client, ClientSettings, ConfigBuilder};`
/// let config = ConfigBuilder::default().region("eu-west-1");
/// let settings = ClientSettings::from(config).min_compression_size(1_000);
/// // let client = Client::new(settings)?;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ClientSettings {
    config: ConfigBuilder,
    compression: Option<bool>,
    min_compression_size: Option<usize>,
    disable_host_prefix_injection: Option<bool>,
    bearer_token: Option<Arc<dyn DynProvideBearerToken>>,
    optional_authentication: bool,
}

impl From<ConfigBuilder> for ClientSettings {
    fn from(config: ConfigBuilder) -> Self {
        Self {
            config,
            ..Self::default()
        }
    }
}

impl ClientSettings {
    /// Sets whether request bodies are compressed (gzip) if the service accepts that for the operation. Default: `true`,
    /// unless `AWS_DISABLE_REQUEST_COMPRESSION=true`.
    pub fn request_compression(mut self, compress: bool) -> Self {
        self.compression = Some(compress);
        self
    }

    /// Sets the size in bytes from which request bodies are compressed: 0 to 10,485,760. Default: the variable
    /// `AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES`, or else 10,240.
    pub fn min_compression_size(mut self, bytes: usize) -> Self {
        self.min_compression_size = Some(bytes);
        self
    }

    /// Sets whether requests go to the host of the endpoint without the prefix that operations may have, such as `data.` or
    /// a member. Default: `false`, unless `AWS_DISABLE_HOST_PREFIX_INJECTION=true`.
    ///
    /// An endpoint URL with an IP address cannot have a prefix, and the name of a VPC endpoint may resolve only without one.
    /// Members that are part of a prefix must be valid labels of host names nevertheless.
    pub fn disable_host_prefix_injection(mut self, disable: bool) -> Self {
        self.disable_host_prefix_injection = Some(disable);
        self
    }

    /// Sets the token of requests that need one. It is only sent with TLS, or to this machine.
    pub fn bearer_token(self, token: BearerToken) -> Self {
        self.bearer_token_provider(token)
    }

    /// Sets a provider of bearer tokens, in place of [`bearer_token`](Self::bearer_token). Each call runs it.
    pub fn bearer_token_provider(mut self, provider: impl ProvideBearerToken + 'static) -> Self {
        self.bearer_token = Some(Arc::new(provider));
        self
    }

    /// Sets whether requests are authenticated if the service accepts them without authentication too. Default: `false`.
    pub fn optional_authentication(mut self, authenticate: bool) -> Self {
        self.optional_authentication = authenticate;
        self
    }

    /// Reports that the environment has no credentials when a call needs them, not when the client is created.
    #[doc(hidden)]
    pub fn defer_missing_credentials(mut self) -> Self {
        self.config = self.config.defer_missing_credentials();
        self
    }

    /// Reads unset settings from the environment.
    ///
    /// # Errors
    ///
    /// Returns an error that lists every setting that is missing or invalid.
    #[doc(hidden)]
    pub fn build_for(self, service: &Service) -> Result<(Config, RequestSettings), ConfigError> {
        self.build_in(service, |name| std::env::var(name).ok())
    }

    fn build_in(
        self,
        service: &Service,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<(Config, RequestSettings), ConfigError> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let mut problems = Vec::new();
        let flag = |name: &str| match env(name).map(|value| value.to_ascii_lowercase()) {
            None => Ok(false),
            Some(value) if value == "true" => Ok(true),
            Some(value) if value == "false" => Ok(false),
            Some(_) => Err(format!("{name} is neither `true` nor `false`")),
        };
        let compresses = self.compression;
        let compresses = compresses.map_or_else(|| flag(DISABLE).map(|disabled| !disabled), Ok);
        let compresses = compresses.map_err(|problem| problems.push(problem));
        let disable = self.disable_host_prefix_injection;
        let no_host_prefix = disable.map_or_else(|| flag(NO_HOST_PREFIX), Ok);
        let no_host_prefix = no_host_prefix.map_err(|problem| problems.push(problem));
        let size = match (self.min_compression_size, env(MIN_SIZE)) {
            (Some(size), _) => Ok(("`min_compression_size`", size)),
            (None, Some(size)) => match size.parse() {
                Ok(size) => Ok((MIN_SIZE, size)),
                Err(_) => Err(format!(
                    "{MIN_SIZE} is not a number; use 0 to {MAX_MIN_COMPRESSION_SIZE}"
                )),
            },
            (None, None) => Ok((MIN_SIZE, MIN_COMPRESSION_SIZE)),
        };
        let size = size.and_then(|(name, size)| {
            if size <= MAX_MIN_COMPRESSION_SIZE {
                return Ok(size);
            }
            Err(format!(
                "{name} is {size} bytes; use 0 to {MAX_MIN_COMPRESSION_SIZE}"
            ))
        });
        let size = size.map_err(|problem| problems.push(problem));
        let config = self.config.build_with(service, env);
        match (config, compresses, size, no_host_prefix) {
            (Ok(config), Ok(compresses), Ok(size), Ok(no_host_prefix)) => {
                let requests = RequestSettings {
                    gzip_from: compresses.then_some(size),
                    no_host_prefix,
                    bearer_token: self.bearer_token,
                    optional_authentication: self.optional_authentication,
                };
                Ok((config, requests))
            }
            (config, ..) => {
                if let Err(error) = config {
                    problems.extend_from_slice(error.problems());
                }
                Err(ConfigError::new(problems))
            }
        }
    }
}

/// The settings that requests depend on.
#[derive(Clone, Debug)]
pub struct RequestSettings {
    gzip_from: Option<usize>,
    no_host_prefix: bool,
    bearer_token: Option<Arc<dyn DynProvideBearerToken>>,
    optional_authentication: bool,
}

impl Default for RequestSettings {
    fn default() -> Self {
        Self {
            gzip_from: Some(MIN_COMPRESSION_SIZE),
            no_host_prefix: false,
            bearer_token: None,
            optional_authentication: false,
        }
    }
}

impl RequestSettings {
    pub(crate) fn gzip_from(&self) -> Option<usize> {
        self.gzip_from
    }

    /// Whether requests have no host prefix.
    pub(crate) fn no_host_prefix(&self) -> bool {
        self.no_host_prefix
    }

    /// Whether requests are authenticated if that is optional.
    pub(crate) fn optional_authentication(&self) -> bool {
        self.optional_authentication
    }

    /// Returns the token for a call.
    pub(crate) async fn bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        let Some(provider) = &self.bearer_token else {
            return Err(CredentialsError::new(
                "the operation needs a bearer token; set `bearer_token` or `bearer_token_provider` of `ClientSettings`",
            ));
        };
        provider.provide().await
    }
}

#[cfg(test)]
mod tests {
    use personalize_events::__private::{ResponseMetadata, Service, Transport};
    use personalize_events::{Credentials, PutUsersError};
    use serde::Serialize;

    use super::{ClientSettings, ConfigBuilder, DISABLE, MIN_SIZE, NO_HOST_PREFIX};
    use crate::http::{self, Operation};

    const SERVICE: Service = Service {
        sdk_id: "Films",
        endpoint_prefix: "films",
        signing_name: "films",
        user_agent: "films/1.2.3",
    };

    fn settings() -> ClientSettings {
        let config = ConfigBuilder::default().region("eu-west-1");
        ClientSettings::from(config)
    }

    fn gzip_from(settings: ClientSettings, env: &[(&str, &str)]) -> Result<Option<usize>, String> {
        let variable = |name: &str| {
            let found = env.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let built = settings.build_in(&SERVICE, variable);
        let built = built.map_err(|error| error.to_string());
        built.map(|(_, requests)| requests.gzip_from())
    }

    // The variables, the default and the range are those of the AWS SDKs and Tools Reference Guide.
    #[test]
    fn compression_is_set_by_code_or_else_by_the_environment() {
        let small = settings().min_compression_size(0);
        for (settings, env, expected) in [
            (settings(), &[][..], Some(10_240)),
            (settings(), &[(DISABLE, "TRUE")], None),
            (
                settings(),
                &[(DISABLE, "false"), (MIN_SIZE, "10485760")],
                Some(10_485_760),
            ),
            (settings(), &[(DISABLE, ""), (MIN_SIZE, "")], Some(10_240)),
            (
                settings().request_compression(true),
                &[(DISABLE, "true")],
                Some(10_240),
            ),
            (
                settings().request_compression(false),
                &[(DISABLE, "false")],
                None,
            ),
            (small, &[(MIN_SIZE, "x")], Some(0)),
        ] {
            assert_eq!(gzip_from(settings, env), Ok(expected), "{env:?}");
        }
    }

    // The variable is that of the same guide.
    #[test]
    fn host_prefixes_are_disabled_by_code_or_else_by_the_environment() {
        let code = |disable| settings().disable_host_prefix_injection(disable);
        for (settings, value, expected) in [
            (settings(), "", Some(false)),
            (settings(), "TRUE", Some(true)),
            (settings(), "false", Some(false)),
            (settings(), "yes", None),
            (code(true), "false", Some(true)),
            (code(false), "true", Some(false)),
        ] {
            let variable = |name: &str| (name == NO_HOST_PREFIX).then(|| value.to_owned());
            let built = settings.build_in(&SERVICE, variable);
            let built = built.map(|(_, requests)| requests.no_host_prefix());
            let problem = format!("{NO_HOST_PREFIX} is neither `true` nor `false`");
            match built {
                Ok(found) => assert_eq!(Some(found), expected, "{value}"),
                Err(error) => {
                    assert_eq!(expected, None);
                    assert!(error.problems().contains(&problem), "{error}");
                }
            }
        }
    }

    /// An operation with the default authentication.
    #[derive(Serialize)]
    struct Signed;

    impl Operation for Signed {
        type Response = ResponseMetadata;
        type Error = PutUsersError;
        const NAME: &'static str = "Signed";
        const METHOD: &'static str = "GET";
        const PATH: &'static str = "/";
    }

    #[tokio::test]
    async fn missing_credentials_are_an_error_of_the_settings_or_of_the_call_that_needs_them() {
        let env = |name: &str| (name == "AWS_EC2_METADATA_DISABLED").then(|| "true".to_owned());
        let problem = "AWS_EC2_METADATA_DISABLED disables the instance metadata service";
        let error = settings().build_in(&SERVICE, env).unwrap_err().to_string();
        assert!(error.contains("no credentials: AWS_ACCESS_KEY_ID,") && error.contains(problem));
        let deferred = settings().defer_missing_credentials();
        let (config, requests) = deferred.build_in(&SERVICE, env).unwrap();
        let transport = Transport::new(config).unwrap();
        let error = http::send(&transport, &requests, &Signed)
            .await
            .unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("no credentials: AWS_ACCESS_KEY_ID,"),
            "{error}"
        );
        assert!(error.contains(problem), "{error}");
        // Credentials in code are checked at once.
        let config = ConfigBuilder::default().region("eu-west-1");
        let config = config.credentials(Credentials::new("", "secret"));
        let invalid = ClientSettings::from(config).defer_missing_credentials();
        let error = invalid.build_in(&SERVICE, env).unwrap_err().to_string();
        assert!(
            error.contains("the access key id must consist of"),
            "{error}"
        );
    }

    #[test]
    fn every_invalid_setting_is_reported() {
        let env = [(DISABLE, "maybe"), (MIN_SIZE, "-1")];
        let problems = gzip_from(ClientSettings::default(), &env).unwrap_err();
        for part in [
            "AWS_DISABLE_REQUEST_COMPRESSION is neither `true` nor `false`",
            "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES is not a number; use 0 to 10485760",
            "no region is set",
        ] {
            assert!(problems.contains(part), "{problems}");
        }
        let large = settings().min_compression_size(10_485_761);
        let problem = "`min_compression_size` is 10485761 bytes; use 0 to 10485760";
        assert_eq!(gzip_from(large, &[]), Err(problem.to_owned()));
    }
}
