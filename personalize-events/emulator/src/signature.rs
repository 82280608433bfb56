//! Verification of Signature Version 4 with the credentials of the emulator.
//!
//! It requires what AWS requires: a signed `host`, every header of `SignedHeaders`, and a date in `x-amz-date` or `date`.
//! Other headers may be unsigned: AWS's SDKs for JavaScript (version 2) and PHP do not sign `content-type`.
//!
//! The error codes and the gist of the messages are AWS's. Messages repeat nothing of a request but dates and names
//! of headers.

use hmac::{Hmac, KeyInit, Mac};
use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, DATE, HOST};
use sha2::{Digest, Sha256};

use self::authorization::{ALGORITHM, Authorization, TERMINATOR};
use self::canonical::canonical_request;
use self::error::SignatureError;
use crate::credentials::{Credentials, Key};
use crate::date_format::{self, AMZ_DATE, HTTP_DATE};

pub(crate) use self::canonical::SignedRequest;

mod authorization;
mod canonical;
mod error;

/// How many seconds a signature's date may differ from the clock.
const TOLERANCE: i64 = 5 * 60;

const X_AMZ_DATE: &str = "x-amz-date";
const TOKEN: &str = "x-amz-security-token";

/// Verifies the signature of a request to `service` that arrived at `now`.
pub(crate) fn verify(
    request: &SignedRequest<'_>,
    credentials: &Credentials,
    service: &str,
    now: i64,
) -> Result<(), SignatureError> {
    let header = single_header(request.headers, AUTHORIZATION.as_str())?
        .ok_or_else(SignatureError::missing_token)?;
    let authorization = Authorization::parse(header)?;
    let signed_at = signing_time(request.headers)?;
    let date = &date_format::format(AMZ_DATE, signed_at);
    check_signed_headers(request.headers, &authorization.signed_headers)?;
    let key = credentials
        .get(authorization.key_id)
        .ok_or_else(SignatureError::unrecognized_client)?;
    if key.token.as_deref() != single_header(request.headers, TOKEN)? {
        return Err(SignatureError::unrecognized_client());
    }
    check_scope(&authorization, service, date)?;
    check_date(signed_at, now)?;
    check_signature(request, &authorization, key, date)
}

/// Returns the value of a header that may occur once.
fn single_header<'a>(
    headers: &'a HeaderMap,
    name: &str,
) -> Result<Option<&'a str>, SignatureError> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text.trim())),
        (Err(_), _) | (Ok(_), Some(_)) => Err(SignatureError::incomplete(format!(
            "'{name}' must be in the request once, as plain text."
        ))),
    }
}

/// Returns the time of signing, in seconds since the epoch: `x-amz-date`, or `date` if there is none.
fn signing_time(headers: &HeaderMap) -> Result<i64, SignatureError> {
    if let Some(date) = single_header(headers, X_AMZ_DATE)? {
        return date_format::parse(AMZ_DATE, date).ok_or_else(|| {
            SignatureError::incomplete("'X-Amz-Date' must look like 20261123T102207Z.")
        });
    }
    let date = single_header(headers, DATE.as_str())?.ok_or_else(|| {
        SignatureError::incomplete(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        )
    })?;
    [AMZ_DATE, HTTP_DATE]
        .into_iter()
        .find_map(|format| date_format::parse(format, date))
        .ok_or_else(|| {
            SignatureError::incomplete(
                "'Date' must look like 20261123T102207Z or Mon, 23 Nov 2026 10:22:07 GMT.",
            )
        })
}

/// Checks that `host` is signed and that the request has every signed header, as AWS requires.
fn check_signed_headers(headers: &HeaderMap, signed: &[String]) -> Result<(), SignatureError> {
    if let Some(name) = signed.iter().find(|name| !headers.contains_key(*name)) {
        let message = format!("'{name}' is named as a SignedHeader, but is not in the request.");
        return Err(SignatureError::incomplete(message));
    }
    if signed.iter().any(|name| name == HOST.as_str()) {
        return Ok(());
    }
    let message = "'Host' must be a 'SignedHeader' in the AWS Authorization.";
    Err(SignatureError::invalid(message))
}

fn check_scope(
    authorization: &Authorization<'_>,
    service: &str,
    date: &str,
) -> Result<(), SignatureError> {
    let message = if authorization.terminator != TERMINATOR {
        format!("Credential should be scoped with a valid terminator: '{TERMINATOR}'.")
    } else if authorization.service != service {
        format!("Credential should be scoped to correct service: '{service}'.")
    } else if authorization.region.is_empty() {
        "Credential should be scoped to a valid region.".to_owned()
    } else if !date.starts_with(authorization.date) || authorization.date.len() != 8 {
        format!(
            "Date in Credential scope does not match YYYYMMDD from the ISO-8601 version of the \
             date of the request, '{date}'."
        )
    } else {
        return Ok(());
    };
    Err(SignatureError::invalid(message))
}

fn check_date(signed_at: i64, now: i64) -> Result<(), SignatureError> {
    let (earliest, latest) = (now - TOLERANCE, now + TOLERANCE);
    let format = |seconds| date_format::format(AMZ_DATE, seconds);
    let message = if signed_at < earliest {
        format!(
            "Signature expired: {} is now earlier than {} ({} - 5 min.)",
            format(signed_at),
            format(earliest),
            format(now)
        )
    } else if signed_at > latest {
        format!(
            "Signature not yet current: {} is still later than {} ({} + 5 min.)",
            format(signed_at),
            format(latest),
            format(now)
        )
    } else {
        return Ok(());
    };
    Err(SignatureError::invalid(message))
}

fn check_signature(
    request: &SignedRequest<'_>,
    authorization: &Authorization<'_>,
    key: &Key,
    date: &str,
) -> Result<(), SignatureError> {
    // AWS requires lower case. `verify_slice` takes constant time.
    let hex = Some(authorization.signature).filter(|hex| *hex == hex.to_ascii_lowercase());
    let signature = hex.and_then(|hex| hex::decode(hex).ok());
    let mac = expected_mac(request, authorization, key, date);
    if signature.is_some_and(|signature| mac.verify_slice(&signature).is_ok()) {
        Ok(())
    } else {
        Err(SignatureError::invalid(
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method. Consult the service \
             documentation for details.",
        ))
    }
}

/// Computes the signature that the request must have.
fn expected_mac(
    request: &SignedRequest<'_>,
    authorization: &Authorization<'_>,
    key: &Key,
    date: &str,
) -> Hmac<Sha256> {
    let Authorization {
        date: day,
        region,
        service,
        ..
    } = authorization;
    let canonical = canonical_request(request, &authorization.signed_headers);
    let string_to_sign = format!(
        "{ALGORITHM}\n{date}\n{day}/{region}/{service}/{TERMINATOR}\n{}",
        hex::encode(Sha256::digest(canonical))
    );
    let secret = format!("AWS4{}", key.secret).into_bytes();
    let signing_key = [day, region, service, TERMINATOR]
        .into_iter()
        .fold(secret, |key, part| {
            hmac(&key, part).finalize().into_bytes().to_vec()
        });
    hmac(&signing_key, &string_to_sign)
}

fn hmac(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC accepts a key of any length");
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
mod tests;
