//! Ctrl-C and, on Unix, SIGTERM.
//!
//! Code that cannot wait for a signal asks [`Interrupts::received`] regularly. If it does not end soon, because it waits
//! for a pipe, the process ends without it.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use tokio::sync::watch;

use crate::progress;
use crate::temporary;

/// The exit code after an interrupt: that of shells for SIGINT.
pub(crate) const EXIT_CODE: u8 = 130;

/// How long the process may take to end after an interrupt.
const GRACE: Duration = Duration::from_millis(500);

/// The interrupts since [`Interrupts::listen`].
pub(crate) struct Interrupts {
    count: watch::Receiver<u32>,
    /// Whether the process waits for its calls after an interrupt, instead of ending within [`GRACE`].
    is_patient: Arc<AtomicBool>,
}

impl Interrupts {
    /// Handles interrupts from now on. Without further calls they end the process.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        let mut signals = Signals::new().context("interrupts cannot be handled")?;
        let (sender, count) = watch::channel(0);
        let is_patient = Arc::new(AtomicBool::new(false));
        let interrupts = Self {
            count,
            is_patient: Arc::clone(&is_patient),
        };
        tokio::spawn(async move {
            loop {
                signals.next().await;
                sender.send_modify(|count| *count += 1);
                let count = *sender.borrow();
                if !is_patient.load(Ordering::Relaxed) {
                    if count == 1 {
                        tokio::time::sleep(GRACE).await;
                    }
                    if !is_patient.load(Ordering::Relaxed) {
                        exit();
                    }
                } else if count > 2 {
                    exit();
                }
            }
        });
        Ok(interrupts)
    }

    /// How many interrupts there were.
    pub(crate) fn received(&self) -> u32 {
        *self.count.borrow()
    }

    /// Waits for an interrupt that this method has not returned for yet.
    pub(crate) async fn next(&mut self) {
        if self.count.changed().await.is_err() {
            pending::<()>().await;
        }
    }

    /// Lets the process continue after up to two interrupts; the caller handles them.
    pub(crate) fn wait(&self) {
        self.is_patient.store(true, Ordering::Relaxed);
    }
}

/// Ends the process. Destructors do not run.
fn exit() -> ! {
    temporary::remove_all();
    progress::eprintln("interrupted");
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
