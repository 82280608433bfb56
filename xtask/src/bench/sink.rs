//! An endpoint that answers everything with success, at once.
//!
//! It is one thread that never sleeps while clients are connected: to wake a thread that waits costs whoever
//! writes to it, and more on virtual machines than all that is measured here.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Error;

/// As the service answers: no body.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nx-amzn-requestid: 8f9c0000-0000-4000-8000-000000000000\r\n\
    content-type: application/json\r\ncontent-length: 0\r\n\r\n";

/// How long it sleeps while nobody is connected.
const IDLE: Duration = Duration::from_micros(200);

pub(super) struct Sink {
    url: String,
    seen: Arc<Mutex<Seen>>,
}

/// What came since it was asked to look.
#[derive(Default)]
struct Seen {
    is_watched: bool,
    first_byte: Option<Instant>,
    body: Vec<u8>,
}

impl Sink {
    /// Listens.
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        thread::spawn(move || serve(&listener, &shared));
        Ok(Self { url, seen })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The first body that comes while this is done.
    pub(super) fn body<T>(&self, run: impl FnOnce() -> Result<T, Error>) -> Result<Vec<u8>, Error> {
        self.watch();
        run()?;
        Ok(std::mem::take(&mut lock(&self.seen).body))
    }

    /// How long it takes until a first byte comes, in nanoseconds, and what came of it.
    pub(super) fn first_byte<T>(&self, run: impl FnOnce() -> T) -> Result<(T, f64), Error> {
        self.watch();
        let start = Instant::now();
        let done = run();
        let first = lock(&self.seen).first_byte.take();
        let first = first.ok_or_else(|| Error::new("a client has sent nothing"))?;
        Ok((done, (first - start).as_secs_f64() * 1e9))
    }

    fn watch(&self) {
        *lock(&self.seen) = Seen {
            is_watched: true,
            ..Seen::default()
        };
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A client, and what it has sent of a request.
struct Connection {
    stream: TcpStream,
    bytes: Vec<u8>,
    since: Option<Instant>,
}

fn serve(listener: &TcpListener, seen: &Mutex<Seen>) {
    let mut connections: Vec<Connection> = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        while let Ok((stream, _)) = listener.accept() {
            if stream
                .set_nonblocking(true)
                .and(stream.set_nodelay(true))
                .is_ok()
            {
                connections.push(Connection {
                    stream,
                    bytes: Vec::new(),
                    since: None,
                });
            }
        }
        // A client that goes away ends its connection.
        connections.retain_mut(|connection| connection.turn(&mut chunk, seen).is_ok());
        if connections.is_empty() {
            thread::sleep(IDLE);
        }
    }
}

impl Connection {
    /// Reads what is there, and answers what is whole.
    fn turn(&mut self, chunk: &mut [u8], seen: &Mutex<Seen>) -> io::Result<()> {
        match self.stream.read(chunk) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => self.bytes.extend_from_slice(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        while let Some((body, end)) = request(&self.bytes) {
            let mut seen = lock(seen);
            if std::mem::take(&mut seen.is_watched) {
                seen.first_byte = Some(since);
                seen.body = self.bytes[body..end].to_vec();
            }
            self.bytes.drain(..end);
            self.since = None;
            self.stream.write_all(ANSWER)?;
        }
        Ok(())
    }
}

/// Where the body of a request begins and ends, if it is all there.
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
