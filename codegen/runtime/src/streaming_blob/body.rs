//! The body of an attempt, which is read from a source while it is sent.
//!
//! The last chunk is sent when the source has ended as declared, so that the service never receives a complete body with
//! other bytes.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use personalize_events::__private::PayloadError;
use sha2::{Digest, Sha256};

use super::{Chunks, Source};

/// The SHA-256 hash of a body.
pub(crate) type Hash = [u8; 32];

/// A body that is being sent.
pub(crate) struct SourceBody {
    /// The HTTP library requires `Sync`; the lock is never contended.
    chunks: Mutex<Chunks>,
    /// The hash that the bytes had before the call, and that of those that were read since.
    hash: Option<(Hash, Sha256)>,
    /// The last chunk that was read.
    held: Option<Bytes>,
    unsent: u64,
}

impl SourceBody {
    /// Opens a source whose bytes have this hash, if that is known.
    pub(crate) fn new(source: &Source, hash: Option<Hash>) -> Self {
        Self {
            chunks: Mutex::new(source.chunks()),
            hash: hash.map(|hash| (hash, Sha256::new())),
            held: None,
            unsent: source.length(),
        }
    }

    fn check(&mut self) -> Result<(), PayloadError> {
        let is_changed =
            |(expected, found): (Hash, Sha256)| Hash::from(found.finalize()) != expected;
        if self.hash.take().is_some_and(is_changed) {
            let problem = "the source of the body has other bytes than before the call; it must not change until the call ends";
            return Err(PayloadError::new(problem.to_owned()));
        }
        Ok(())
    }
}

impl Body for SourceBody {
    type Data = Bytes;
    type Error = PayloadError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PayloadError>>> {
        let this = self.get_mut();
        loop {
            let chunks = this.chunks.get_mut();
            let chunks = chunks.unwrap_or_else(PoisonError::into_inner);
            let chunk = match ready!(chunks.poll_next(context)) {
                Some(Ok(chunk)) => {
                    if let Some((_, hash)) = &mut this.hash {
                        hash.update(&chunk);
                    }
                    this.held.replace(chunk)
                }
                Some(Err(error)) => {
                    this.held = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => match (this.check(), this.held.take()) {
                    (Ok(()), None) => return Poll::Ready(None),
                    (Ok(()), last) => last,
                    (Err(error), _) => return Poll::Ready(Some(Err(error))),
                },
            };
            if let Some(chunk) = chunk {
                this.unsent = this.unsent.saturating_sub(chunk.len() as u64);
                return Poll::Ready(Some(Ok(Frame::data(chunk))));
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.unsent)
    }
}
