//! Bodies that are read while they are received.

use std::error::Error;
use std::fmt;

use personalize_events::__private::{CallError, Response};

/// The body of a response while it is received.
///
/// The timeouts of the client apply until the end of the stream.
pub struct ByteStream(Source);

enum Source {
    Response(Box<Response>),
    Bytes(Vec<u8>),
    End,
}

impl ByteStream {
    pub(crate) fn of(response: Response) -> Self {
        Self(Source::Response(Box::new(response)))
    }

    /// Returns the next chunk; `None` at the end and after an error. Cancel-safe.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, StreamError>> {
        // The source is not moved while it is awaited, so that a cancelled call loses nothing.
        let next = match &mut self.0 {
            Source::Response(response) => match response.chunk().await {
                Ok(Some(chunk)) => return Some(Ok(chunk)),
                Ok(None) => None,
                Err(error) => Some(Err(StreamError(error))),
            },
            Source::Bytes(bytes) if !bytes.is_empty() => Some(Ok(std::mem::take(bytes))),
            Source::Bytes(_) | Source::End => None,
        };
        self.0 = Source::End;
        next
    }

    /// Reads the rest of the stream.
    ///
    /// # Errors
    ///
    /// Returns an error if the stream fails; the chunks before the error are lost.
    pub async fn collect(&mut self) -> Result<Vec<u8>, StreamError> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.next().await {
            bytes.append(&mut chunk?);
        }
        Ok(bytes)
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Source::Bytes(bytes))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream { .. }")
    }
}

/// The error of a stream.
#[derive(Debug)]
pub struct StreamError(CallError);

impl StreamError {
    /// Returns whether a timeout of the client expired.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout()
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The error is that of the call, so its cause is too.
impl Error for StreamError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

#[cfg(test)]
mod tests {
    use super::ByteStream;

    #[tokio::test]
    async fn a_stream_of_bytes_returns_them_once() {
        let mut stream = ByteStream::from(b"hush".to_vec());
        assert_eq!(format!("{stream:?}"), "ByteStream { .. }");
        assert_eq!(stream.collect().await.unwrap(), b"hush");
        assert!(stream.next().await.is_none());
        assert!(ByteStream::from(Vec::new()).next().await.is_none());
    }
}
