//! Time and chance, as a client meets them: the machine's own, or a test's.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use crate::random;

/// Where a client has its time and its chance from; [`ConfigBuilder::clock`] takes one of a test's own.
///
/// A client asks it what time to sign with, and waits on it between attempts. So a test in which the
/// service throttles takes no time, and can tell how long the client would have waited. Timeouts are about
/// connections, and keep to the runtime's time.
///
/// [`ConfigBuilder::clock`]: crate::ConfigBuilder::clock
///
/// # Example
///
/// A clock that never waits and notes what it was asked for:
///
/// ```
/// use std::future::{Future, ready};
/// use std::pin::Pin;
/// use std::sync::Mutex;
/// use std::time::{Duration, Instant, SystemTime};
/// use personalize_events::Clock;
///
/// #[derive(Debug, Default)]
/// struct Impatient(Mutex<Vec<Duration>>);
///
/// impl Clock for Impatient {
///     fn system_time(&self) -> SystemTime {
///         SystemTime::now()
///     }
///     fn instant(&self) -> Instant {
///         Instant::now()
///     }
///     fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
///         self.0.lock().expect("no test has panicked").push(duration);
///         Box::pin(ready(()))
///     }
///     fn random(&self) -> f64 {
///         1.0 // always the longest wait
///     }
/// }
/// ```
pub trait Clock: fmt::Debug + Send + Sync {
    /// The time of day, by which requests are signed.
    fn system_time(&self) -> SystemTime;

    /// A time that never goes back, by which durations are measured.
    fn instant(&self) -> Instant;

    /// Comes back after this long.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;

    /// A random number from 0 to 1: the share of the longest wait that is waited.
    fn random(&self) -> f64;
}

/// The machine's clock, the runtime's timers and the random numbers of the operating system.
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

    fn random(&self) -> f64 {
        random::fraction()
    }
}
