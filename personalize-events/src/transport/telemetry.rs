//! Reports calls and attempts to the client's observer and, with the feature `tracing`, as spans and events.
//!
//! They contain operation names, numbers, codes and request ids, but no messages of the service, which may repeat parts
//! of a request.

use std::time::{Duration, Instant};

use super::Response;
use crate::config::Config;
use crate::error::{CallError, ResponseMetadata};
use crate::observer::{AttemptReport, CallReport, Outcome};
use crate::retry::RetryKind;
pub(super) use span::Span;

/// A call in progress, for its reports.
#[derive(Debug)]
pub(super) struct Observed<'a> {
    settings: &'a Config,
    operation: &'static str,
    pub(super) started: Instant,
    pub(super) span: Span,
}

impl<'a> Observed<'a> {
    pub(super) fn start(settings: &'a Config, operation: &'static str) -> Self {
        Self {
            settings,
            operation,
            started: settings.clock.instant(),
            span: Span::for_call(operation),
        }
    }

    fn since(&self, started: Instant) -> Duration {
        let now = self.settings.clock.instant();
        now.saturating_duration_since(started)
    }

    /// Reports the end of an attempt and ends its span, so that the span does not include the retry delay.
    pub(super) fn attempt(
        &self,
        span: Span,
        (attempt, started): (u32, Instant),
        result: Result<&Response, &CallError>,
        wait: Option<Duration>,
    ) {
        let (outcome, metadata) = outcome(result);
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
        span.end_attempt(&report);
        if let Some(observer) = &self.settings.observer {
            observer.attempt(&report);
        }
    }

    /// Reports the end of the call.
    pub(super) fn call(&self, attempts: u32, result: Result<&Response, &CallError>) {
        let (outcome, metadata) = outcome(result);
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

fn outcome<'a>(
    result: Result<&'a Response, &CallError>,
) -> (Outcome, Option<&'a ResponseMetadata>) {
    let metadata = match result {
        Ok(response) => response.metadata(),
        Err(CallError::Service { error, .. }) => match *error {},
        Err(CallError::Timeout(_)) => return (Outcome::TimedOut, None),
        Err(CallError::Credentials(_)) => return (Outcome::NoCredentials, None),
        Err(CallError::Transport(error)) if error.is_timeout() => return (Outcome::TimedOut, None),
        Err(CallError::Transport(_)) => return (Outcome::TransportError, None),
    };
    let outcome = if metadata.is_success() {
        Outcome::Success
    } else if RetryKind::of(metadata) == Some(RetryKind::Throttling) {
        Outcome::Throttled
    } else {
        Outcome::ServiceError
    };
    (outcome, Some(metadata))
}

#[cfg(feature = "tracing")]
mod span {
    use std::future::Future;
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::instrument::Instrument;

    use crate::observer::{AttemptReport, CallReport};

    /// The span of a call or of an attempt.
    #[derive(Debug)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn for_call(operation: &'static str) -> Self {
            Self(tracing::info_span!(
                target: "personalize_events", "call",
                operation, outcome = Empty, attempts = Empty, status = Empty, code = Empty,
                request_id = Empty, duration_ms = Empty,
            ))
        }

        /// Creates a span whose parent is the current span.
        pub(crate) fn for_attempt(attempt: u32) -> Self {
            Self(tracing::debug_span!(
                target: "personalize_events", "attempt",
                attempt, outcome = Empty, status = Empty, code = Empty, request_id = Empty,
                duration_ms = Empty,
            ))
        }

        // Not `async`: that would move the future, which has some thousand bytes.
        pub(crate) fn within<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn end_attempt(self, report: &AttemptReport<'_>) {
            let (attempt, outcome) = (report.attempt, report.outcome.as_str());
            self.0.record("outcome", outcome);
            self.0.record("duration_ms", milliseconds(report.duration));
            self.0.record("status", report.status);
            self.0.record("code", report.code);
            self.0.record("request_id", report.request_id);
            if let Some(wait) = report.wait {
                tracing::debug!(
                    target: "personalize_events",
                    attempt, outcome, code = report.code, wait_ms = milliseconds(wait),
                    "retrying the request after a delay"
                );
            }
        }

        pub(crate) fn end_call(&self, report: &CallReport<'_>) {
            self.0.record("attempts", report.attempts);
            self.0.record("outcome", report.outcome.as_str());
            self.0.record("duration_ms", milliseconds(report.duration));
            self.0.record("status", report.status);
            self.0.record("code", report.code);
            self.0.record("request_id", report.request_id);
        }
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod span {
    use std::future::Future;

    use crate::observer::{AttemptReport, CallReport};

    /// Replaces the span if the feature `tracing` is off.
    #[derive(Debug)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn for_call(_: &'static str) -> Self {
            Self
        }

        pub(crate) fn for_attempt(_: u32) -> Self {
            Self
        }

        // Captures the same lifetimes as the version with spans.
        pub(crate) fn within<F: Future>(&self, future: F) -> F {
            let Self = self;
            future
        }

        pub(crate) fn end_attempt(self, _: &AttemptReport<'_>) {
            let Self = self;
        }

        pub(crate) fn end_call(&self, _: &CallReport<'_>) {
            let Self = self;
        }
    }
}
