//! Builds the HTTP request with URL, headers and, if it is authenticated, signature or token.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::request::{self, OpenBody, Request};
use crate::config::Config;
use crate::credentials::Credentials;
use crate::date_format::AmzDate;
use crate::error::TransportError;
use crate::sign::{self, Asymmetric, KeyCache};

/// The initial capacity for headers.
const HEADER_CAPACITY: usize = 12;

static DATE: HeaderName = HeaderName::from_static("x-amz-date");
static REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
static TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// Who sends a request.
#[derive(Clone, Copy)]
pub(super) enum Identity<'a> {
    /// The owner of these credentials, who signs it.
    Signer(&'a Credentials, Option<Asymmetric<'a>>),
    /// The bearer of this token.
    Bearer(&'a str),
    Anonymous,
}

/// Builds `request` as `identity` sends it at `time`.
pub(super) fn build(
    settings: &Config,
    identity: Identity<'_>,
    request: &Request,
    open_body: Option<OpenBody<'_>>,
    time: SystemTime,
    key_cache: &KeyCache,
) -> Result<reqwest::Request, TransportError> {
    let (url, host) = settings
        .endpoint
        .target(&request.host_prefix, &request.path, &request.query)
        .map_err(TransportError::invalid)?;
    let date = AmzDate::from(time);
    let (signed_date, region_set, session_token) = match identity {
        Identity::Signer(credentials, asymmetric) => (
            Some(date.as_str()),
            asymmetric.map(|asymmetric| asymmetric.region_set),
            credentials.session_token(),
        ),
        Identity::Bearer(_) | Identity::Anonymous => (None, None, None),
    };
    let mut built =
        reqwest::Request::new(request.method.parse().map_err(TransportError::build)?, url);
    let mut signed = Vec::with_capacity(4 + request.headers.len());
    let own = [
        (&header::HOST, Some(host.as_str())),
        (&DATE, signed_date),
        (&REGION_SET, region_set),
        (&TOKEN, session_token),
    ];
    let headers = built.headers_mut();
    headers.reserve(HEADER_CAPACITY);
    for (name, value) in own {
        if let Some(value) = value {
            put(headers, name, value.to_owned(), *name == TOKEN)?;
            signed.push((name.as_str(), value));
        }
    }
    for (name, value) in &request.headers {
        let parsed = request::check_header(name, value)?;
        match value {
            Cow::Borrowed(value) => put(headers, &parsed, *value, true)?,
            Cow::Owned(value) => put(headers, &parsed, value.clone(), true)?,
        }
        if !request::UNSIGNED.contains(&&**name) {
            signed.push((name, value));
        }
    }
    let to_sign = sign::Request {
        method: request.method,
        path: built.url().path(),
        query: &request.query,
        headers: &signed,
        body: &request.body,
    };
    let authorization = match identity {
        Identity::Signer(credentials, None) => Some(sign::authorization(
            &to_sign,
            credentials,
            &sign::Scope {
                region: settings.signing_region(),
                service: settings.signing_name,
            },
            &date,
            key_cache,
        )),
        Identity::Signer(credentials, Some(asymmetric)) => {
            let service = settings.signing_name;
            let signed = asymmetric.authorization(&to_sign, credentials, service, &date);
            Some(signed.map_err(TransportError::invalid)?)
        }
        Identity::Bearer(token) => Some(bearer(settings, token)?),
        Identity::Anonymous => None,
    };
    if let Some(authorization) = authorization {
        let headers = built.headers_mut();
        put(headers, &header::AUTHORIZATION, authorization, true)?;
    }
    if let Some(open) = open_body {
        *built.body_mut() = Some(open());
    } else if !request.body.is_empty() {
        *built.body_mut() = Some(request.body.clone().into());
    } else if request::expects_body(built.method()) {
        put(built.headers_mut(), &header::CONTENT_LENGTH, "0", false)?;
    }
    Ok(built)
}

/// The value of the header `authorization` with a token. Everyone who reads it can use it: RFC 6750, section 5.3, requires
/// TLS, so that `allow_http` is no permission.
fn bearer(settings: &Config, token: &str) -> Result<String, TransportError> {
    let endpoint = &settings.endpoint;
    if endpoint.is_https() || endpoint.loopback().is_some() {
        return Ok(format!("Bearer {token}"));
    }
    Err(TransportError::invalid(
        "the endpoint URL starts with http:// and names another machine, so the bearer token would cross the network \
         unencrypted; use https://",
    ))
}

/// Adds a header; logs of the HTTP library do not contain sensitive ones.
pub(super) fn put(
    headers: &mut HeaderMap,
    name: &HeaderName,
    value: impl Into<Bytes>,
    sensitive: bool,
) -> Result<(), TransportError> {
    let invalid = || TransportError::invalid(format!("invalid value for header `{name}`"));
    let mut value = HeaderValue::from_maybe_shared(value.into()).map_err(|_| invalid())?;
    value.set_sensitive(sensitive);
    headers.append(name, value);
    Ok(())
}
