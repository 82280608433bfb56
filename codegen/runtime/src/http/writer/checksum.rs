//! Checksums of bodies, in headers: for the traits `httpChecksumRequired` and `aws.protocols#httpChecksum`.
//!
//! They are checksums of what is sent: call these methods last. A checksum that a member of the request has set is not
//! calculated again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crc::{CRC_32_ISCSI, CRC_32_ISO_HDLC, CRC_64_NVME, Crc};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::RequestWriter;
use crate::http::{HttpValue, Text};

const CONTENT_MD5: &str = "content-md5";

/// The start of the name of a header with a checksum; the name of the algorithm follows.
const PREFIX: &str = "x-amz-checksum-";

const CRC32: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
const CRC32C: Crc<u32> = Crc::<u32>::new(&CRC_32_ISCSI);
const CRC64NVME: Crc<u64> = Crc::<u64>::new(&CRC_64_NVME);

/// The algorithm if the request selects none, as in AWS's SDKs.
const DEFAULT: &str = "CRC32";

impl RequestWriter {
    /// Writes the MD5 checksum of the body to the header `content-md5`.
    pub fn content_md5(&mut self) {
        if !self.has_header(|name| name == CONTENT_MD5) {
            let checksum = STANDARD.encode(Md5::digest(&self.body));
            self.headers.push((CONTENT_MD5.into(), checksum.into()));
        }
    }

    /// Writes the checksum of the body by the algorithm that the member `name` selects. If it selects none, that is CRC32,
    /// and `header`, to which the member is bound, gets its name.
    pub fn checksum(&mut self, name: &str, selected: &impl Text, header: Option<&'static str>) {
        if self.has_header(|name| name.starts_with(PREFIX)) {
            return;
        }
        let algorithm = match selected.to_http_value() {
            Ok(HttpValue::One(algorithm)) => algorithm,
            Ok(HttpValue::Absent | HttpValue::Many(_)) => {
                if let Some(header) = header {
                    self.headers
                        .push((header.to_ascii_lowercase().into(), DEFAULT.into()));
                }
                DEFAULT.to_owned()
            }
            Err(problem) => return self.fail(name, problem),
        };
        let Some(checksum) = checksum(&algorithm, &self.body) else {
            return self.fail(
                name,
                "selects a checksum that is not supported; use CRC32, CRC32C, CRC64NVME, SHA1 or SHA256",
            );
        };
        let header = format!("{PREFIX}{}", algorithm.to_ascii_lowercase());
        self.headers.push((header.into(), checksum.into()));
    }

    fn has_header(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.headers.iter().any(|(name, _)| is_wanted(name))
    }
}

/// Returns the checksum in base64; `None` if the algorithm is unknown.
fn checksum(algorithm: &str, body: &[u8]) -> Option<String> {
    Some(match algorithm {
        "CRC32" => STANDARD.encode(CRC32.checksum(body).to_be_bytes()),
        "CRC32C" => STANDARD.encode(CRC32C.checksum(body).to_be_bytes()),
        "CRC64NVME" => STANDARD.encode(CRC64NVME.checksum(body).to_be_bytes()),
        "SHA1" => STANDARD.encode(Sha1::digest(body)),
        "SHA256" => STANDARD.encode(Sha256::digest(body)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::checksum;

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
            let found = checksum(algorithm, body.as_bytes());
            assert_eq!(found.as_deref(), Some(expected), "{algorithm}");
        }
        assert_eq!(checksum("crc32", b""), None);
    }
}
