//! The memory that a long body needs. It is the only test of its process, whose peak it reads.

#![deny(warnings)]
#![cfg(target_os = "linux")]

use std::fs::File;
use std::time::Duration;

use runtime::{ConfigBuilder, Credentials, Error, Operation, StreamingBlob, Transports};
use streams::StoreRequest;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

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

/// The size of the body: 128 MiB.
const LENGTH: u64 = 128 * 1024 * 1024;

/// The most memory that this process has had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.expect("the peak").trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().expect("a number") * 1024
}

#[tokio::test]
async fn a_file_of_128_mib_is_sent_in_a_few_mib_of_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let (mut head, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
        while !head.ends_with(b"\r\n\r\n") {
            head.push(connection.read_u8().await.unwrap());
        }
        let mut received = 0;
        while received < LENGTH {
            received += connection.read(&mut buffer).await.unwrap() as u64;
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        connection.write_all(answer).await.unwrap();
        (String::from_utf8(head).unwrap(), received)
    });
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/memory-of-streaming");
    File::create(path).unwrap().set_len(LENGTH).unwrap();
    let config = ConfigBuilder::default()
        .endpoint_url(format!("http://{address}"))
        .region("eu-west-1")
        .credentials(Credentials::new("AKID", "secret"))
        .attempt_timeout(Duration::from_secs(600))
        .operation_timeout(Duration::from_secs(600));
    let transports = Transports::new(config, &streams::SERVICE, &[&[]]).unwrap();
    let client = Client { transports };
    let body = StreamingBlob::from_path(path).await.unwrap();
    let request = StoreRequest::builder().body(body).build().unwrap();
    let before = peak();
    client.store(&request).await.unwrap();
    let grown = peak() - before;
    let (head, received) = server.await.unwrap();
    assert_eq!(received, LENGTH);
    assert!(head.contains("\r\ncontent-length: 134217728\r\n"), "{head}");
    assert!(grown < 16 * 1024 * 1024, "{grown} bytes");
}
