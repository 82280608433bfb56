//! Sends an operation over HTTP: write, sign, send, read. All that is done for every operation.

mod answer;
mod request;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect;
use rustls_platform_verifier::BuilderVerifierExt;

use crate::config::{Config, ConfigError};
use crate::error::{CallError, Error, TransportError};
use crate::runtime::{Operation, OperationError};
use crate::sign::{self, AmzDate};
pub use answer::Answer;
pub use request::Request;

/// How long a connection may take to be made, as in AWS's SDKs.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);

/// How much of an answer's body is read; what the service says about errors is far smaller.
const MAX_ANSWER: usize = 1024 * 1024;

/// A pool of connections to one endpoint, with what is needed to sign for it.
#[derive(Debug)]
pub struct Transport {
    http: reqwest::Client,
    config: Config,
}

impl Transport {
    /// Prepares HTTP and TLS; nothing is sent.
    ///
    /// # Errors
    ///
    /// When the endpoint needs TLS and there are no certificates to trust.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let tls = tls(config.endpoint.is_https()).map_err(|error| {
            let advice = "install certificates (ca-certificates) or set SSL_CERT_FILE";
            ConfigError::new(format!("TLS cannot be used: {error}; {advice}"))
        })?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(config.attempt_timeout)
            .user_agent(concat!("personalize-events/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| ConfigError::new(format!("no HTTP client: {error}")))?;
        Ok(Self { http, config })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        let body = serde_json::to_vec(operation).map_err(TransportError::unmade)?;
        let answer = self.call(Request::json(O::METHOD, O::PATH, body)).await?;
        let reply = answer.read(Some(MAX_ANSWER)).await?;
        if reply.status() == O::STATUS {
            return Ok(reply.into());
        }
        let reply = reply.refused();
        Err(Error::service(O::Error::from_reply(&reply), reply))
    }

    /// Sends a request and waits for the head of its answer, whatever the status.
    ///
    /// # Errors
    ///
    /// When the request cannot be made, or no answer comes.
    pub async fn call(&self, request: Request) -> Result<Answer, CallError> {
        let request = self.prepare(request, SystemTime::now())?;
        let after = self.config.attempt_timeout;
        match self.http.execute(request).await {
            Ok(response) => Ok(Answer::new(response, after)),
            Err(error) if error.is_timeout() => Err(CallError::Timeout { after }),
            Err(error) if error.is_builder() => {
                Err(TransportError::unmade(error.without_url()).into())
            }
            Err(error) => Err(TransportError::unreached(error.without_url()).into()),
        }
    }

    /// Signs a request as of a time; nothing is sent.
    ///
    /// # Errors
    ///
    /// When a part of the request cannot be sent as it is.
    pub fn prepare(
        &self,
        request: Request,
        time: SystemTime,
    ) -> Result<reqwest::Request, TransportError> {
        let Config {
            region,
            credentials,
            endpoint,
            signing_name,
            ..
        } = &self.config;
        let Request {
            method,
            host_prefix,
            path,
            query,
            headers: further,
            body,
        } = request;
        let (url, host) = endpoint
            .target(&host_prefix, &path, &query)
            .map_err(TransportError::unmade)?;
        let date = AmzDate::from(time);
        let mut headers = vec![("host", host.as_str()), ("x-amz-date", date.as_str())];
        if let Some(token) = credentials.session_token() {
            headers.push(("x-amz-security-token", token));
        }
        let own = headers.len();
        for (name, value) in &further {
            request::check(name, value)?;
            headers.push((name, value));
        }
        let signed: Vec<(&str, &str)> = headers
            .iter()
            .filter(|(name, _)| !request::CHANGING.contains(name))
            .copied()
            .collect();
        let authorization = sign::authorization(
            &sign::Request {
                method,
                path: url.path(),
                query: &query,
                headers: &signed,
                body: &body,
            },
            credentials,
            &sign::Scope {
                region,
                service: signing_name,
            },
            &date,
        );
        let method = method.parse().map_err(TransportError::unmade)?;
        let mut built = reqwest::Request::new(method, url);
        for (index, (name, value)) in headers.iter().enumerate() {
            let sensitive = index >= own || *name == "x-amz-security-token";
            put(built.headers_mut(), name, value, sensitive)?;
        }
        put(built.headers_mut(), "authorization", &authorization, true)?;
        if !body.is_empty() {
            *built.body_mut() = Some(body.into());
        } else if request::has_body(built.method()) {
            put(built.headers_mut(), "content-length", "0", false)?;
        }
        Ok(built)
    }
}

fn put(
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    sensitive: bool,
) -> Result<(), TransportError> {
    let unfit = || TransportError::unmade(format!("the header `{name}` has a value that is none"));
    let mut value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| unfit())?;
    value.set_sensitive(sensitive);
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
    headers.append(name, value);
    Ok(())
}

/// Our own rustls configuration, so that no process-wide provider is needed. Without TLS it
/// trusts nobody: HTTP needs no certificates, and some machines have none.
fn tls(needed: bool) -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?;
    Ok(if needed {
        tls.with_platform_verifier()?
    } else {
        tls.with_root_certificates(rustls::RootCertStore::empty())
    }
    .with_no_client_auth())
}
