//! AWS Signature Version 4, in the form that travels in the `Authorization` header.
//!
//! This room knows how a request becomes a signature, and nothing of any service. It reads no
//! clock, no environment and no network: the same arguments always give the same value. The steps
//! and their names are those of AWS's description, one function each:
//!
//! 1. the *canonical request*: the one spelling that both sides can arrive at ([`canonical`]);
//! 2. the *string to sign*: its hash, with the time and the scope;
//! 3. the *signing key* of a day, a region and a service ([`key`]);
//! 4. the signature and the value of the header.
//!
//! Presigned URLs and streamed bodies are other forms of the same scheme; they are not here.

mod canonical;
mod date;
mod key;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use crate::credentials::Credentials;
use canonical::CanonicalRequest;
pub(crate) use date::AmzDate;
use key::SigningKey;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";

/// What is signed of a request, exactly as it will be sent.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    /// With its percent-encoding; the signature encodes it a second time.
    pub(crate) path: &'a str,
    /// With its percent-encoding and without the question mark; may be empty.
    pub(crate) query: &'a str,
    /// The headers to sign, in any order and case. `host` and `x-amz-date` must be among them, and
    /// `x-amz-security-token` where the credentials have a session token. Headers that something
    /// on the way may change (`user-agent`, `x-amzn-trace-id`) must not.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: &'a [u8],
}

/// Where a signature is valid.
pub(crate) struct Scope<'a> {
    pub(crate) region: &'a str,
    /// The signing name of the service, which may differ from its host name.
    pub(crate) service: &'a str,
}

impl Scope<'_> {
    /// The scope of a signature made on the day of `time`, as it stands in the header.
    fn on(&self, time: &AmzDate) -> String {
        let Self { region, service } = self;
        format!("{}/{region}/{service}/{TERMINATOR}", time.day())
    }
}

/// The value of the `Authorization` header for `request`.
///
/// `time` is the moment that the request's `x-amz-date` header names.
pub(crate) fn authorization(
    request: &Request<'_>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    time: &AmzDate,
) -> String {
    authorize(&CanonicalRequest::new(request), credentials, scope, time)
}

fn authorize(
    request: &CanonicalRequest,
    credentials: &Credentials,
    scope: &Scope<'_>,
    time: &AmzDate,
) -> String {
    let key = SigningKey::derive(credentials.secret_access_key(), scope, time);
    let signature = key.sign(&string_to_sign(request, scope, time));
    format!(
        "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={signature}",
        credentials.access_key_id(),
        scope.on(time),
        request.signed_headers,
    )
}

fn string_to_sign(request: &CanonicalRequest, scope: &Scope<'_>, time: &AmzDate) -> String {
    let (time, scope) = (time.as_str(), scope.on(time));
    let hash = sha256(request.text.as_bytes());
    format!("{ALGORITHM}\n{time}\n{scope}\n{hash}")
}

/// The SHA-256 of `bytes` in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().copied().flat_map(hex_digits).collect()
}

/// The two hexadecimal digits of `byte`, lower case.
fn hex_digits(byte: u8) -> impl Iterator<Item = char> {
    [byte >> 4, byte & 0xf]
        .into_iter()
        .filter_map(|nibble| char::from_digit(nibble.into(), 16))
}
