//! Spans and events of `tracing`, or nothing where the feature is off.

#[cfg(not(feature = "tracing"))]
pub(crate) use silent::{Span, clock_is_corrected, credentials_are_missing};
#[cfg(feature = "tracing")]
pub(crate) use told::{Span, clock_is_corrected, credentials_are_missing};

#[cfg(feature = "tracing")]
mod told {
    use std::future::Future;
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::instrument::Instrument;

    use crate::error::CredentialsError;
    use crate::observe::{AttemptReport, CallReport};

    /// A span, of a call or of an attempt.
    #[derive(Debug)]
    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn of_call(operation: &'static str) -> Self {
            Self(tracing::info_span!(
                target: "personalize_events",
                "call",
                operation,
                outcome = Empty,
                attempts = Empty,
                status = Empty,
                code = Empty,
                request_id = Empty,
                duration_ms = Empty,
            ))
        }

        /// Its parent is the span that it is made in.
        pub(crate) fn of_attempt(attempt: u32) -> Self {
            Self(tracing::debug_span!(
                target: "personalize_events",
                "attempt",
                attempt,
                outcome = Empty,
                status = Empty,
                code = Empty,
                request_id = Empty,
                duration_ms = Empty,
            ))
        }

        // Not `async`: that would move the future, which has some thousand bytes.
        pub(crate) fn within<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn end_attempt(self, report: &AttemptReport<'_>) {
            self.end(report.outcome.as_str(), report.duration);
            self.answered(report.status, report.code, report.request_id);
            if let Some(wait) = report.wait {
                let (attempt, outcome) = (report.attempt, report.outcome.as_str());
                let wait_ms = milliseconds(wait);
                tracing::debug!(
                    target: "personalize_events",
                    attempt, outcome, code = report.code, wait_ms,
                    "the request is sent again after a wait"
                );
            }
        }

        pub(crate) fn end_call(&self, report: &CallReport<'_>) {
            self.0.record("attempts", report.attempts);
            self.end(report.outcome.as_str(), report.duration);
            self.answered(report.status, report.code, report.request_id);
        }

        fn end(&self, outcome: &str, duration: Duration) {
            self.0.record("outcome", outcome);
            self.0.record("duration_ms", milliseconds(duration));
        }

        fn answered(&self, status: Option<u16>, code: Option<&str>, request_id: Option<&str>) {
            if let Some(status) = status {
                self.0.record("status", status);
            }
            if let Some(code) = code {
                self.0.record("code", code);
            }
            if let Some(request_id) = request_id {
                self.0.record("request_id", request_id);
            }
        }
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }

    /// Requests are signed for another time than this machine's, from now on.
    pub(crate) fn clock_is_corrected(milliseconds: i64) {
        tracing::warn!(
            target: "personalize_events",
            milliseconds,
            "the clock of this machine is wrong; requests are signed with the service's time"
        );
    }

    /// A provider gave no credentials. Where there are old ones that are good, nobody else says so.
    pub(crate) fn credentials_are_missing(error: &CredentialsError) {
        tracing::warn!(target: "personalize_events", "{error}");
    }
}

#[cfg(not(feature = "tracing"))]
mod silent {
    use std::future::Future;

    use crate::error::CredentialsError;
    use crate::observe::{AttemptReport, CallReport};

    /// No span.
    #[derive(Debug)]
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn of_call(_: &'static str) -> Self {
            Self
        }

        pub(crate) fn of_attempt(_: u32) -> Self {
            Self
        }

        // Neither more nor less is captured than where there are spans.
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

    pub(crate) fn clock_is_corrected(_: i64) {}

    pub(crate) fn credentials_are_missing(_: &CredentialsError) {}
}
