//! A request as it goes out: with its URL, its headers and a signature for one moment.

use std::time::SystemTime;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::request::{self, Request};
use crate::config::Settings;
use crate::credentials::Credentials;
use crate::error::TransportError;
use crate::sign::{self, AmzDate};

/// Signs `request`, which has this body, as of `time`.
pub(super) fn sign(
    settings: &Settings,
    credentials: &Credentials,
    request: &Request,
    body: &Bytes,
    time: SystemTime,
) -> Result<reqwest::Request, TransportError> {
    let Settings {
        region,
        endpoint,
        signing_name,
        ..
    } = settings;
    let (url, host) = endpoint
        .target(&request.host_prefix, &request.path, &request.query)
        .map_err(TransportError::unmade)?;
    let date = AmzDate::from(time);
    let mut headers = vec![("host", host.as_str()), ("x-amz-date", date.as_str())];
    if let Some(token) = credentials.session_token() {
        headers.push(("x-amz-security-token", token));
    }
    let own = headers.len();
    for (name, value) in &request.headers {
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
            method: request.method,
            path: url.path(),
            query: &request.query,
            headers: &signed,
            body,
        },
        credentials,
        &sign::Scope {
            region,
            service: signing_name,
        },
        &date,
    );
    let method = request.method.parse().map_err(TransportError::unmade)?;
    let mut built = reqwest::Request::new(method, url);
    for (index, (name, value)) in headers.iter().enumerate() {
        let sensitive = index >= own || *name == "x-amz-security-token";
        put(built.headers_mut(), name, value, sensitive)?;
    }
    put(built.headers_mut(), "authorization", &authorization, true)?;
    if !body.is_empty() {
        *built.body_mut() = Some(body.clone().into());
    } else if request::has_body(built.method()) {
        put(built.headers_mut(), "content-length", "0", false)?;
    }
    Ok(built)
}

/// Adds a header; a sensitive one stands in no log.
pub(super) fn put(
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
