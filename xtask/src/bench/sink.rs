//! An endpoint that answers everything with success, at once.
//!
//! It has a thread for each connection, on the core that clients run on as well, see [`pin`].

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::Error;

/// As the service answers: no body.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nx-amzn-requestid: 8f9c0000-0000-4000-8000-000000000000\r\n\
    content-type: application/json\r\ncontent-length: 0\r\n\r\n";

/// Keeps this thread, and all that it starts from now on, on one core.
///
/// With two, each call puts a core to sleep and wakes it again, at the expense of whoever sends. On virtual
/// machines that is more than all that is measured here, and never the same.
pub(super) fn pin() -> Result<(), Error> {
    let core = core_affinity::get_core_ids().and_then(|cores| cores.first().copied());
    match core {
        Some(core) if core_affinity::set_for_current(core) => Ok(()),
        Some(_) | None => Err(Error::new("this program cannot be kept on one core")),
    }
}

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
        let url = format!("http://{}", listener.local_addr()?);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&shared);
                // A client that goes away ends its connection.
                thread::spawn(move || serve(stream, &seen));
            }
        });
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

/// Answers what is whole, until the client goes away.
fn serve(mut stream: TcpStream, seen: &Mutex<Seen>) -> io::Result<()> {
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
            let mut seen = lock(seen);
            if std::mem::take(&mut seen.is_watched) {
                seen.first_byte = Some(first_byte);
                seen.body = bytes[body..end].to_vec();
            }
            drop(seen);
            bytes.drain(..end);
            since = None;
            stream.write_all(ANSWER)?;
        }
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
