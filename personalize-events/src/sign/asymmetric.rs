//! AWS Signature Version 4A: a signature for a set of regions, with a key pair that is derived from the credentials.
//!
//! Canonical request, string to sign and header are those of Version 4, except that the scope has no region: the
//! regions are in the signed header `x-amz-region-set`. No operation of this crate needs it, so that the elliptic curve
//! is in the runtime of crates that do.

use std::fmt;

use super::canonical::{CanonicalRequest, Request};
use super::key::TERMINATOR;
use super::{header, string_to_sign};
use crate::credentials::Credentials;
use crate::date_format::AmzDate;
use crate::hex::hex;

const ALGORITHM: &str = "AWS4-ECDSA-P256-SHA256";

/// Signs a text with ECDSA on the curve P-256.
pub trait SignAsymmetric: Send + Sync {
    /// Returns the signature of `text` in DER, by the key that is derived from the credentials.
    ///
    /// # Errors
    ///
    /// Returns an error if no key can be derived. It must not contain the credentials.
    fn sign(
        &self,
        access_key_id: &str,
        secret_access_key: &str,
        text: &str,
    ) -> Result<Vec<u8>, String>;
}

/// How requests are signed.
#[derive(Clone, Copy)]
pub struct Asymmetric<'a> {
    /// The regions that signatures are for, separated by commas; `*` is all of them.
    pub region_set: &'a str,
    /// The implementation.
    pub signer: &'a dyn SignAsymmetric,
}

impl Asymmetric<'_> {
    /// Returns the value of the header `authorization` for a service. The headers of the request include
    /// `x-amz-region-set`.
    pub(crate) fn authorization(
        self,
        request: &Request<'_>,
        credentials: &Credentials,
        service: &str,
        time: &AmzDate,
    ) -> Result<String, String> {
        let request = CanonicalRequest::new(request);
        let scope = [time.day(), service, TERMINATOR].join("/");
        let to_sign = string_to_sign(ALGORITHM, &request, &scope, time);
        let (id, secret) = (credentials.access_key_id(), credentials.secret_access_key());
        let signature = hex(&self.signer.sign(id, secret, &to_sign)?);
        Ok(header(ALGORITHM, &request, credentials, &scope, &signature))
    }
}

impl fmt::Debug for Asymmetric<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asymmetric")
            .field("region_set", &self.region_set)
            .finish_non_exhaustive()
    }
}
