//! Blobs of requests that need not be in memory.

mod body;
mod chunks;

use std::fmt;
use std::future::Future;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use personalize_events::__private::{
    Constraint, PayloadError, Validate, ValidationContext, check_length,
};
use serde::ser::Error;
use serde::{Serialize, Serializer};
use tokio::fs::{self, File};
use tokio::io::AsyncRead;

use crate::blob::{Blob, to_base64};
pub(crate) use body::SourceBody;
pub(crate) use chunks::Chunks;
use chunks::{Opening, Reader};

/// The bytes of a request's body: in memory, or from a source that is read while they are sent.
///
/// A source is opened again for each attempt of a call, and once before them if their hash is part of the signature or they
/// have a checksum. It must have the same bytes each time. If it has another number of bytes, or after it was read for a hash
/// or checksum other bytes, the call fails with an error, and the service does not receive a complete request. The length is
/// known before, so that the header `content-length` is sent. Bodies from a source are not compressed. The time of an attempt
/// includes sending the body: set `attempt_timeout` and `operation_timeout` accordingly.
///
/// `Debug` shows only the length.
///
/// # Example
///
/// ```
/// use personalize_events_codegen_runtime::StreamingBlob;
///
/// # async fn example() -> std::io::Result<()> {
/// let file = StreamingBlob::from_path("film.mp4").await?;
/// let bytes = StreamingBlob::from_static(b"a short film");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct StreamingBlob(Content);

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Source(Source),
}

/// A source of bytes that is opened anew each time it is read.
#[derive(Clone)]
pub(crate) struct Source {
    length: u64,
    open: Arc<dyn Fn() -> Opening + Send + Sync>,
}

impl StreamingBlob {
    /// Creates a blob from bytes without copying them.
    #[must_use]
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Self(Content::Bytes(Bytes::from_static(bytes)))
    }

    /// Creates a blob from a file, which must not change until the call ends.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such file, or its length cannot be read.
    pub async fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path: Arc<Path> = path.as_ref().into();
        let metadata = fs::metadata(&path).await?;
        if !metadata.is_file() {
            let kind = io::ErrorKind::InvalidInput;
            return Err(io::Error::new(kind, "the path is not that of a file"));
        }
        Ok(Self::from_reader(metadata.len(), move || {
            let path = Arc::clone(&path);
            async move { File::open(path).await }
        }))
    }

    /// Creates a blob from what `open` returns each time it is called: a reader of exactly `length` bytes.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_codegen_runtime::StreamingBlob;
    /// use tokio::fs::File;
    ///
    /// let blob = StreamingBlob::from_reader(1_000, || File::open("film.mp4"));
    /// ```
    pub fn from_reader<F, O, R>(length: u64, open: F) -> Self
    where
        F: Fn() -> O + Send + Sync + 'static,
        O: Future<Output = io::Result<R>> + Send + 'static,
        R: AsyncRead + Send + 'static,
    {
        let open = move || -> Opening {
            let opening = open();
            Box::pin(async move { Ok(Box::pin(opening.await?) as Reader) })
        };
        Self(Content::Source(Source {
            length,
            open: Arc::new(open),
        }))
    }

    /// Returns the number of bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &self.0 {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Source(source) => source.length,
        }
    }

    /// Returns whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the bytes, unless they are not in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes),
            Content::Source(_) => None,
        }
    }

    /// Returns the source, unless the bytes are in memory.
    pub(crate) fn source(&self) -> Option<&Source> {
        match &self.0 {
            Content::Bytes(_) => None,
            Content::Source(source) => Some(source),
        }
    }
}

impl Source {
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Opens the source, which is read while it is polled.
    pub(crate) fn chunks(&self) -> Chunks {
        Chunks::new((self.open)(), self.length)
    }

    /// Reads all bytes.
    pub(crate) async fn read(&self, mut each: impl FnMut(&[u8])) -> Result<(), PayloadError> {
        let mut chunks = self.chunks();
        while let Some(chunk) = chunks.next().await {
            each(&chunk?);
        }
        Ok(())
    }
}

impl Default for StreamingBlob {
    fn default() -> Self {
        Self::from_static(b"")
    }
}

/// Bytes are compared; a source equals only its clones.
impl PartialEq for StreamingBlob {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Bytes(a), Content::Bytes(b)) => a == b,
            (Content::Source(a), Content::Source(b)) => Arc::ptr_eq(&a.open, &b.open),
            (Content::Bytes(_), Content::Source(_)) | (Content::Source(_), Content::Bytes(_)) => {
                false
            }
        }
    }
}

impl fmt::Debug for StreamingBlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamingBlob({} bytes)", self.len())
    }
}

macro_rules! conversions {
    ($($ty:ty $(, $length:ident)?;)*) => {$(
        impl$(<const $length: usize>)? From<$ty> for StreamingBlob {
            fn from(bytes: $ty) -> Self {
                Blob::from(bytes).into()
            }
        }
    )*};
}

conversions! {
    Vec<u8>;
    &[u8];
    &[u8; N], N;
    String;
    &str;
}

impl From<Blob> for StreamingBlob {
    fn from(blob: Blob) -> Self {
        Self(Content::Bytes(blob.into_vec().into()))
    }
}

/// Bytes in memory are base64 in JSON, as those of a [`Blob`].
impl Serialize for StreamingBlob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Content::Bytes(bytes) => serializer.serialize_str(&to_base64(bytes)),
            Content::Source(_) => Err(Error::custom("the bytes are not in memory")),
        }
    }
}

impl Validate for StreamingBlob {
    type Valid = Self;

    fn validate(
        self,
        constraints: &'static [Constraint],
        context: &mut ValidationContext<'_>,
    ) -> Option<Self> {
        let length = usize::try_from(self.len()).unwrap_or(usize::MAX);
        check_length(length, constraints, "byte", context).then_some(self)
    }
}

#[cfg(test)]
mod tests;
