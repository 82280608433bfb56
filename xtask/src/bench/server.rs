//! A server that accepts every request immediately.
//!
//! It has a thread for each connection, on the core of the clients; see [`pin_to_core`].

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

/// The response of the service, which has no body.
const RESPONSE: &[u8] =
    b"HTTP/1.1 200 OK\r\nx-amzn-requestid: 8f9c0000-0000-4000-8000-000000000000\r\n\
    content-type: application/json\r\ncontent-length: 0\r\n\r\n";

/// Pins this thread, and all threads and processes that it starts from now on, to one core.
///
/// With two cores, each call puts one to sleep and wakes it again, which costs the sender CPU time. On virtual machines
/// that exceeds everything that is measured here, and it varies.
pub(super) fn pin_to_core() -> Result<()> {
    let core = core_affinity::get_core_ids().and_then(|cores| cores.first().copied());
    match core {
        Some(core) if core_affinity::set_for_current(core) => Ok(()),
        Some(_) | None => bail!("cannot pin this program to one core"),
    }
}

pub(super) struct Server {
    url: String,
    recorded: Arc<Mutex<Recorded>>,
}

/// The first request since recording was started.
#[derive(Default)]
struct Recorded {
    is_recording: bool,
    first_byte: Option<Instant>,
    body: Vec<u8>,
}

impl Server {
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let recorded = Arc::new(Mutex::new(Recorded::default()));
        let shared = Arc::clone(&recorded);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let recorded = Arc::clone(&shared);
                // The error of a client that disconnects ends the thread.
                thread::spawn(move || serve(stream, &recorded));
            }
        });
        Ok(Self { url, recorded })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The first body that is received while `run` runs.
    pub(super) fn first_body<T>(&self, run: impl FnOnce() -> Result<T>) -> Result<Vec<u8>> {
        self.record();
        run()?;
        Ok(std::mem::take(&mut lock(&self.recorded).body))
    }

    /// The result of `run`, and the nanoseconds until the first byte was received.
    pub(super) fn time_to_first_byte<T>(
        &self,
        run: impl FnOnce() -> Result<T>,
    ) -> Result<(T, f64)> {
        self.record();
        let start = Instant::now();
        let result = run()?;
        let first = lock(&self.recorded).first_byte.take();
        let first = first.context("the client sent nothing")?;
        Ok((result, (first - start).as_secs_f64() * 1e9))
    }

    fn record(&self) {
        *lock(&self.recorded) = Recorded {
            is_recording: true,
            ..Recorded::default()
        };
    }
}

fn lock(recorded: &Mutex<Recorded>) -> MutexGuard<'_, Recorded> {
    recorded.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Responds to complete requests until the client disconnects.
fn serve(mut stream: TcpStream, recorded: &Mutex<Recorded>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 64 * 1024]);
    let mut since = None;
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&chunk[..length]);
        let first_byte = *since.get_or_insert_with(Instant::now);
        while let Some((body, end)) = request(&bytes) {
            let mut recorded = lock(recorded);
            if std::mem::take(&mut recorded.is_recording) {
                recorded.first_byte = Some(first_byte);
                recorded.body = bytes[body..end].to_vec();
            }
            drop(recorded);
            bytes.drain(..end);
            since = None;
            stream.write_all(RESPONSE)?;
        }
    }
}

/// The start and the end of a request's body, if it is complete.
fn request(bytes: &[u8]) -> Option<(usize, usize)> {
    const LENGTH: &[u8] = b"content-length:";
    let body = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let mut lines = bytes[..body].split(|byte| *byte == b'\n');
    let length = lines.find_map(|line| {
        let (name, value) = line.split_at_checked(LENGTH.len())?;
        let value = std::str::from_utf8(value).ok()?;
        name.eq_ignore_ascii_case(LENGTH)
            .then(|| value.trim().parse::<usize>().ok())?
    });
    let end = body + length.unwrap_or(0);
    (bytes.len() >= end).then_some((body, end))
}
