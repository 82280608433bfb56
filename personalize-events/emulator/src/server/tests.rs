//! Requests that do not arrive in time, or with too many others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use crate::Emulator;

const TIMEOUT: Duration = Duration::from_millis(100);

fn emulator() -> Emulator {
    let mut builder = Emulator::builder();
    builder.read_timeout = TIMEOUT;
    builder.start_blocking().unwrap()
}

/// Sends a text one byte at a time until the connection ends, and returns what was received.
fn send_slowly(emulator: &Emulator, start: &str, rest: &str) -> String {
    let mut stream = TcpStream::connect(emulator.addr()).unwrap();
    stream.write_all(start.as_bytes()).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let rest = rest.to_owned();
    let sender = thread::spawn(move || {
        for byte in rest.as_bytes() {
            thread::sleep(TIMEOUT / 10);
            if writer.write_all(&[*byte]).is_err() {
                break;
            }
        }
    });
    let mut received = Vec::new();
    let mut buffer = [0; 1000];
    // The connection may be reset, because the rest is not read.
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        received.extend_from_slice(&buffer[..length]);
    }
    drop(stream);
    sender.join().unwrap();
    String::from_utf8(received).unwrap()
}

#[test]
fn a_slow_head_is_rejected() {
    let emulator = emulator();
    for start in ["P", "POST /users HTTP/1.1\r\nhost: localhost\r\n"] {
        let started = Instant::now();
        let response = send_slowly(&emulator, start, &"x-a: b\r\n".repeat(10));
        assert!(started.elapsed() >= TIMEOUT);
        assert!(
            response.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{response}"
        );
        let message = r#"{"message":"The head of the request did not arrive within 0.1 seconds."}"#;
        assert!(response.ends_with(message), "{response}");
    }
    assert!(emulator.requests().is_empty());
}

#[test]
fn a_slow_body_is_rejected_and_recorded() {
    let emulator = emulator();
    for path in ["/users", "/_emulator/faults", "/nowhere"] {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n");
        let response = send_slowly(&emulator, &head, &"{".repeat(50));
        if path == "/nowhere" {
            assert!(response.starts_with("HTTP/1.1 404 "), "{response}");
            continue;
        }
        assert!(
            response.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{response}"
        );
        assert!(response.contains("connection: close\r\n"), "{response}");
        assert!(
            response.contains("x-amzn-errortype: RequestTimeoutException\r\n"),
            "{response}"
        );
        let message = r#"{"message":"The body of the request did not arrive within 0.1 seconds."}"#;
        assert!(response.ends_with(message), "{response}");
    }
    let requests = emulator.requests();
    let codes: Vec<_> = requests
        .iter()
        .map(|it| (it.operation(), it.code()))
        .collect();
    assert_eq!(
        codes,
        [
            (Some("PutUsers"), Some("RequestTimeoutException")),
            (None, Some("UnknownOperationException"))
        ]
    );
    assert!(requests[0].body().is_empty());
}

#[test]
fn an_idle_connection_ends_without_a_response() {
    let emulator = emulator();
    let mut stream = TcpStream::connect(emulator.addr()).unwrap();
    let request = b"GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request).unwrap();
    let mut received = String::new();
    stream.read_to_string(&mut received).unwrap();
    assert_eq!(received.matches("HTTP/1.1 ").count(), 1, "{received}");
    assert!(received.starts_with("HTTP/1.1 404 "), "{received}");
}

#[test]
fn bodies_that_are_being_read_are_limited_together() {
    let mut builder = Emulator::builder();
    builder.max_incomplete_bytes = 1000;
    let emulator = builder.start_blocking().unwrap();
    let send = |length: usize, body: &str| {
        let mut stream = TcpStream::connect(emulator.addr()).unwrap();
        let head = format!(
            "POST /users HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        stream
    };
    let receive = |mut stream: TcpStream| {
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    };
    let half = " ".repeat(500);
    let mut incomplete = send(501, &half);
    while emulator.state.incomplete_bytes.available_permits() > 500 {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(receive(send(501, &half.repeat(2)[..501])).starts_with("HTTP/1.1 503 "));
    assert!(receive(send(500, &half)).starts_with("HTTP/1.1 403 "));
    incomplete.write_all(b" ").unwrap();
    assert!(receive(incomplete).starts_with("HTTP/1.1 403 "));
    assert!(receive(send(1000, &half.repeat(2))).starts_with("HTTP/1.1 403 "));
    let response = receive(send(1001, &" ".repeat(1001)));
    assert!(
        response.contains("x-amzn-errortype: ServiceUnavailable\r\n"),
        "{response}"
    );
}
