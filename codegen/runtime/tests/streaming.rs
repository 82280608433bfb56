//! Generated operations send bodies from sources to a local server.

#![deny(warnings)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use runtime::{Blob, ConfigBuilder, Credentials, Error, Operation, StreamingBlob, Transports};
use streams::{SendLongRequest, StoreRequest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

#[path = "../../tests/golden/glacier/generated/mod.rs"]
#[rustfmt::skip]
pub mod glacier;

#[path = "../../tests/golden/streams/generated/mod.rs"]
#[rustfmt::skip]
pub mod streams;

/// What the host crate of generated code supplies.
mod runtime {
    pub(crate) use super::Client;
    pub(crate) use personalize_events_codegen_runtime::*;
}

/// A client as in the root of a generated crate.
#[derive(Debug)]
pub struct Client {
    transports: Transports,
}

impl Client {
    async fn send<O: Operation>(&self, operation: &O) -> Result<O::Response, Error<O::Error>> {
        self.transports.send(operation).await
    }
}

/// A request as the server has received it.
#[derive(Debug)]
struct Received {
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
    /// Whether the body has the length of `content-length`.
    is_complete: bool,
}

/// A server that gives these answers to complete requests, one after the other, and a client of it.
async fn serve(
    service: &runtime::Service,
    answers: Vec<&'static str>,
) -> (Client, JoinHandle<Vec<Received>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port is free");
    let address = listener.local_addr().expect("the listener has an address");
    let task = tokio::spawn(async move {
        let mut requests = Vec::new();
        for answer in answers {
            let (mut connection, _) = listener.accept().await.expect("a client comes");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(connection.read_u8().await.expect("a client writes"));
            }
            let head = String::from_utf8(head).expect("the head is text");
            let headers = head.lines().filter_map(|line| line.split_once(": "));
            let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            let headers: BTreeMap<_, _> = headers.map(owned).collect();
            let length = headers["content-length"].parse().expect("a length");
            let (mut body, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
            while body.len() < length {
                match connection.read(&mut buffer).await {
                    Ok(count) if count > 0 => body.extend_from_slice(&buffer[..count]),
                    Ok(_) | Err(_) => break,
                }
            }
            let is_complete = body.len() == length;
            requests.push(Received {
                headers,
                body,
                is_complete,
            });
            if is_complete {
                let answer =
                    format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                let written = connection.write_all(answer.as_bytes()).await;
                written.expect("the client reads");
            }
        }
        requests
    });
    let config = ConfigBuilder::default()
        .endpoint_url(format!("http://{address}"))
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .attempt_timeout(Duration::from_secs(30))
        .random_source(|| 0.0);
    let transports = Transports::new(config, service, &[&[]]);
    let transports = transports.expect("the settings are complete");
    (Client { transports }, task)
}

/// Some bytes, more than fit in a few chunks.
fn bytes() -> Vec<u8> {
    (0..=250).cycle().take(3_000_000).collect()
}

// The hashes of these bytes, calculated with Python's `hashlib`.
const SHA256: &str = "4d3870d4655ed773027a713ea136507d22e076248e0e9cc920a996039653b76f";
const SHA1: &str = "Sv88w4EsU1wwJlBKdW54MyNW3T4=";
const TREE_HASH: &str = "186e3327ed973bf528e06d89a0759d8053bd91e67ef0efaf71741b96a980ddb3";

/// A source of bytes, and how often it was opened.
fn source(contents: Vec<Vec<u8>>) -> (StreamingBlob, Arc<AtomicU32>) {
    let opened = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&opened);
    let length = contents[0].len() as u64;
    let contents: Arc<[Arc<[u8]>]> = contents.into_iter().map(Arc::from).collect();
    let open = move || {
        let index = usize::try_from(count.fetch_add(1, Ordering::SeqCst)).expect("small");
        let content = Arc::clone(&contents[index.min(contents.len() - 1)]);
        async move { Ok(std::io::Cursor::new(content)) }
    };
    (StreamingBlob::from_reader(length, open), opened)
}

/// What must be equal however a body is sent.
fn compared(received: &Received) -> (Vec<(&str, &str)>, &[u8]) {
    let names = [
        "content-",
        "x-amz-checksum",
        "x-amz-sdk",
        "x-amz-sha256-tree",
    ];
    let headers = received.headers.iter();
    let headers = headers.filter(|(name, _)| names.iter().any(|start| name.starts_with(start)));
    let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
    (headers.collect(), &received.body)
}

