//! The HTTP client for credentials endpoints of containers and instances.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::{RequestBuilder, StatusCode, Url};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use zeroize::Zeroizing;

use super::Credentials;
use crate::clock::Clock;
use crate::endpoint::Loopback;
use crate::error::{ConfigError, with_causes};
use crate::random::Random;
use crate::retry::{self, RetryKind};
use crate::{date_format, http};

/// The longest response that is read.
const MAX_RESPONSE: usize = 64 * 1024;

/// An HTTP client that retries transient failures.
#[derive(Debug)]
pub(super) struct MetadataClient {
    pub(super) http: reqwest::Client,
    pub(super) clock: Arc<dyn Clock>,
    random: Random,
    max_attempts: u32,
}

/// Attempts and timeouts.
pub(super) struct Limits {
    pub(super) max_attempts: u32,
    pub(super) connect_timeout: Duration,
    /// The timeout of an attempt, from connecting to the end of the response.
    pub(super) timeout: Duration,
}

pub(super) struct MetadataResponse {
    pub(super) status: StatusCode,
    body: Zeroizing<Vec<u8>>,
}

impl MetadataClient {
    /// Creates a client for the endpoint at `url`, and its addresses if it is on this machine.
    pub(super) fn new(
        limits: &Limits,
        url: &Url,
        loopback: Option<&Loopback>,
        clock: &Arc<dyn Clock>,
        random: &Random,
    ) -> Result<Self, ConfigError> {
        let is_https = url.scheme() == "https";
        let builder = http::builder(is_https)?
            // The endpoints are local.
            .no_proxy()
            .connect_timeout(limits.connect_timeout)
            .timeout(limits.timeout);
        let builder = match loopback {
            Some(loopback) if !is_https => http::local(builder, loopback),
            Some(_) | None => builder,
        };
        Ok(Self {
            http: http::build(builder)?,
            clock: Arc::clone(clock),
            random: random.clone(),
            max_attempts: limits.max_attempts,
        })
    }

    /// Sends a request, and retries it if no response arrives or the status is 5xx.
    pub(super) async fn send(
        &self,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<MetadataResponse, String> {
        let mut attempts = 1;
        loop {
            let result = send_once(request()).await;
            let is_final = result
                .as_ref()
                .is_ok_and(|response| !response.status.is_server_error());
            if is_final || attempts == self.max_attempts {
                return result;
            }
            let delay = retry::backoff(RetryKind::Transient, attempts, self.random.fraction());
            self.clock.sleep(delay).await;
            attempts += 1;
        }
    }
}

/// Converts a token to the value of a header, if it is not empty and consists of printable ASCII characters.
pub(super) fn secret_header(token: &str) -> Option<HeaderValue> {
    let token = Some(token).filter(|token| !token.is_empty() && token.is_ascii())?;
    let mut value = HeaderValue::from_str(token).ok()?;
    value.set_sensitive(true);
    Some(value)
}

async fn send_once(request: RequestBuilder) -> Result<MetadataResponse, String> {
    let failed = |error: reqwest::Error| {
        let cause = with_causes(&error.without_url());
        format!("the service could not be reached: {cause}")
    };
    let mut response = request.send().await.map_err(failed)?;
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        // A longer body is not from such an endpoint, and is invalid JSON if it is cut off.
        if body.len() + chunk.len() > MAX_RESPONSE {
            break;
        }
        body.extend_from_slice(&chunk);
    }
    let status = response.status();
    Ok(MetadataResponse { status, body })
}

/// Credentials in the format of these endpoints.
#[derive(Default)]
struct Document {
    code: Option<Zeroizing<String>>,
    access_key_id: Option<Zeroizing<String>>,
    secret_access_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    expiration: Option<Zeroizing<String>>,
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

/// Reads the members of a [`Document`] and ignores others.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Document, A::Error> {
        let mut document = Document::default();
        while let Some(name) = members.next_key::<String>()? {
            let value = match name.as_str() {
                "Code" => &mut document.code,
                "AccessKeyId" => &mut document.access_key_id,
                "SecretAccessKey" => &mut document.secret_access_key,
                "Token" => &mut document.token,
                "Expiration" => &mut document.expiration,
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if value.is_some() {
                return Err(A::Error::custom("a member is set twice"));
            }
            *value = members.next_value()?;
        }
        Ok(document)
    }
}

impl MetadataResponse {
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.body).ok().map(str::trim)
    }

    /// Reads the credentials. Errors contain nothing of the response except its code.
    pub(super) fn credentials(&self) -> Result<Credentials, String> {
        if !self.status.is_success() {
            return Err(format!("it returned HTTP {}", self.status.as_u16()));
        }
        let text = std::str::from_utf8(&self.body).ok();
        let document: Option<Document> = text.and_then(|text| serde_json::from_str(text).ok());
        let document = document.ok_or("its response is not a JSON object of strings")?;
        if let Some(code) = document.code.filter(|code| code.as_str() != "Success") {
            let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
            return Err(format!("it returned the code {plain}"));
        }
        let (Some(id), Some(secret)) = (document.access_key_id, document.secret_access_key) else {
            return Err("its response lacks AccessKeyId or SecretAccessKey".to_owned());
        };
        let mut credentials = Credentials::new(id.as_str(), secret.as_str());
        if let Some(token) = document.token {
            credentials = credentials.with_session_token(token.as_str());
        }
        match document.expiration.map(|text| date_format::rfc3339(&text)) {
            Some(Some(expiry)) => Ok(credentials.with_expiry(expiry)),
            Some(None) => {
                Err("the Expiration in its response is not an RFC 3339 timestamp in UTC".to_owned())
            }
            None => Ok(credentials),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Credentials, String> {
        let response = MetadataResponse {
            status: StatusCode::OK,
            body: Zeroizing::new(body.as_bytes().to_vec()),
        };
        response.credentials()
    }

    #[test]
    fn unknown_members_and_nulls_are_ignored() {
        let credentials = read(
            r#"{"LastUpdated":1,"Code":null,"Type":{"AccessKeyId":"other","Token":["t"]},"code":"x",
                "AccessKeyId":"id","\u0053ecretAccessKey":"a\"b","Token":null,"Expiration":null}"#,
        );
        let credentials = credentials.unwrap();
        assert_eq!(credentials.access_key_id(), "id");
        assert_eq!(credentials.secret_access_key(), "a\"b");
        assert_eq!(credentials.session_token(), None);
        assert_eq!(credentials.expiry(), None);
    }

    #[test]
    fn a_member_of_another_type_or_set_twice_is_an_error() {
        for body in [
            r#"{"AccessKeyId":1,"SecretAccessKey":"s"}"#,
            r#"{"AccessKeyId":["id"],"SecretAccessKey":"s"}"#,
            r#"{"AccessKeyId":"id","SecretAccessKey":"s","Token":"a","Token":"b"}"#,
            r#"{"AccessKeyId":"id","SecretAccessKey":"s"} {}"#,
            r#"{"AccessKeyId":"id","SecretAccessKey":"s""#,
            r#"["Success","id","s",null,null]"#,
            "null",
            "",
        ] {
            let error = read(body).err();
            let expected = "its response is not a JSON object of strings";
            assert_eq!(error.as_deref(), Some(expected), "{body}");
        }
    }
}
