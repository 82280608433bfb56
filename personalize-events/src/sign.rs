//! AWS Signature Version 4 in the header `authorization`.
//!
//! A signature is a pure function of its arguments: no clock, environment or network is read. The steps and their names
//! are those of AWS's specification, one function each:
//!
//! 1. the *canonical request*: the one form that both sides derive ([`canonical`]);
//! 2. the *string to sign*: its hash, with the time and the scope;
//! 3. the *signing key* of a day, a region and a service ([`key`]);
//! 4. the signature and the value of the header.
//!
//! Presigned URLs and streamed bodies are not supported. Version 4A differs in the last two steps ([`asymmetric`]).

mod asymmetric;
mod canonical;
mod key;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use crate::credentials::Credentials;
use crate::date_format::AmzDate;
use crate::hex::hex;
pub use asymmetric::{Asymmetric, SignAsymmetric};
use canonical::CanonicalRequest;
pub(crate) use canonical::Request;
pub(crate) use key::{KeyCache, Scope};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Returns the value of the header `authorization`. `time` is the value of the request's header `x-amz-date`.
pub(crate) fn authorization(
    request: &Request<'_>,
    credentials: &Credentials,
    scope: &Scope<'_>,
    time: &AmzDate,
    key_cache: &KeyCache,
) -> String {
    let request = CanonicalRequest::new(request);
    authorize(&request, credentials, scope, time, key_cache)
}

fn authorize(
    request: &CanonicalRequest,
    credentials: &Credentials,
    scope: &Scope<'_>,
    time: &AmzDate,
    key_cache: &KeyCache,
) -> String {
    let key = key_cache.get(credentials.secret_access_key(), scope, time);
    let scope = scope.on(time);
    let to_sign = string_to_sign(ALGORITHM, request, &scope, time);
    let signature = hex(&*key.tag(&to_sign));
    header(ALGORITHM, request, credentials, &scope, &signature)
}

fn string_to_sign(
    algorithm: &str,
    request: &CanonicalRequest,
    scope: &str,
    time: &AmzDate,
) -> String {
    let digest = hex(&Sha256::digest(&request.text));
    [algorithm, "\n", time.as_str(), "\n", scope, "\n", &digest].concat()
}

/// The value of the header.
fn header(
    algorithm: &str,
    request: &CanonicalRequest,
    credentials: &Credentials,
    scope: &str,
    signature: &str,
) -> String {
    let (id, headers) = (credentials.access_key_id(), &request.signed_headers);
    let parts = [
        algorithm,
        " Credential=",
        id,
        "/",
        scope,
        ", SignedHeaders=",
        headers,
        ", Signature=",
        signature,
    ];
    parts.concat()
}
