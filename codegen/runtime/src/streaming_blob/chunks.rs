//! The bytes of a source, chunk by chunk, and whether they are as many as was declared.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use personalize_events::__private::PayloadError;
use tokio::io::{AsyncRead, ReadBuf};

/// The size of a chunk: a file is read on another thread, which costs as much as reading some ten KiB.
const CHUNK: usize = 256 * 1024;

/// A source that is being opened.
pub(super) type Opening = Pin<Box<dyn Future<Output = io::Result<Reader>> + Send>>;

/// A source that was opened.
pub(super) type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// A source that is being read.
pub(crate) struct Chunks {
    state: State,
    length: u64,
    /// The number of bytes that are missing.
    rest: u64,
    /// The memory for the next chunk, which reads that wait or return little have not used up.
    buffer: Vec<u8>,
}

enum State {
    Opening(Opening),
    Reading(Reader),
    End,
}

impl Chunks {
    pub(super) fn new(opening: Opening, length: u64) -> Self {
        Self {
            state: State::Opening(opening),
            length,
            rest: length,
            buffer: Vec::new(),
        }
    }

    /// Returns the next chunk; `None` at the end and after an error.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, PayloadError>> {
        poll_fn(|context| self.poll_next(context)).await
    }

    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let result = loop {
            match &mut self.state {
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(reader) => self.state = State::Reading(reader),
                    Err(error) => break Err(unreadable("opened", &error)),
                },
                State::Reading(reader) => {
                    if self.buffer.is_empty() {
                        self.buffer.resize(CHUNK, 0);
                    }
                    let mut buffer = ReadBuf::new(&mut self.buffer);
                    if let Err(error) = ready!(reader.as_mut().poll_read(context, &mut buffer)) {
                        break Err(unreadable("read", &error));
                    }
                    let count = buffer.filled().len();
                    break self.take(count);
                }
                State::End => return Poll::Ready(None),
            }
        };
        if !matches!(result, Ok(Some(_))) {
            self.state = State::End;
        }
        Poll::Ready(result.transpose())
    }

    /// The first bytes of the buffer; none at the end.
    fn take(&mut self, count: usize) -> Result<Option<Bytes>, PayloadError> {
        let (length, rest) = (self.length, self.rest);
        if count == 0 && rest > 0 {
            let found = length - rest;
            return Err(PayloadError::new(format!(
                "the source of the body ends after {found} bytes, but {length} were declared"
            )));
        }
        let Some(rest) = rest.checked_sub(count as u64) else {
            return Err(PayloadError::new(format!(
                "the source of the body has more bytes than the {length} that were declared"
            )));
        };
        self.rest = rest;
        if count < CHUNK / 2 {
            // It would occupy the memory of a chunk until it is sent.
            let part = &self.buffer[..count];
            return Ok((count > 0).then(|| Bytes::copy_from_slice(part)));
        }
        let mut chunk = std::mem::take(&mut self.buffer);
        chunk.truncate(count);
        Ok(Some(chunk.into()))
    }
}

fn unreadable(done: &str, error: &io::Error) -> PayloadError {
    PayloadError::new(format!("the source of the body cannot be {done}: {error}"))
}
