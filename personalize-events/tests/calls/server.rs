//! A server that sends scripted bytes, valid HTTP or not.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The response to one request.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    bytes: Vec<u8>,
    then: Then,
    is_slow: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    Close,
    Reset,
    /// Nothing more comes, and the connection stays.
    Stall,
}

impl Step {
    pub(crate) fn new(bytes: impl AsRef<[u8]>, then: Then) -> Self {
        Self {
            bytes: bytes.as_ref().to_vec(),
            then,
            is_slow: false,
        }
    }

    /// Each byte comes alone.
    pub(crate) fn slowly(self) -> Self {
        Self {
            is_slow: true,
            ..self
        }
    }

    async fn write(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        if !self.is_slow {
            return stream.write_all(&self.bytes).await;
        }
        stream.set_nodelay(true)?;
        for byte in &self.bytes {
            stream.write_all(&[*byte]).await?;
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}

/// A complete response; each header ends with a line break.
pub(crate) fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Each connection takes one step of the script; after the last step, a success.
pub(crate) struct Server {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) async fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let mut script: VecDeque<Step> = script.into_iter().collect();
        let noted = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            let mut stalled = Vec::new();
            loop {
                let (mut stream, _) = listener.accept().await.expect("a client comes");
                let Some(head) = read(&mut stream).await else {
                    continue;
                };
                noted.lock().expect("no test has panicked").push(head);
                let success = || Step::new(answer(200, "", b""), Then::Close);
                let step = script.pop_front().unwrap_or_else(success);
                // A client that has enough closes first.
                let _ = step.write(&mut stream).await;
                match step.then {
                    Then::Close => drop(stream),
                    Then::Reset => stream.set_zero_linger().expect("it can be reset"),
                    Then::Stall => stalled.push(stream),
                }
            }
        });
        let url = format!("http://{address}");
        Self {
            url,
            requests,
            task,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The heads of the requests that came since this was last asked.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().expect("no test has panicked"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads a request with its body; `None` if the connection closes before.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.ok().filter(|&n| n > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let mut lines = head.lines();
        let length = lines.find_map(|line| line.strip_prefix("content-length: "));
        if length.is_none_or(|length| body.len() >= length.parse().unwrap_or(0)) {
            return Some(head.to_owned());
        }
    }
}