/// The blob in memory, and that of a file.
async fn blobs(file: &str) -> [StreamingBlob; 2] {
    let path = format!("{}/streaming-{file}", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, bytes()).expect("the file can be written");
    let file = StreamingBlob::from_path(path).await;
    [bytes().into(), file.expect("the file exists")]
}

#[tokio::test]
async fn a_file_is_sent_like_the_same_bytes_in_memory() {
    let (client, server) = serve(&streams::SERVICE, vec!["200 OK"; 4]).await;
    for body in blobs("streamed").await {
        let request = StoreRequest::builder().body(body.clone());
        client.store(&request.build().unwrap()).await.unwrap();
        let request = SendLongRequest::builder().algorithm("SHA1").body(body);
        client.send_long(&request.build().unwrap()).await.unwrap();
    }
    let received = server.await.unwrap();
    for (in_memory, of_file) in received.iter().zip(&received[2..]) {
        let of_hash = "x-amz-content-sha256";
        assert_eq!(compared(in_memory), compared(of_file));
        assert_eq!(of_file.headers["content-length"], "3000000");
        assert!(!of_file.headers.contains_key("transfer-encoding"));
        assert!(of_file.body == bytes());
        assert_eq!(of_file.headers[of_hash], SHA256);
        let authorization = &of_file.headers["authorization"];
        assert!(
            authorization.contains(";x-amz-content-sha256;"),
            "{authorization}"
        );
    }
    assert_eq!(received[3].headers["x-amz-checksum-sha1"], SHA1);
}

#[tokio::test]
async fn an_archive_from_a_file_has_the_hashes_that_glacier_requires() {
    let (client, server) = serve(&glacier::SERVICE, vec!["200 OK"; 2]).await;
    for body in blobs("archive").await {
        let request = glacier::UploadArchiveInput::builder()
            .vault_name("v")
            .body(body);
        client
            .upload_archive(&request.build().unwrap())
            .await
            .unwrap();
    }
    let received = server.await.unwrap();
    assert_eq!(compared(&received[0]), compared(&received[1]));
    assert_eq!(received[1].headers["x-amz-content-sha256"], SHA256);
    assert_eq!(received[1].headers["x-amz-sha256-tree-hash"], TREE_HASH);
}

#[tokio::test]
async fn each_attempt_reads_the_source_again() {
    let (client, server) = serve(&streams::SERVICE, vec!["503 Down", "503 Down", "200 OK"]).await;
    let (body, opened) = source(vec![bytes()]);
    let request = StoreRequest::builder().body(body).build().unwrap();
    client.store(&request).await.unwrap();
    // Once for the hash.
    assert_eq!(opened.load(Ordering::SeqCst), 4);
    for received in server.await.unwrap() {
        assert!(received.body == bytes());
    }
}

#[tokio::test]
async fn a_source_that_changes_during_a_call_is_an_error_and_not_retried() {
    let (client, server) = serve(&streams::SERVICE, vec!["200 OK"]).await;
    let mut other = bytes();
    other[7] += 1;
    let (body, _) = source(vec![bytes(), other]);
    let request = StoreRequest::builder().body(body).build().unwrap();
    let error = client.store(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request could not be built: the source of the body has other bytes than before the call; it must not change \
         until the call ends"
    );
    assert!(!error.is_retryable());
    let received = server.await.unwrap();
    assert!(!received[0].is_complete, "the service received a request");
}

#[tokio::test]
async fn a_source_of_another_length_is_an_error_before_anything_is_sent() {
    let (client, server) = serve(&streams::SERVICE, vec![]).await;
    let body = StreamingBlob::from_reader(4, || async { Ok(&b"bytes"[..]) });
    let request = StoreRequest::builder().body(body).build().unwrap();
    let error = client.store(&request).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the request could not be built: the source of the body has more bytes than the 4 that were declared"
    );
    assert!(server.await.unwrap().is_empty());
}

#[tokio::test]
async fn a_source_without_bytes_has_a_length_of_zero() {
    let (client, server) = serve(&streams::SERVICE, vec!["200 OK"; 2]).await;
    for body in [StreamingBlob::default(), source(vec![Vec::new()]).0] {
        let request = StoreRequest::builder().body(body).build().unwrap();
        client.store(&request).await.unwrap();
    }
    for received in server.await.unwrap() {
        assert_eq!(received.headers["content-length"], "0");
    }
}

#[test]
fn blobs_become_streaming_blobs() {
    let request = StoreRequest::builder().body(Blob::from("bytes")).build();
    let request = request.unwrap();
    assert_eq!(request.body(), Some(&StreamingBlob::from("bytes")));
    assert_eq!(request.clone(), request);
}
