//! The bytes of sources.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use http_body::Body;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, ReadBuf};

use super::{SourceBody, StreamingBlob};

/// A blob of `length` bytes from a source with these bytes.
fn blob(length: u64, bytes: &'static [u8]) -> StreamingBlob {
    StreamingBlob::from_reader(length, move || async move { Ok(bytes) })
}

/// The bytes that are sent, and the error after them.
async fn sent(blob: &StreamingBlob, hash: Option<[u8; 32]>) -> (Vec<u8>, Option<String>) {
    let mut body = SourceBody::new(blob.source().expect("a source"), hash);
    let mut bytes = Vec::new();
    loop {
        let rest = blob.len().checked_sub(bytes.len() as u64);
        assert_eq!(body.size_hint().exact(), rest);
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => bytes.extend(frame.into_data().expect("data")),
            Some(Err(error)) => return (bytes, Some(error.to_string())),
            None => return (bytes, None),
        }
    }
}

#[tokio::test]
async fn a_source_has_as_many_bytes_as_declared() {
    assert_eq!(
        sent(&blob(5, b"bytes"), None).await,
        (b"bytes".to_vec(), None)
    );
    assert_eq!(sent(&blob(0, b""), None).await, (Vec::new(), None));
    for (length, problem) in [
        (4, "has more bytes than the 4 that were declared"),
        (6, "ends after 5 bytes, but 6 were declared"),
    ] {
        let (bytes, error) = sent(&blob(length, b"bytes"), None).await;
        let error = error.expect("another length");
        assert_eq!(error, format!("the source of the body {problem}"));
        assert!((bytes.len() as u64) < length, "the body is not complete");
    }
}

#[tokio::test]
async fn bytes_that_differ_from_the_signed_ones_are_not_sent_completely() {
    let hash = Sha256::digest(b"bytes").into();
    let expected = (b"bytes".to_vec(), None);
    assert_eq!(sent(&blob(5, b"bytes"), Some(hash)).await, expected);
    let (bytes, error) = sent(&blob(5, b"other"), Some(hash)).await;
    assert_eq!(bytes, b"");
    assert!(error.is_some_and(|error| error.contains("other bytes than before the call")));
    // Only the last chunk is withheld.
    let long = vec![7; 1_000_000].leak();
    let (bytes, error) = sent(&blob(1_000_000, long), Some(hash)).await;
    assert!(error.is_some() && (1..1_000_000).contains(&bytes.len()));
}

#[tokio::test]
async fn a_source_that_cannot_be_opened_or_read_is_an_error() {
    let closed =
        StreamingBlob::from_reader(1, || async { Err::<&[u8], _>(io::Error::other("no")) });
    let (_, error) = sent(&closed, None).await;
    let expected = "the source of the body cannot be opened: no";
    assert_eq!(error.as_deref(), Some(expected));
    let missing = StreamingBlob::from_path("/nothing/here").await;
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
    let folder = StreamingBlob::from_path(env!("CARGO_MANIFEST_DIR")).await;
    assert_eq!(folder.unwrap_err().kind(), io::ErrorKind::InvalidInput);
}

/// A reader that returns a thousand bytes at a time.
struct Parts(usize);

impl AsyncRead for Parts {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let count = self.0.min(1_000);
        buffer.put_slice(&[7; 1_000][..count]);
        self.0 -= count;
        Poll::Ready(Ok(()))
    }
}

// The HTTP library counts the bytes that wait to be sent, not the memory that they occupy.
#[tokio::test]
async fn small_parts_of_a_source_occupy_little_memory() {
    let blob = StreamingBlob::from_reader(10_000, || async { Ok(Parts(10_000)) });
    let mut body = SourceBody::new(blob.source().expect("a source"), None);
    let mut length = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let part = frame.unwrap().into_data().expect("data");
        length += part.len();
        let part = part.try_into_mut().expect("nothing else refers to it");
        assert!(part.capacity() < 2_000, "{} bytes", part.capacity());
    }
    assert_eq!(length, 10_000);
}

#[tokio::test]
async fn a_file_is_read_each_time() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let file = StreamingBlob::from_path(path).await.unwrap();
    let expected = std::fs::read(path).unwrap();
    assert_eq!(file.len(), expected.len() as u64);
    for _ in 0..2 {
        assert_eq!(sent(&file, None).await, (expected.clone(), None));
    }
    assert_eq!(file.as_bytes(), None);
    assert!(serde_json::to_string(&file).is_err());
}

#[tokio::test]
async fn a_source_is_opened_when_it_is_read() {
    let opened = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&opened);
    let blob = StreamingBlob::from_reader(1, move || {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok(&b"a"[..]) }
    });
    assert_eq!(opened.load(Ordering::SeqCst), 0);
    let copy = blob.clone();
    assert_eq!(sent(&copy, None).await, (b"a".to_vec(), None));
    assert_eq!(opened.load(Ordering::SeqCst), 1);
    assert_eq!(copy, blob);
    assert_ne!(blob, StreamingBlob::from("a"));
    assert_ne!(blob, self::blob(1, b"a"));
}

#[test]
fn bytes_in_memory_are_compared_and_debug_shows_only_their_number() {
    for blob in [
        StreamingBlob::from_static(b"value"),
        "value".into(),
        String::from("value").into(),
        b"value".into(),
        b"value".to_vec().into(),
        StreamingBlob::from(&b"value"[..]),
    ] {
        assert_eq!(blob, StreamingBlob::from("value"));
        assert_eq!(format!("{blob:?}"), "StreamingBlob(5 bytes)");
        assert_eq!(blob.as_bytes(), Some(&b"value"[..]));
        assert_eq!(serde_json::to_string(&blob).unwrap(), r#""dmFsdWU=""#);
    }
    assert!(StreamingBlob::default().is_empty());
}
