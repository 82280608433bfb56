//! Checksums that are calculated chunk by chunk, of bodies that are not in memory.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crc::{CRC_32_ISCSI, CRC_32_ISO_HDLC, CRC_64_NVME, Crc};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::tree_hash::TreeHash;

static CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
static CRC32C: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);
static CRC64NVME: Crc<u64> = Crc::<u64>::new(&CRC_64_NVME);

/// A checksum that is being calculated.
pub(crate) enum Checksum {
    Crc32(crc::Digest<'static, u32>),
    Crc64(crc::Digest<'static, u64>),
    Md5(Md5),
    Sha1(Sha1),
    Sha256(Sha256),
    Tree(TreeHash),
}

impl Checksum {
    pub(super) fn md5() -> Self {
        Self::Md5(Md5::new())
    }

    /// The checksum by an algorithm; `None` if it is unknown.
    pub(super) fn by_name(algorithm: &str) -> Option<Self> {
        Some(match algorithm {
            "CRC32" => Self::Crc32(CRC32.digest()),
            "CRC32C" => Self::Crc32(CRC32C.digest()),
            "CRC64NVME" => Self::Crc64(CRC64NVME.digest()),
            "SHA1" => Self::Sha1(Sha1::new()),
            "SHA256" => Self::Sha256(Sha256::new()),
            _ => return None,
        })
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc32(digest) => digest.update(bytes),
            Self::Crc64(digest) => digest.update(bytes),
            Self::Md5(digest) => digest.update(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
            Self::Tree(digest) => digest.update(bytes),
        }
    }

    /// The value of the header: base64, or hexadecimal digits of a tree hash.
    pub(crate) fn finish(self) -> String {
        match self {
            Self::Crc32(digest) => STANDARD.encode(digest.finalize().to_be_bytes()),
            Self::Crc64(digest) => STANDARD.encode(digest.finalize().to_be_bytes()),
            Self::Md5(digest) => STANDARD.encode(digest.finalize()),
            Self::Sha1(digest) => STANDARD.encode(digest.finalize()),
            Self::Sha256(digest) => STANDARD.encode(digest.finalize()),
            Self::Tree(digest) => digest.finish(),
        }
    }

    /// The value for bytes in memory.
    pub(super) fn of(mut self, bytes: &[u8]) -> String {
        self.update(bytes);
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Checksum;

    /// The check values of the catalogue of CRCs (`123456789`), and of FIPS 180 (`abc`); base64 by Python.
    #[test]
    fn checksums_are_those_of_their_specifications() {
        for (algorithm, body, expected) in [
            ("CRC32", "123456789", "y/Q5Jg=="),
            ("CRC32C", "123456789", "4waSgw=="),
            ("CRC64NVME", "123456789", "rosUhgp5mIg="),
            ("SHA1", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
            (
                "SHA256",
                "abc",
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            ),
        ] {
            let whole = Checksum::by_name(algorithm).map(|digest| digest.of(body.as_bytes()));
            assert_eq!(whole.as_deref(), Some(expected), "{algorithm}");
            let mut digest = Checksum::by_name(algorithm).unwrap();
            body.bytes().for_each(|byte| digest.update(&[byte]));
            assert_eq!(digest.finish(), expected, "{algorithm}");
        }
        assert!(Checksum::by_name("crc32").is_none());
    }
}
