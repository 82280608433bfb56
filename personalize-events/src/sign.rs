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
pub(crate) use key::LastKey;

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
        [time.day(), self.region, self.service, TERMINATOR].join("/")
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
    last: &LastKey,
) -> String {
    let request = CanonicalRequest::new(request);
    authorize(&request, credentials, scope, time, last)
}

fn authorize(
    request: &CanonicalRequest,
    credentials: &Credentials,
    scope: &Scope<'_>,
    time: &AmzDate,
    last: &LastKey,
) -> String {
    let key = last.of(credentials.secret_access_key(), scope, time);
    let scope = scope.on(time);
    let to_sign = string_to_sign(request, &scope, time);
    let (id, headers) = (credentials.access_key_id(), &request.signed_headers);
    let parts = [
        ALGORITHM,
        " Credential=",
        id,
        "/",
        &scope,
        ", SignedHeaders=",
        headers,
        ", Signature=",
    ];
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + HEX_LENGTH;
    let mut text = String::with_capacity(length);
    text.extend(parts);
    push_hex(&key.tag(&to_sign), &mut text);
    text
}

fn string_to_sign(request: &CanonicalRequest, scope: &str, time: &AmzDate) -> String {
    let parts = [ALGORITHM, "\n", time.as_str(), "\n", scope, "\n"];
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + HEX_LENGTH;
    let mut text = String::with_capacity(length);
    text.extend(parts);
    push_hex(&Sha256::digest(&request.text).into(), &mut text);
    text
}

/// How many digits a SHA-256 has, and an HMAC on it.
const HEX_LENGTH: usize = 64;

/// Appends the hexadecimal digits.
fn push_hex(bytes: &[u8; HEX_LENGTH / 2], text: &mut String) {
    let mut digits = [0; HEX_LENGTH];
    for (digits, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        digits.copy_from_slice(&hex_digits(*byte));
    }
    text.push_str(std::str::from_utf8(&digits).expect("digits are ASCII"));
}

/// The two hexadecimal digits of `byte`, lower case.
fn hex_digits(byte: u8) -> [u8; 2] {
    [byte >> 4, byte & 0xf].map(|nibble| b"0123456789abcdef"[usize::from(nibble)])
}
