//! Sends an operation over HTTP: write, sign, send, read. All that is done for every operation.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Response, redirect};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::config::{Config, ConfigError};
use crate::error::{Error, Reply, TransportError};
use crate::runtime::{Operation, OperationError};
use crate::sign::{self, AmzDate};

/// How long a connection may take to be made, as in AWS's SDKs.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(3100);

/// How much of an answer's body is read; errors of the service are far smaller.
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
        let body = serde_json::to_vec(operation).map_err(TransportError::new)?;
        let request = self.request::<O>(body, SystemTime::now())?;
        let answer = self.http.execute(request).await;
        let answer = answer.map_err(|error| self.failed(error))?;
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let body = self.body(answer).await?;
        let request_id = text(&headers, "x-amzn-requestid").map(str::to_owned);
        if status == O::STATUS {
            return Ok(Reply::success(status, request_id).into());
        }
        let error_type = text(&headers, "x-amzn-errortype");
        let reply = Reply::error(status, request_id, error_type, &body);
        Err(Error::Service {
            error: O::Error::from_reply(&reply),
            reply: Box::new(reply),
        })
    }

    fn request<O: Operation>(
        &self,
        body: Vec<u8>,
        time: SystemTime,
    ) -> Result<reqwest::Request, TransportError> {
        let Config {
            region,
            credentials,
            endpoint,
            signing_name,
            ..
        } = &self.config;
        let url = endpoint.join(O::PATH);
        let date = AmzDate::from(time);
        let mut headers = vec![
            ("content-type", "application/json"),
            ("host", endpoint.host()),
            ("x-amz-date", date.as_str()),
        ];
        if let Some(token) = credentials.session_token() {
            headers.push(("x-amz-security-token", token));
        }
        let authorization = sign::authorization(
            &sign::Request {
                method: O::METHOD,
                path: url.path(),
                query: "",
                headers: &headers,
                body: &body,
            },
            credentials,
            &sign::Scope {
                region,
                service: signing_name,
            },
            &date,
        );
        let mut request = self
            .http
            .request(O::METHOD.parse().map_err(TransportError::new)?, url)
            .body(body);
        for (name, value) in headers {
            let sensitive = name == "x-amz-security-token";
            request = request.header(name, header(value, sensitive)?);
        }
        request
            .header(AUTHORIZATION, header(&authorization, true)?)
            .build()
            .map_err(TransportError::new)
    }

    /// The body of an answer, up to [`MAX_ANSWER`].
    async fn body<E>(&self, mut answer: Response) -> Result<Vec<u8>, Error<E>> {
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.failed(error))? {
            let room = MAX_ANSWER - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                break;
            }
        }
        Ok(body)
    }

    fn failed<E>(&self, error: reqwest::Error) -> Error<E> {
        if error.is_timeout() {
            let after = self.config.attempt_timeout;
            return Error::Timeout { after };
        }
        Error::Transport(TransportError::new(error.without_url()))
    }
}

fn header(value: &str, sensitive: bool) -> Result<HeaderValue, TransportError> {
    let mut value = HeaderValue::from_str(value).map_err(TransportError::new)?;
    value.set_sensitive(sensitive);
    Ok(value)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
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
