//! The signing key of a day, a region and a service, and what it signs.
//!
//! A key depends on nothing of a request, so it may be kept for its day. Its memory is zeroed.

use hmac::digest::FixedOutput;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{AmzDate, Scope, TERMINATOR, hex};

/// An HMAC-SHA256.
type Tag = Zeroizing<[u8; 32]>;

/// A key that signs on one day, in one region, for one service.
pub(super) struct SigningKey(Tag);

impl SigningKey {
    /// The key that comes of `secret_access_key` for `scope` on the day of `time`.
    pub(super) fn derive(secret_access_key: &str, scope: &Scope<'_>, time: &AmzDate) -> Self {
        let secret = Zeroizing::new([b"AWS4", secret_access_key.as_bytes()].concat());
        let of_day = hmac(&secret, time.day());
        let of_region = hmac(&*of_day, scope.region);
        let of_service = hmac(&*of_region, scope.service);
        Self(hmac(&*of_service, TERMINATOR))
    }

    /// The signature of `text` in hexadecimal.
    pub(super) fn sign(&self, text: &str) -> String {
        hex(&*hmac(&*self.0, text))
    }

    #[cfg(test)]
    pub(super) fn in_hex(&self) -> String {
        hex(&*self.0)
    }
}

fn hmac(key: &[u8], message: &str) -> Tag {
    let mut hmac =
        Hmac::<Sha256>::new_from_slice(key).expect("HMAC is defined for keys of every length");
    hmac.update(message.as_bytes());
    let mut tag = Zeroizing::new([0; 32]);
    hmac.finalize_into((&mut *tag).into());
    tag
}
