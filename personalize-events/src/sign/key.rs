//! The signing key of a day, a region and a service, and what it signs.
//!
//! A key depends on nothing of a request, so it may be kept for its day. What is kept of it is zeroed when it goes.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::date_format::AmzDate;

const TERMINATOR: &str = "aws4_request";

/// Where a signature is valid.
pub(crate) struct Scope<'a> {
    pub(crate) region: &'a str,
    /// The signing name of the service, which may differ from its host name.
    pub(crate) service: &'a str,
}

impl Scope<'_> {
    /// The scope of a signature made on the day of `time`, as it stands in the header.
    pub(super) fn on(&self, time: &AmzDate) -> String {
        [time.day(), self.region, self.service, TERMINATOR].join("/")
    }
}

/// An HMAC-SHA256.
pub(super) type Tag = Zeroizing<[u8; 32]>;

/// The key of the last signature, which is mostly that of the next one: to derive
/// it for each request would cost 5 % of a call.
#[derive(Default)]
pub(crate) struct LastKey(Mutex<Option<Kept>>);

struct Kept {
    secret_access_key: Zeroizing<String>,
    day: String,
    region: String,
    service: String,
    key: Hmac,
}

impl LastKey {
    /// What signs with the key that comes of these, derived if it is not the last one.
    pub(super) fn of(&self, secret: &str, scope: &Scope<'_>, time: &AmzDate) -> Hmac {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*last
            && (kept.day.as_str(), kept.secret_access_key.as_str()) == (time.day(), secret)
            && (kept.region.as_str(), kept.service.as_str()) == (scope.region, scope.service)
        {
            return kept.key.clone();
        }
        let key = Hmac::new(&*derive(secret, scope, time));
        *last = Some(Kept {
            secret_access_key: Zeroizing::new(secret.to_owned()),
            day: time.day().to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key: key.clone(),
        });
        key
    }
}

impl fmt::Debug for LastKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LastKey(** redacted **)")
    }
}

/// The key that comes of `secret_access_key` for `scope` on the day of `time`.
pub(super) fn derive(secret_access_key: &str, scope: &Scope<'_>, time: &AmzDate) -> Tag {
    let secret = Zeroizing::new([b"AWS4", secret_access_key.as_bytes()].concat());
    let of_day = Hmac::new(&secret).tag(time.day());
    let of_region = Hmac::new(&*of_day).tag(scope.region);
    let of_service = Hmac::new(&*of_region).tag(scope.service);
    Hmac::new(&*of_service).tag(TERMINATOR)
}

/// The bytes that SHA-256 takes at a time.
const BLOCK: usize = 64;

/// HMAC (RFC 2104) on SHA-256. The crate for it would bring four that users have not, and it is these lines.
///
/// Both hashes have taken in what comes of the key, once for all messages: two blocks of the six of a signature.
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

    /// What authenticates `message`: the signature, if it is the string to sign.
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

    use super::super::tests::hex;
    use super::{AmzDate, Hmac, LastKey, Scope, derive};

    proptest! {
        #[test]
        fn a_kept_key_is_taken_only_for_what_it_was_derived_for(
            signatures in prop::collection::vec((0..2_u8, 0..2_u8, 0..2_u8, 0..2_u64), 1..20),
        ) {
            let last = LastKey::default();
            for (secret, region, service, day) in signatures {
                let name = |number: u8| format!("name-{number}");
                let (secret, region, service) = (name(secret), name(region), name(service));
                let scope = Scope { region: &region, service: &service };
                let time = AmzDate::from(UNIX_EPOCH + Duration::from_secs(day * 86_400 + 7));
                let tag = Hmac::new(&*derive(&secret, &scope, &time)).tag("message");
                prop_assert_eq!(last.of(&secret, &scope, &time).tag("message"), tag);
            }
        }
    }

    /// RFC 4231, the cases whose data is text.
    #[test]
    fn tags_are_those_of_rfc_4231() {
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
            assert_eq!(hex(&Hmac::new(key).tag(message)), expected);
        }
    }

    #[test]
    fn keys_of_every_length_are_those_of_another_implementation() {
        use hmac::{KeyInit, Mac};
        for length in 0..200 {
            let key = vec![0x5a; length];
            let mut other = hmac::Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
            other.update(b"message");
            let other = other.finalize().into_bytes();
            assert_eq!(
                hex(&Hmac::new(&key).tag("message")),
                hex(&other.into()),
                "{length}"
            );
        }
    }
}
