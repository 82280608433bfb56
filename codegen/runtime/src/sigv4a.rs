//! AWS Signature Version 4A: the key pair that is derived from credentials, and ECDSA on the curve P-256.
//!
//! The client supplies the text that is signed. A key is derived for each signature: that is a small part of signing, and
//! a key in memory would be one more secret.

use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::PrimeField;
use p256::{FieldBytes, NonZeroScalar, Scalar};
use personalize_events::__private::SignAsymmetric;
use sha2::Sha256;
use zeroize::Zeroizing;

/// What the keys are for.
const LABEL: &[u8] = b"AWS4-ECDSA-P256-SHA256";

/// The length of a key in bits.
const KEY_LEN: u32 = 256;

/// Signs with a key on the curve P-256.
pub(crate) struct P256;

impl SignAsymmetric for P256 {
    fn sign(
        &self,
        access_key_id: &str,
        secret_access_key: &str,
        text: &str,
    ) -> Result<Vec<u8>, String> {
        let key = signing_key(access_key_id, secret_access_key);
        let key = key.ok_or("no key for SigV4a can be derived from the credentials")?;
        let signature: DerSignature = key.sign(text.as_bytes());
        Ok(signature.as_bytes().to_vec())
    }
}

/// Derives the key by the KDF in counter mode of NIST SP 800-108, with HMAC-SHA256. A result that is not less than the order
/// of the curve minus 1 is discarded, and the next counter is tried, as in FIPS 186-5, A.2.2.
fn signing_key(access_key_id: &str, secret_access_key: &str) -> Option<SigningKey> {
    let secret = Zeroizing::new([b"AWS4A", secret_access_key.as_bytes()].concat());
    (1..=u8::MAX).find_map(|counter| {
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret).ok()?;
        // There is one block.
        mac.update(&1_u32.to_be_bytes());
        mac.update(LABEL);
        mac.update(&[0]);
        mac.update(access_key_id.as_bytes());
        mac.update(&[counter]);
        mac.update(&KEY_LEN.to_be_bytes());
        let bytes = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        key_of(&bytes)
    })
}

/// The key whose number is one more than these bytes, if it is valid.
fn key_of(bytes: &[u8; 32]) -> Option<SigningKey> {
    let number = Zeroizing::new(Scalar::from_repr(FieldBytes::from(*bytes)).into_option()?);
    let number = Zeroizing::new(NonZeroScalar::new(*number + Scalar::ONE).into_option()?);
    Some(SigningKey::from(*number))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Verifier;
    use p256::ecdsa::{DerSignature, VerifyingKey};
    use personalize_events::__private::SignAsymmetric;
    use proptest::prelude::*;

    use super::{P256, key_of, signing_key};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn keys_are_those_of_the_official_implementation(
            access_key_id in "[A-Z0-9]{1,40}",
            secret in "[ -~]{0,100}",
        ) {
            let key = signing_key(&access_key_id, &secret).unwrap().to_bytes();
            let official = aws_sigv4::sign::v4a::generate_signing_key(&access_key_id, &secret);
            prop_assert_eq!(key.as_slice(), official.as_ref());
        }
    }

    #[test]
    fn a_signature_is_valid_for_its_text_and_key_only() {
        let verify = |id: &str, secret: &str, text: &str, signature: &[u8]| {
            let key = VerifyingKey::from(&signing_key(id, secret).unwrap());
            let signature = DerSignature::from_bytes(signature).unwrap();
            key.verify(text.as_bytes(), &signature).is_ok()
        };
        let signature = P256.sign("AKID", "secret", "text").unwrap();
        assert!(verify("AKID", "secret", "text", &signature));
        assert!(!verify("AKID", "secret", "texts", &signature));
        assert!(!verify("AKID", "secrets", "text", &signature));
        assert!(!verify("AKIDS", "secret", "text", &signature));
    }

    // The order of the curve P-256 in NIST SP 800-186, 3.2.1.3.
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63,
        0x25, 0x51,
    ];

    #[test]
    fn a_key_is_one_more_than_a_number_up_to_the_order_minus_two() {
        let with_last = |last: u8| {
            let mut bytes = ORDER;
            bytes[31] = last;
            bytes
        };
        let key = |bytes: [u8; 32]| key_of(&bytes).map(|key| key.to_bytes().into());
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(key([0; 32]), Some(one));
        assert_eq!(key(with_last(0x4f)), Some(with_last(0x50)));
        for last in [0x50, 0x51, 0x52] {
            assert_eq!(key(with_last(last)), None, "{last:x}");
        }
        assert_eq!(key([0xff; 32]), None);
    }
}
