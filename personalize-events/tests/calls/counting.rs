//! A server that counts connections and requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server counts.
#[derive(Default)]
pub(crate) struct Counts {
    /// How many of the next requests are throttled.
    throttled: AtomicUsize,
    pub(crate) requests: AtomicUsize,
    pub(crate) connections: AtomicUsize,
    in_flight: AtomicUsize,
    pub(crate) most_in_flight: AtomicUsize,
}

pub(crate) async fn counting(throttled: usize) -> (Arc<Counts>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a server");
    let url = format!("http://{}", listener.local_addr().expect("a server"));
    let counts = Arc::new(Counts {
        throttled: AtomicUsize::new(throttled),
        ..Counts::default()
    });
    let shared = Arc::clone(&counts);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a server");
            shared.connections.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve(stream, Arc::clone(&shared)));
        }
    });
    (counts, url)
}

async fn serve(mut stream: TcpStream, counts: Arc<Counts>) {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else {
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            }
            continue;
        };
        let now = counts.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        counts.most_in_flight.fetch_max(now, Ordering::SeqCst);
        let text = String::from_utf8(bytes[..head].to_vec()).expect("a server");
        let mut lines = text.lines();
        let length = lines.find_map(|line| line.strip_prefix("content-length: "));
        let end = head
            + 4
            + length
                .expect("a server")
                .parse::<usize>()
                .expect("a server");
        while bytes.len() < end {
            let count = stream.read(&mut buffer).await.expect("a server");
            assert!(count > 0, "the whole body comes");
            bytes.extend_from_slice(&buffer[..count]);
        }
        bytes.drain(..end);
        tokio::task::yield_now().await;
        counts.requests.fetch_add(1, Ordering::SeqCst);
        counts.in_flight.fetch_sub(1, Ordering::SeqCst);
        let count = |left: usize| left.checked_sub(1);
        let throttled = &counts.throttled;
        let is_throttled = throttled.fetch_update(Ordering::SeqCst, Ordering::SeqCst, count);
        let head = if is_throttled.is_ok() {
            "400 X\r\nx-amzn-errortype: ThrottlingException"
        } else {
            "200 OK"
        };
        let answer = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.expect("a server");
    }
}
