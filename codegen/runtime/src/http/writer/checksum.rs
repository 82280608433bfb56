//! Checksums of bodies, in headers: for the traits `httpChecksumRequired` and `aws.protocols#httpChecksum`.
//!
//! They are checksums of what is sent: call these methods last. A checksum that a member of the request has set is not
//! calculated again.

use sha2::{Digest, Sha256};

use super::RequestWriter;
use super::digests::Checksum;
use super::streamed::CONTENT_SHA256;
use super::tree_hash::{TreeHash, hex};
use crate::http::{HttpValue, Text};

const CONTENT_MD5: &str = "content-md5";

const TREE_HASH: &str = "x-amz-sha256-tree-hash";

/// The start of the name of a header with a checksum; the name of the algorithm follows.
const PREFIX: &str = "x-amz-checksum-";

/// The algorithm if the request selects none, as in AWS's SDKs.
const DEFAULT: &str = "CRC32";

impl RequestWriter {
    /// Writes the MD5 checksum of the body to the header `content-md5`.
    pub fn content_md5(&mut self) {
        if !self.has_header(|name| name == CONTENT_MD5) {
            self.add_checksum(CONTENT_MD5, Checksum::md5());
        }
    }

    /// Writes the checksum of the body by the algorithm that the member `name` selects. If it selects none, that is CRC32,
    /// and `header`, to which the member is bound, gets its name.
    pub fn checksum(&mut self, name: &str, selected: &impl Text, header: Option<&'static str>) {
        let is_own = |name: &str| header.is_some_and(|own| own.eq_ignore_ascii_case(name));
        if self.has_header(|name| name.starts_with(PREFIX) && !is_own(name)) {
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
        let Some(checksum) = Checksum::by_name(&algorithm) else {
            return self.fail(
                name,
                "selects a checksum that is not supported; use CRC32, CRC32C, CRC64NVME, SHA1 or SHA256",
            );
        };
        self.add_checksum(
            format!("{PREFIX}{}", algorithm.to_ascii_lowercase()),
            checksum,
        );
    }

    /// Adds the hashes of the body that Amazon S3 Glacier requires; a tree hash that is set is not changed.
    pub fn tree_hash(&mut self) {
        // If the body is not in memory, its hash is calculated for the signature.
        if self.source.is_none() {
            let hash = hex(&Sha256::digest(&self.body));
            self.headers.push((CONTENT_SHA256.into(), hash.into()));
        }
        if !self.has_header(|name| name == TREE_HASH) {
            self.add_checksum(TREE_HASH, Checksum::Tree(TreeHash::default()));
        }
    }

    fn has_header(&self, is_wanted: impl Fn(&str) -> bool) -> bool {
        self.headers.iter().any(|(name, _)| is_wanted(name))
    }
}
