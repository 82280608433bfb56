//! A server that records one request and sends a given response.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::wire::WireRequest;

/// The maximum time until a request is received.
const TIMEOUT: Duration = Duration::from_secs(10);

pub(crate) struct Server {
    address: SocketAddr,
    handle: JoinHandle<Result<WireRequest, String>>,
}

impl Server {
    pub(crate) fn start(response: Vec<u8>) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let handle = std::thread::spawn(move || serve(&listener, &response));
        Ok(Self { address, handle })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The request, after the client has finished.
    pub(crate) fn request(self) -> Result<WireRequest, String> {
        if !self.handle.is_finished() {
            // If the client sent nothing, the server still waits.
            std::net::TcpStream::connect(self.address).ok();
        }
        let served = self.handle.join();
        served.map_err(|_| "the server panicked".to_owned())?
    }
}

fn serve(listener: &TcpListener, response: &[u8]) -> Result<WireRequest, String> {
    let (mut socket, _) = listener.accept().map_err(|error| error.to_string())?;
    socket
        .set_read_timeout(Some(TIMEOUT))
        .map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let request = loop {
        if let Some(request) = parse(&bytes) {
            break request;
        }
        let mut part = [0; 4096];
        match socket.read(&mut part) {
            Ok(0) => return Err("no request was sent".to_owned()),
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) => return Err(format!("no request was received: {error}")),
        }
    };
    socket
        .write_all(response)
        .map_err(|error| error.to_string())?;
    Ok(request)
}

/// The request, if it is complete.
fn parse(bytes: &[u8]) -> Option<WireRequest> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(Some(0), |(_, value)| value.parse().ok())?;
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    Some(WireRequest {
        method,
        target,
        headers,
        body,
    })
}

/// A response that most operations accept.
pub(crate) fn ok() -> Vec<u8> {
    b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".to_vec()
}

/// The response that a test declares, without any other header: HTTP/1.0 requires none.
pub(crate) fn response(test: &Value) -> Vec<u8> {
    let headers = test["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| {
        let value = value.as_str().unwrap_or_default();
        format!("{name}: {value}\r\n")
    });
    let headers: String = headers.collect();
    let body = test["body"].as_str().unwrap_or_default();
    format!("HTTP/1.0 {} Status\r\n{headers}\r\n{body}", test["code"]).into_bytes()
}
