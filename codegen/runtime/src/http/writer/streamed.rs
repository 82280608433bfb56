//! Bodies that are not in memory: they are read once for their hash and checksums, and then by each attempt.

use std::borrow::Cow;

use personalize_events::__private::{PayloadError, Request};
use sha2::{Digest, Sha256};

use super::digests::Checksum;
use super::tree_hash::hex;
use crate::streaming_blob::{Source, SourceBody};

/// The header with the hash of the body, from which the signature takes it.
pub(super) const CONTENT_SHA256: &str = "x-amz-content-sha256";

/// A body that is not in memory, with its checksums by the names of their headers.
pub(crate) struct Streamed {
    source: Source,
    checksums: Vec<(Cow<'static, str>, Checksum)>,
    hash: Option<[u8; 32]>,
}

impl Streamed {
    pub(super) fn new(source: Source, checksums: Vec<(Cow<'static, str>, Checksum)>) -> Self {
        Self {
            source,
            checksums,
            hash: None,
        }
    }

    /// Reads the body, if it is part of the signature or has checksums, and adds the headers with these.
    pub(crate) async fn read(
        &mut self,
        request: &mut Request,
        is_signed: bool,
    ) -> Result<(), PayloadError> {
        // The signature has the value of a member that is bound to the header.
        let mut headers = request.headers.iter();
        let adds_hash = is_signed && !headers.any(|(name, _)| name == CONTENT_SHA256);
        if !adds_hash && self.checksums.is_empty() {
            return Ok(());
        }
        let (checksums, mut hash) = (&mut self.checksums, Sha256::new());
        let read = self.source.read(|bytes| {
            hash.update(bytes);
            for (_, checksum) in checksums.iter_mut() {
                checksum.update(bytes);
            }
        });
        read.await?;
        let hash = <[u8; 32]>::from(hash.finalize());
        self.hash = Some(hash);
        let checksums = self.checksums.drain(..);
        let headers = checksums.map(|(name, checksum)| (name, checksum.finish().into()));
        request.headers.extend(headers);
        if adds_hash {
            request
                .headers
                .push((CONTENT_SHA256.into(), hex(&hash).into()));
        }
        Ok(())
    }

    /// Opens the body for an attempt.
    pub(crate) fn open(&self) -> reqwest::Body {
        reqwest::Body::wrap(SourceBody::new(&self.source, self.hash))
    }
}

/// Leaves the body out of the signature.
pub(crate) fn unsign(request: &mut Request) {
    let value = "UNSIGNED-PAYLOAD";
    request.headers.retain(|(name, _)| name != CONTENT_SHA256);
    request.headers.push((CONTENT_SHA256.into(), value.into()));
}
