//! Hooks for metrics: the [`Observer`] trait and the reports that it receives.
//!
//! Reports hold operation names, numbers, codes and request ids; never ids, properties, keys or messages.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Receives a report of every attempt and every call; set one with [`ConfigBuilder::observer`].
///
/// Its methods run on the task of the call, so they should return quickly. A call that is dropped before it ends
/// is not reported. Each method does nothing by default.
///
/// [`ConfigBuilder::observer`]: crate::ConfigBuilder::observer
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use personalize_events::{AttemptReport, CallReport, Config, Observer, Outcome};
///
/// #[derive(Debug, Default)]
/// struct Metrics {
///     throttles: AtomicU64,
///     failures: AtomicU64,
/// }
///
/// impl Observer for Metrics {
///     fn attempt(&self, report: &AttemptReport<'_>) {
///         if report.outcome == Outcome::Throttled {
///             self.throttles.fetch_add(1, Ordering::Relaxed);
///         }
///     }
///     fn call(&self, report: &CallReport<'_>) {
///         if report.outcome != Outcome::Success {
///             self.failures.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// # fn example() -> Result<(), personalize_events::ConfigError> {
/// let metrics = Arc::new(Metrics::default());
/// let config = Config::builder().observer(Arc::clone(&metrics)).build()?;
/// # Ok(())
/// # }
/// ```
pub trait Observer: fmt::Debug + Send + Sync {
    /// Called when an attempt has ended. By default it does nothing.
    fn attempt(&self, report: &AttemptReport<'_>) {
        let _ = report;
    }

    /// Called when a call has ended, after all of its attempts. By default it does nothing.
    fn call(&self, report: &CallReport<'_>) {
        let _ = report;
    }
}

/// Counters of an observer can be read through another clone.
impl<O: Observer + ?Sized> Observer for Arc<O> {
    fn attempt(&self, report: &AttemptReport<'_>) {
        (**self).attempt(report);
    }

    fn call(&self, report: &CallReport<'_>) {
        (**self).call(report);
    }
}

/// The result of one attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// The operation, such as `PutUsers`.
    pub operation: &'static str,
    /// The number of the attempt within its call, starting at 1.
    pub attempt: u32,
    /// How the attempt ended.
    pub outcome: Outcome,
    /// The HTTP status, if a response arrived.
    pub status: Option<u16>,
    /// The error code, if the response is an error that has one.
    pub code: Option<&'a str>,
    /// The request id, which AWS Support asks for.
    pub request_id: Option<&'a str>,
    /// The time that the attempt took, including the wait for credentials.
    pub duration: Duration,
    /// The delay before the next attempt, if one follows.
    pub wait: Option<Duration>,
}

/// The result of one call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operation, such as `PutUsers`.
    pub operation: &'static str,
    /// The number of attempts; 0 if the call timed out while it waited for a free slot.
    pub attempts: u32,
    /// How the last attempt ended.
    pub outcome: Outcome,
    /// The HTTP status of the last response, if one arrived.
    pub status: Option<u16>,
    /// The error code of the last response, if it is an error that has one.
    pub code: Option<&'a str>,
    /// The request id of the last response, which AWS Support asks for.
    pub request_id: Option<&'a str>,
    /// The time that the call took, including all delays.
    pub duration: Duration,
}

/// How an attempt or a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The service returned success.
    Success,
    /// The service throttled the request.
    Throttled,
    /// The service, or a proxy in front of it, returned another error.
    ServiceError,
    /// A timeout elapsed.
    TimedOut,
    /// No complete response arrived.
    TransportError,
    /// No credentials were available.
    NoCredentials,
}

impl Outcome {
    /// Returns the name for a metrics label: `success`, `throttled`, `service_error`, `timed_out`,
    /// `transport_error` or `no_credentials`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Throttled => "throttled",
            Self::ServiceError => "service_error",
            Self::TimedOut => "timed_out",
            Self::TransportError => "transport_error",
            Self::NoCredentials => "no_credentials",
        }
    }
}
