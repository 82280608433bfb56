//! Credentials of an Amazon EC2 instance, from its metadata service (`IMDSv2`).
//!
//! Source: [IMDS credential
//! provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html). The timeouts are
//! those of AWS's SDK for Rust. Version 1 of the service, which needs no token, is not supported.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::{StatusCode, Url};

use super::metadata::{Limits, MetadataClient, MetadataResponse, secret_header};
use super::missing::no_credentials_message;
use super::{Credentials, ProvideCredentials};
use crate::clock::Clock;
use crate::endpoint::Loopback;
use crate::error::CredentialsError;
use crate::random::Random;

const ENDPOINT: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const ENDPOINT_MODE: &str = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";

const IPV4: &str = "http://169.254.169.254";
const IPV6: &str = "http://[fd00:ec2::254]";

const TOKEN: &str = "/latest/api/token";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

/// The lifetime of a token; each refresh requests a new one.
const TOKEN_TTL_SECONDS: &str = "21600";

/// For how long expired credentials are used: while the metadata service cannot refresh them, it returns the expired
/// ones, which AWS's services may still accept.
const EXTENSION: Duration = Duration::from_secs(15 * 60);

const LIMITS: Limits = Limits {
    max_attempts: 4,
    connect_timeout: Duration::from_secs(1),
    timeout: Duration::from_secs(2),
};

#[derive(Debug)]
pub(super) struct Imds {
    metadata: MetadataClient,
    endpoint: Url,
    /// The variables that are unset, for the message.
    unset: String,
}

impl Imds {
    pub(super) fn from_environment(
        env: &impl Fn(&str) -> Option<String>,
        clock: &Arc<dyn Clock>,
        random: &Random,
        unset: String,
    ) -> Result<Self, String> {
        let mode = env(ENDPOINT_MODE).unwrap_or_default().to_ascii_lowercase();
        let default = match mode.as_str() {
            "" | "ipv4" => IPV4,
            "ipv6" => IPV6,
            _ => return Err(format!("{ENDPOINT_MODE} must be `IPv4` or `IPv6`")),
        };
        let endpoint = env(ENDPOINT).unwrap_or_else(|| default.to_owned());
        let endpoint = Url::parse(&endpoint).ok();
        let endpoint = endpoint.filter(|url| ["http", "https"].contains(&url.scheme()));
        let Some(endpoint) = endpoint else {
            return Err(format!(
                "{ENDPOINT} must be a URL that starts with http:// or https://"
            ));
        };
        let loopback = Loopback::of(&endpoint);
        let metadata = MetadataClient::new(&LIMITS, &endpoint, loopback.as_ref(), clock, random)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            metadata,
            endpoint,
            unset,
        })
    }

    fn url(&self, path: &str) -> Url {
        let mut url = self.endpoint.clone();
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}{path}"));
        url
    }

    async fn load(&self) -> Result<Credentials, String> {
        let http = &self.metadata.http;
        let token_request = || {
            let request = http.put(self.url(TOKEN)).header("content-length", "0");
            request.header("x-aws-ec2-metadata-token-ttl-seconds", TOKEN_TTL_SECONDS)
        };
        let response = self.metadata.send(token_request).await?;
        let token = token(&response).ok_or_else(|| invalid(&response, "a token"))?;
        let get = |path: &str| {
            let (url, token) = (self.url(path), token.clone());
            move || {
                http.get(url.clone())
                    .header("x-aws-ec2-metadata-token", token.clone())
            }
        };
        let roles = self.metadata.send(get(ROLES)).await?;
        if roles.status == StatusCode::NOT_FOUND {
            return Err("the instance has no role; attach an instance profile".to_owned());
        }
        let role = role(&roles).ok_or_else(|| invalid(&roles, "the name of a role"))?;
        let response = self.metadata.send(get(&format!("{ROLES}{role}"))).await?;
        Ok(response.credentials()?.with_extension(EXTENSION))
    }
}

/// Returns the token of a response, if it is valid in a header.
fn token(response: &MetadataResponse) -> Option<HeaderValue> {
    let token = response.text().and_then(secret_header);
    token.filter(|_| response.status.is_success())
}

/// Returns the first line of a response, if it is a name that is valid in a path.
fn role(response: &MetadataResponse) -> Option<&str> {
    let line = response.text().and_then(|text| text.lines().next());
    let is_allowed = |byte: u8| byte.is_ascii_graphic() && !b"/?#%".contains(&byte);
    line.filter(|line| response.status.is_success() && line.bytes().all(is_allowed))
}

fn invalid(response: &MetadataResponse, expected: &str) -> String {
    let status = response.status.as_u16();
    format!("it returned HTTP {status} instead of {expected}")
}

impl ProvideCredentials for Imds {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        self.load().await.map_err(|problem| {
            let host = self.endpoint.host_str().unwrap_or_default();
            let service = format!("the instance metadata service at {host} failed ({problem})");
            CredentialsError::new(no_credentials_message(&self.unset, &service))
        })
    }
}
