//! What the service answers, while it is still arriving.

use std::fmt;
use std::time::Duration;

use reqwest::Response;

use crate::error::{CallError, Reply, TransportError};

/// An answer whose body has not been read.
pub struct Answer {
    response: Response,
    /// What the client waits for a whole answer.
    after: Duration,
}

impl Answer {
    pub(super) fn new(response: Response, after: Duration) -> Self {
        Self { response, after }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The answer as if it had no body.
    #[must_use]
    pub fn head(&self) -> Reply {
        self.reply(Vec::new())
    }

    /// The whole answer; with a limit, only so many bytes of the body.
    ///
    /// # Errors
    ///
    /// When the body does not arrive.
    pub async fn read(mut self, limit: Option<usize>) -> Result<Reply, CallError> {
        let mut body = Vec::new();
        while let Some(chunk) = self
            .response
            .chunk()
            .await
            .map_err(|error| self.failed(error))?
        {
            let room = limit.map_or(usize::MAX, |limit| limit - body.len());
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                break;
            }
        }
        Ok(self.reply(body))
    }

    /// The next part of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// When the body does not arrive.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, CallError> {
        match self.response.chunk().await {
            Ok(chunk) => Ok(chunk.map(|chunk| chunk.to_vec())),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn failed(&self, error: reqwest::Error) -> CallError {
        if error.is_timeout() {
            let after = self.after;
            return CallError::Timeout { after };
        }
        TransportError::unread(error.without_url()).into()
    }

    fn reply(&self, body: Vec<u8>) -> Reply {
        let headers = self.response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        Reply::from_parts(self.status(), headers.collect(), body)
    }
}

/// Headers and body are the service's, and may be user data.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
