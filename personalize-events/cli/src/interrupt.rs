//! Ctrl-C and, on Unix, SIGTERM.
//!
//! Code that cannot wait for a signal asks [`Interrupts::received`] regularly. If it does not end soon, because it waits
//! for a pipe, the process ends without it.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::sync::watch;

use crate::progress;
use crate::temporary;

/// The exit code after an interrupt: that of shells for SIGINT.
pub(crate) const EXIT_CODE: u8 = 130;

/// How long the process may take to end after an interrupt, if it waits for something. Service managers kill a process
/// that does not end, Docker after ten seconds.
pub(crate) const EXIT_TIMEOUT: Duration = Duration::from_secs(8);

/// How long the process may take to end after an interrupt, if it does not.
const GRACE: Duration = Duration::from_millis(500);

/// How long each of the last steps may take: a disk or a terminal may not respond.
const LAST_STEP: Duration = Duration::from_millis(250);

/// The interrupts since [`Interrupts::listen`].
pub(crate) struct Interrupts {
    received: watch::Receiver<Received>,
    /// Whether the process waits for its calls after an interrupt, instead of ending within [`GRACE`].
    is_patient: Arc<AtomicBool>,
}

#[derive(Clone, Copy, Default)]
struct Received {
    count: u32,
    /// When the first one was received.
    first: Option<Instant>,
}

impl Interrupts {
    /// Handles interrupts from now on. Without further calls they end the process.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        let signals = Signals::new().context("interrupts cannot be handled")?;
        let (sender, received) = watch::channel(Received::default());
        let is_patient = Arc::new(AtomicBool::new(false));
        tokio::spawn(handle(signals, sender, Arc::clone(&is_patient)));
        Ok(Self {
            received,
            is_patient,
        })
    }

    /// How many interrupts there were.
    pub(crate) fn received(&self) -> u32 {
        self.received.borrow().count
    }

    /// Waits for an interrupt that this method has not returned for yet, and returns when the first one was received.
    pub(crate) async fn next(&mut self) -> Instant {
        if self.received.changed().await.is_err() {
            pending::<()>().await;
        }
        let received = *self.received.borrow();
        received.first.unwrap_or_else(Instant::now)
    }

    /// Lets the process continue after up to two interrupts, for [`EXIT_TIMEOUT`]; the caller handles them.
    pub(crate) fn wait(&self) {
        self.is_patient.store(true, Ordering::Relaxed);
    }
}

/// Counts interrupts, and ends the process unless it ends in time.
async fn handle(
    mut signals: Signals,
    sender: watch::Sender<Received>,
    is_patient: Arc<AtomicBool>,
) {
    let is_patient = || is_patient.load(Ordering::Relaxed);
    signals.next().await;
    let first = Instant::now();
    let mut end = pin!(async {
        tokio::time::sleep(GRACE).await;
        if is_patient() {
            let rest = EXIT_TIMEOUT.saturating_sub(GRACE + 2 * LAST_STEP);
            tokio::time::sleep(rest).await;
        }
    });
    let mut count = 1;
    loop {
        let first = Some(first);
        sender.send_replace(Received { count, first });
        if count > 2 || count > 1 && !is_patient() {
            exit();
        }
        tokio::select! {
            () = signals.next() => count += 1,
            () = &mut end => exit(),
        }
    }
}

/// Ends the process. Destructors do not run.
fn exit() -> ! {
    let steps: [fn(); 2] = [temporary::remove_all, || progress::eprintln("interrupted")];
    for step in steps {
        let (sender, done) = mpsc::channel();
        let started = thread::Builder::new().spawn(move || {
            step();
            let _ = sender.send(());
        });
        if started.is_ok() {
            let _ = done.recv_timeout(LAST_STEP);
        }
    }
    std::process::exit(EXIT_CODE.into())
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
