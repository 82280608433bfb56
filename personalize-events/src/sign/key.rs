//! The signing key of a day, a region and a service, and the HMAC that signs with it.
//!
//! A key does not depend on the request, so the last one is cached; its memory is zeroed on drop.
//!
//! HMAC is written here, like random UUIDs and date formats elsewhere in this crate: a dozen lines each, tested
//! against the crates for them, which would add nine dependencies.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::date_format::AmzDate;

pub(super) const TERMINATOR: &str = "aws4_request";

/// The scope of a signature, without its day.
pub(crate) struct Scope<'a> {
    pub(crate) region: &'a str,
    /// The signing name of the service, which may differ from its host name.
    pub(crate) service: &'a str,
}

impl Scope<'_> {
    /// Returns the credential scope on the day of `time`.
    pub(super) fn on(&self, time: &AmzDate) -> String {
        [time.day(), self.region, self.service, TERMINATOR].join("/")
    }
}

/// An HMAC-SHA256.
pub(super) type Tag = Zeroizing<[u8; 32]>;

/// Caches the last signing key, since deriving it costs 5 % of a call.
#[derive(Default)]
pub(crate) struct KeyCache(Mutex<Option<CachedKey>>);

struct CachedKey {
    secret_access_key: Zeroizing<String>,
    day: String,
    region: String,
    service: String,
    key: Hmac,
}

impl KeyCache {
    /// Returns the signing key of a secret, a scope and a day.
    pub(super) fn get(&self, secret: &str, scope: &Scope<'_>, time: &AmzDate) -> Hmac {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = &*last
            && (cached.day.as_str(), cached.secret_access_key.as_str()) == (time.day(), secret)
            && (cached.region.as_str(), cached.service.as_str()) == (scope.region, scope.service)
        {
            return cached.key.clone();
        }
        let key = Hmac::new(&*derive(secret, scope, time));
        *last = Some(CachedKey {
            secret_access_key: Zeroizing::new(secret.to_owned()),
            day: time.day().to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key: key.clone(),
        });
        key
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyCache(** redacted **)")
    }
}

/// Derives the signing key for `scope` on the day of `time`.
pub(super) fn derive(secret_access_key: &str, scope: &Scope<'_>, time: &AmzDate) -> Tag {
    let secret = Zeroizing::new([b"AWS4", secret_access_key.as_bytes()].concat());
    let of_day = Hmac::new(&secret).tag(time.day());
    let of_region = Hmac::new(&*of_day).tag(scope.region);
    let of_service = Hmac::new(&*of_region).tag(scope.service);
    Hmac::new(&*of_service).tag(TERMINATOR)
}

/// The block size of SHA-256 in bytes.
const BLOCK: usize = 64;

/// HMAC-SHA256 (RFC 2104), with the key already hashed into both states. The crate `hmac` would add four crates to the
/// dependencies of users.
#[derive(Clone)]
pub(super) struct Hmac {
    inner: Sha256,
    outer: Sha256,
}

impl Hmac {
    fn new(key: &[u8]) -> Self {
        let mut block = Zeroizing::new([0; BLOCK]);
        if key.len() <= BLOCK {
            block[..key.len()].copy_from_slice(key);
        } else {
            block[..32].copy_from_slice(&Sha256::digest(key));
        }
        let padded = |pad: u8| Zeroizing::new(block.map(|byte| byte ^ pad));
        Self {
            inner: Sha256::new_with_prefix(padded(0x36)),
            outer: Sha256::new_with_prefix(padded(0x5c)),
        }
    }

    /// Returns the authentication code of `message`.
    pub(super) fn tag(&self, message: &str) -> Tag {
        let inner = self.inner.clone().chain_update(message).finalize();
        let mut tag = Zeroizing::new([0; 32]);
        let outer = self.outer.clone().chain_update(inner);
        outer.finalize_into((&mut *tag).into());
        tag
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use proptest::prelude::*;

    use super::{AmzDate, Hmac, KeyCache, Scope, derive};
    use crate::hex::hex;

    proptest! {
        #[test]
        fn a_cached_key_is_used_only_for_its_own_scope(
            signatures in prop::collection::vec((0..2_u8, 0..2_u8, 0..2_u8, 0..2_u64), 1..20),
        ) {
            let last = KeyCache::default();
            for (secret, region, service, day) in signatures {
                let name = |number: u8| format!("name-{number}");
                let (secret, region, service) = (name(secret), name(region), name(service));
                let scope = Scope { region: &region, service: &service };
                let time = AmzDate::from(UNIX_EPOCH + Duration::from_secs(day * 86_400 + 7));
                let tag = Hmac::new(&*derive(&secret, &scope, &time)).tag("message");
                prop_assert_eq!(last.get(&secret, &scope, &time).tag("message"), tag);
            }
        }
    }

    /// RFC 4231, the cases whose data is text.
    #[test]
    fn tags_equal_those_of_rfc_4231() {
        for (key, message, expected) in [
            (
                &[0x0b; 20][..],
                "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            assert_eq!(hex(&*Hmac::new(key).tag(message)), expected);
        }
    }

    #[test]
    fn tags_with_keys_of_every_length_equal_those_of_another_implementation() {
        use hmac::{KeyInit, Mac};
        for length in 0..200 {
            let key = vec![0x5a; length];
            let mut other = hmac::Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
            other.update(b"message");
            let other = other.finalize().into_bytes();
            assert_eq!(
                hex(&*Hmac::new(&key).tag("message")),
                hex(&other),
                "{length}"
            );
        }
    }
}
