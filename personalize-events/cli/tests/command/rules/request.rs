//! A signed request of another client than ours.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use personalize_events_emulator::{Emulator, EmulatorBuilder};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// 2026-01-01T00:00:00Z
const NOW: Duration = Duration::from_secs(1_767_225_600);
const DATE: &str = "20260101T000000Z";

/// Starts an emulator whose clock shows the date of the requests.
pub(super) fn start(emulator: EmulatorBuilder) -> Emulator {
    let emulator = emulator.clock(|| UNIX_EPOCH + NOW);
    emulator.start_blocking().expect("it starts")
}

/// Posts a body and returns the status of the response.
pub(super) fn post(emulator: &Emulator, path: &str, body: &Value) -> u16 {
    let (body, host) = (body.to_string(), emulator.addr().to_string());
    let hex = |bytes: &[u8]| hex::encode(bytes);
    let canonical = format!(
        "POST\n{path}\n\nhost:{host}\nx-amz-date:{DATE}\n\nhost;x-amz-date\n{}",
        hex(&Sha256::digest(&body))
    );
    let scope = format!("{}/eu-west-1/personalize/aws4_request", &DATE[..8]);
    let text = format!(
        "AWS4-HMAC-SHA256\n{DATE}\n{scope}\n{}",
        hex(&Sha256::digest(canonical))
    );
    let mut key = b"AWS4test".to_vec();
    for part in scope.split('/').chain([text.as_str()]) {
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key of any length");
        mac.update(part.as_bytes());
        key = mac.finalize().into_bytes().to_vec();
    }
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nx-amz-date: {DATE}\r\nauthorization: AWS4-HMAC-SHA256 Credential=test/{scope}, \
         SignedHeaders=host;x-amz-date, Signature={}\r\n\r\n{body}",
        body.len(),
        hex(&key)
    );
    let mut stream = TcpStream::connect(emulator.addr()).expect("it listens");
    stream
        .write_all(request.as_bytes())
        .expect("it reads the request");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it answers");
    let status = response.split(' ').nth(1).and_then(|it| it.parse().ok());
    match status.expect("a status") {
        status @ (200 | 400) => status,
        other => panic!("{other}: {response}"),
    }
}
