//! What others are told of calls: the hook for metrics, and spans and events of `tracing`.
//!
//! Never ids, properties, keys or messages: the names of operations, numbers, codes and request ids.

mod spans;

use std::fmt;
use std::time::{Duration, Instant};

use crate::config::Settings;
use crate::error::{CallError, ResponseMetadata, RetryKind};
use crate::transport::Answer;
pub(crate) use spans::Span;
pub(crate) use spans::{clock_is_corrected, credentials_are_missing};

/// Is told of every attempt and every call; [`ConfigBuilder::observer`] takes one.
///
/// It is called where the call runs, so it should be quick: count, and come back. A call that is dropped
/// before its end is not told.
///
/// [`ConfigBuilder::observer`]: crate::ConfigBuilder::observer
///
/// # Example
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use personalize_events::{AttemptReport, CallReport, Observer, Outcome};
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
/// ```
pub trait Observer: fmt::Debug + Send + Sync {
    /// An attempt has ended.
    fn attempt(&self, report: &AttemptReport<'_>);

    /// A call has ended, with all its attempts.
    fn call(&self, report: &CallReport<'_>);
}

/// What an attempt came to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptReport<'a> {
    /// The operation, such as `PutUsers`.
    pub operation: &'static str,
    /// Which attempt of the call it is, from 1 on.
    pub attempt: u32,
    /// What it came to.
    pub outcome: Outcome,
    /// The HTTP status, if an answer came.
    pub status: Option<u16>,
    /// The error's code, if the answer is an error that has one.
    pub code: Option<&'a str>,
    /// The id by which AWS's support finds the request.
    pub request_id: Option<&'a str>,
    /// How long it took, with the wait for credentials.
    pub duration: Duration,
    /// How long is waited until the next attempt, if there is one.
    pub wait: Option<Duration>,
}

/// What a call came to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallReport<'a> {
    /// The operation, such as `PutUsers`.
    pub operation: &'static str,
    /// How many attempts there were; 0 if it was never its turn.
    pub attempts: u32,
    /// What the last of them came to.
    pub outcome: Outcome,
    /// The HTTP status of the last, if an answer came.
    pub status: Option<u16>,
    /// The error's code of the last, if the answer is an error that has one.
    pub code: Option<&'a str>,
    /// The id by which AWS's support finds the last request.
    pub request_id: Option<&'a str>,
    /// How long it took, with all waits.
    pub duration: Duration,
}

/// What an attempt or a call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The service did what was asked.
    Success,
    /// The service asks for fewer requests.
    Throttled,
    /// The service, or something before it, answered with another error.
    ServiceError,
    /// It took longer than was allowed.
    TimedOut,
    /// No answer came, or only a part of it.
    TransportError,
    /// There was nothing to sign with.
    NoCredentials,
}

impl Outcome {
    /// Its name as a label of metrics: `success`, `throttled`, `service_error`, `timed_out`, `transport_error` or
    /// `no_credentials`.
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

    fn of<'a>(result: Result<&'a Answer, &CallError>) -> (Self, Option<&'a ResponseMetadata>) {
        match result.map(Answer::metadata) {
            Ok(metadata) if (200..300).contains(&metadata.status()) => {
                (Self::Success, Some(metadata))
            }
            Ok(metadata) if RetryKind::of(metadata) == Some(RetryKind::Throttling) => {
                (Self::Throttled, Some(metadata))
            }
            Ok(metadata) => (Self::ServiceError, Some(metadata)),
            Err(CallError::Timeout(_)) => (Self::TimedOut, None),
            Err(CallError::Credentials(_)) => (Self::NoCredentials, None),
            Err(CallError::Transport(_)) => (Self::TransportError, None),
        }
    }
}

/// A call that is observed.
#[derive(Debug)]
pub(crate) struct Observed<'a> {
    settings: &'a Settings,
    operation: &'static str,
    started: Instant,
    pub(crate) span: Span,
}

impl<'a> Observed<'a> {
    pub(crate) fn start(settings: &'a Settings, operation: &'static str) -> Self {
        Self {
            settings,
            operation,
            started: settings.clock.instant(),
            span: Span::of_call(operation),
        }
    }

    /// Since when, by the client's clock, it is under way.
    pub(crate) fn started(&self) -> Instant {
        self.started
    }

    fn since(&self, started: Instant) -> Duration {
        let now = self.settings.clock.instant();
        now.saturating_duration_since(started)
    }

    /// An attempt that was started then has come to this.
    pub(crate) fn attempt(
        &self,
        span: Span,
        (attempt, started): (u32, Instant),
        result: Result<&Answer, &CallError>,
        wait: Option<Duration>,
    ) {
        let (outcome, metadata) = Outcome::of(result);
        let report = AttemptReport {
            operation: self.operation,
            attempt,
            outcome,
            status: metadata.map(ResponseMetadata::status),
            code: metadata.and_then(ResponseMetadata::code),
            request_id: metadata.and_then(ResponseMetadata::request_id),
            duration: self.since(started),
            wait,
        };
        // The span is over before the wait begins.
        span.end_attempt(&report);
        if let Some(observer) = &self.settings.observer {
            observer.attempt(&report);
        }
    }

    /// All is over.
    pub(crate) fn call(&self, attempts: u32, result: Result<&Answer, &CallError>) {
        let (outcome, metadata) = Outcome::of(result);
        let report = CallReport {
            operation: self.operation,
            attempts,
            outcome,
            status: metadata.map(ResponseMetadata::status),
            code: metadata.and_then(ResponseMetadata::code),
            request_id: metadata.and_then(ResponseMetadata::request_id),
            duration: self.since(self.started),
        };
        self.span.end_call(&report);
        if let Some(observer) = &self.settings.observer {
            observer.call(&report);
        }
    }
}
