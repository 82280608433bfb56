//! What the service answers, and how much of it has been read.

use std::fmt;

use reqwest::Response;

use crate::error::{CallError, ResponseMetadata, TimeoutError, TransportError};

/// How much of an error's body is kept; what the service says about errors is far smaller.
const MAX_ERROR: usize = 1024 * 1024;

/// What to do with the body of a success; that of an error is read always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing in it is wanted, but all of it has to arrive.
    Ignored,
    /// All of it is read, however long it is.
    Read,
    /// It is left to be read while it arrives.
    Streamed,
}

/// An answer: its head, and its body as far as it is wanted.
pub struct Answer {
    metadata: ResponseMetadata,
    rest: Option<Rest>,
}

/// A body that is still arriving.
struct Rest {
    response: Response,
    /// What to say if it takes too long.
    too_late: TimeoutError,
}

impl Answer {
    /// Reads of an answer what is wanted.
    pub(super) async fn receive(
        mut response: Response,
        body: Body,
        too_late: &TimeoutError,
    ) -> Result<Self, CallError> {
        let is_success = response.status().is_success();
        if is_success && body == Body::Streamed {
            let metadata = metadata(&response, Vec::new());
            let too_late = too_late.clone();
            let rest = Some(Rest { response, too_late });
            return Ok(Self { metadata, rest });
        }
        let most = match body {
            _ if !is_success => MAX_ERROR,
            Body::Ignored => 0,
            Body::Read | Body::Streamed => usize::MAX,
        };
        let mut bytes = Vec::new();
        let failed = |error| failed(error, too_late);
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            let room = most - bytes.len();
            bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
            // Of a success all has to arrive: it shows that the connection held.
            if !is_success && chunk.len() > room {
                break;
            }
        }
        let (metadata, rest) = (metadata(&response, bytes), None);
        Ok(Self { metadata, rest })
    }

    /// Status, headers, and the body as far as it was read.
    #[must_use]
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.metadata
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_metadata(self) -> ResponseMetadata {
        self.metadata
    }

    /// That it came after so many attempts.
    pub(super) fn after(self, attempts: u32) -> Self {
        Self {
            metadata: self.metadata.after(attempts),
            ..self
        }
    }

    /// The next part of a streamed body; `None` at its end.
    ///
    /// # Errors
    ///
    /// When the body does not arrive.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        let Some(Rest { response, too_late }) = &mut self.rest else {
            return Ok(None);
        };
        match response.chunk().await {
            Ok(chunk) => Ok(chunk.map(|chunk| chunk.to_vec())),
            Err(error) => Err(failed(error, too_late).after(self.metadata.attempts())),
        }
    }
}

fn failed(error: reqwest::Error, too_late: &TimeoutError) -> CallError {
    if error.is_timeout() {
        too_late.clone().into()
    } else {
        TransportError::read(error.without_url()).into()
    }
}

/// The status and headers of `response`, with `body`.
fn metadata(response: &Response, body: Vec<u8>) -> ResponseMetadata {
    let headers = response.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    ResponseMetadata::from_parts(response.status().as_u16(), headers.collect(), body)
}

/// Headers and body are the service's, and may be user data.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.metadata.status())
            .finish_non_exhaustive()
    }
}
