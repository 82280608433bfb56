//! Clock and sleep, replaceable in tests.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// The clock of a client; replace it in tests with [`ConfigBuilder::clock`].
///
/// A client signs with its time and sleeps on it between attempts, so a test with throttled requests takes no time
/// and can check the delays. Timeouts of connections use the timer of the runtime instead.
///
/// [`guide::testing`](mod@crate::guide::testing) has an example.
///
/// [`ConfigBuilder::clock`]: crate::ConfigBuilder::clock
pub trait Clock: fmt::Debug + Send + Sync {
    /// Returns the time of day, which signatures contain.
    fn system_time(&self) -> SystemTime;

    /// Returns a monotonic time, to measure durations.
    fn instant(&self) -> Instant;

    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

/// The clock of the machine and the timer of the runtime.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
