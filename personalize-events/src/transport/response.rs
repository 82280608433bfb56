//! Receives a response and reads its body as far as the caller needs it.

use std::fmt;

use crate::error::{
    CallError, ResponseMetadata, TimeoutError, TransportError, is_timeout_of_system,
};

/// The limit for bodies of errors, which are far smaller in practice.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// How to read the body of a success. The body of an error is always read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Read the whole body and discard it.
    Ignored,
    /// Read the whole body, however long it is.
    Read,
    /// Leave the body to [`Response::chunk`].
    Streamed,
}

/// A response, with its body as far as it was read.
pub struct Response {
    metadata: ResponseMetadata,
    stream: Option<Stream>,
}

/// A body that has not been read.
struct Stream {
    response: reqwest::Response,
    timeout: TimeoutError,
}

impl Response {
    /// Receives a response; `timeout` is the error if that takes too long.
    pub(super) async fn receive(
        mut response: reqwest::Response,
        body: Body,
        timeout: &TimeoutError,
    ) -> Result<Self, CallError> {
        let is_success = response.status().is_success();
        if is_success && body == Body::Streamed {
            let metadata = metadata(&response, Vec::new());
            let timeout = timeout.clone();
            let stream = Some(Stream { response, timeout });
            return Ok(Self { metadata, stream });
        }
        let limit = match body {
            _ if !is_success => MAX_ERROR_BODY,
            Body::Ignored => 0,
            Body::Read | Body::Streamed => usize::MAX,
        };
        let mut bytes = Vec::new();
        let failed = |error| read_error(error, timeout);
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            let room = limit - bytes.len();
            bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
            // A success is read to its end, to see that the connection did not break.
            if !is_success && chunk.len() > room {
                break;
            }
        }
        Ok(Self {
            metadata: metadata(&response, bytes),
            stream: None,
        })
    }

    /// Returns status, headers, and the body as far as it was read.
    #[must_use]
    pub fn metadata(&self) -> &ResponseMetadata {
        &self.metadata
    }

    /// Converts the response into its metadata.
    #[must_use]
    pub fn into_metadata(self) -> ResponseMetadata {
        self.metadata
    }

    /// Sets the number of attempts.
    pub(super) fn after(self, attempts: u32) -> Self {
        Self {
            metadata: self.metadata.after(attempts),
            ..self
        }
    }

    /// Returns the next part of a streamed body, or `None` at its end.
    ///
    /// # Errors
    ///
    /// Returns an error if the body does not arrive.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        let Some(Stream { response, timeout }) = &mut self.stream else {
            return Ok(None);
        };
        match response.chunk().await {
            Ok(chunk) => Ok(chunk.map(|chunk| chunk.to_vec())),
            Err(error) => Err(read_error(error, timeout).after(self.metadata.attempts())),
        }
    }
}

fn read_error(error: reqwest::Error, timeout: &TimeoutError) -> CallError {
    if error.is_timeout() && !is_timeout_of_system(&error) {
        timeout.clone().into()
    } else {
        TransportError::read(error.without_url()).into()
    }
}

fn metadata(response: &reqwest::Response, body: Vec<u8>) -> ResponseMetadata {
    let headers = response.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    ResponseMetadata::from_parts(response.status().as_u16(), headers.collect(), body)
}

/// Omits headers and body, which may be user data.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.metadata.status())
            .finish_non_exhaustive()
    }
}
