//! Whether a request is signed with Signature Version 4 by credentials the emulator knows. The
//! codes and the gist of the messages are those of AWS; no message repeats what was sent beyond
//! dates and header names.

use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use sha2::{Digest, Sha256};

use crate::authorization::{ALGORITHM, Authorization, TERMINATOR};
use crate::canonical;
use crate::credentials::{Credentials, Key};
use crate::moment;

/// How far, in seconds, a signing time may be from ours.
const TOLERANCE: i64 = 5 * 60;

const DATE: &str = "x-amz-date";
const TOKEN: &str = "x-amz-security-token";

/// What of a request is signed.
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// Why a request is not let in: AWS's code and a message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    fn missing() -> Self {
        Self {
            code: "MissingAuthenticationTokenException",
            message: "Missing Authentication Token".to_owned(),
        }
    }

    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self {
            code: "IncompleteSignatureException",
            message: message.into(),
        }
    }

    fn unrecognized() -> Self {
        Self {
            code: "UnrecognizedClientException",
            message: "The security token included in the request is invalid.".to_owned(),
        }
    }

    fn invalid(message: impl Into<String>) -> Self {
        Self {
            code: "InvalidSignatureException",
            message: message.into(),
        }
    }
}

/// Verifies the signature of a request to `service` that arrived at `now`.
pub(crate) fn verify(
    request: &Signed<'_>,
    credentials: &Credentials,
    service: &str,
    now: i64,
) -> Result<(), Refusal> {
    let header = only(request.headers, AUTHORIZATION.as_str())?.ok_or_else(Refusal::missing)?;
    let authorization = Authorization::parse(header)?;
    let date = only(request.headers, DATE)?.ok_or_else(|| {
        Refusal::incomplete("Authorization header requires an 'X-Amz-Date' header.")
    })?;
    let moment = moment::parse_basic(date)
        .ok_or_else(|| Refusal::incomplete("'X-Amz-Date' must look like 20261123T102207Z."))?;
    headers_are_signed(request.headers, &authorization.signed_headers)?;
    let key = credentials
        .get(authorization.key_id)
        .ok_or_else(Refusal::unrecognized)?;
    if key.token.as_deref() != only(request.headers, TOKEN)? {
        return Err(Refusal::unrecognized());
    }
    scope(&authorization, service, date)?;
    fresh(moment, now)?;
    signature(request, &authorization, key, date)
}

/// The value of a header that may be there once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text.trim())),
        (Err(_), _) | (Ok(_), Some(_)) => Err(Refusal::incomplete(format!(
            "'{name}' must be in the request once, as plain text."
        ))),
    }
}

/// AWS demands that `host`, every `x-amz-` header and a content type are signed.
fn headers_are_signed(headers: &HeaderMap, signed: &[String]) -> Result<(), Refusal> {
    if let Some(name) = signed.iter().find(|name| !headers.contains_key(*name)) {
        let message = format!("'{name}' is named as a SignedHeader, but is not in the request.");
        return Err(Refusal::incomplete(message));
    }
    let demanded = headers
        .keys()
        .map(hyper::header::HeaderName::as_str)
        .filter(|name| *name == CONTENT_TYPE.as_str() || name.starts_with("x-amz-"));
    for name in std::iter::once(HOST.as_str()).chain(demanded) {
        if !signed.iter().any(|other| other == name) {
            let message = format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            return Err(Refusal::invalid(message));
        }
    }
    Ok(())
}

fn scope(authorization: &Authorization<'_>, service: &str, date: &str) -> Result<(), Refusal> {
    if authorization.terminator != TERMINATOR {
        let message =
            format!("Credential should be scoped with a valid terminator: '{TERMINATOR}'.");
        return Err(Refusal::invalid(message));
    }
    if authorization.service != service {
        let message = format!("Credential should be scoped to correct service: '{service}'.");
        return Err(Refusal::invalid(message));
    }
    if authorization.region.is_empty() {
        return Err(Refusal::invalid(
            "Credential should be scoped to a valid region.",
        ));
    }
    if !date.starts_with(authorization.date) || authorization.date.len() != 8 {
        let message = format!(
            "Date in Credential scope does not match YYYYMMDD from the ISO-8601 version of the \
             date of the request, '{date}'."
        );
        return Err(Refusal::invalid(message));
    }
    Ok(())
}

fn fresh(moment: i64, now: i64) -> Result<(), Refusal> {
    let (earliest, latest) = (now - TOLERANCE, now + TOLERANCE);
    let (moment_text, now_text) = (moment::basic(moment), moment::basic(now));
    if moment < earliest {
        let message = format!(
            "Signature expired: {moment_text} is now earlier than {} ({now_text} - 5 min.)",
            moment::basic(earliest)
        );
        return Err(Refusal::invalid(message));
    }
    if moment > latest {
        let message = format!(
            "Signature not yet current: {moment_text} is still later than {} ({now_text} + 5 min.)",
            moment::basic(latest)
        );
        return Err(Refusal::invalid(message));
    }
    Ok(())
}

fn signature(
    request: &Signed<'_>,
    authorization: &Authorization<'_>,
    key: &Key,
    date: &str,
) -> Result<(), Refusal> {
    let given = unhex(authorization.signature);
    let mac = mac(request, authorization, key, date);
    // `verify_slice` takes the same time wherever two signatures differ.
    if given.is_some_and(|given| mac.verify_slice(&given).is_ok()) {
        Ok(())
    } else {
        Err(Refusal::invalid(
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method. Consult the service \
             documentation for details.",
        ))
    }
}

/// The signature that the request should have.
fn mac(
    request: &Signed<'_>,
    authorization: &Authorization<'_>,
    key: &Key,
    date: &str,
) -> Hmac<Sha256> {
    let canonical = canonical::request(request, &authorization.signed_headers);
    let Authorization {
        date: day,
        region,
        service,
        ..
    } = authorization;
    let text = format!(
        "{ALGORITHM}\n{date}\n{day}/{region}/{service}/{TERMINATOR}\n{}",
        canonical::hex(&Sha256::digest(canonical))
    );
    let first = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = [day, region, service, TERMINATOR]
        .into_iter()
        .fold(first, |key, part| {
            keyed(&key, part).finalize().into_bytes().to_vec()
        });
    keyed(&signing_key, &text)
}

fn keyed(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac
}

/// The bytes of a signature in lower-case hexadecimal digits, as AWS wants it.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
