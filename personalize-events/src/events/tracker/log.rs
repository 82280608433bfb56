//! Warnings of a tracker, with the feature `tracing`. They have numbers and codes, but nothing of the events.

use std::time::{Duration, Instant};

use super::report::FailureReason;
#[cfg(feature = "spool")]
use super::spool_error::SpoolError;

/// How often failed events are logged at most.
const INTERVAL: Duration = Duration::from_secs(10);

/// Failed events that are not logged yet.
#[derive(Debug, Default)]
pub(super) struct FailureLog {
    events: u64,
    last: Option<Instant>,
    has_finished: bool,
}

impl FailureLog {
    /// Adds an event. Returns how many are to be logged now.
    pub(super) fn add(&mut self) -> u64 {
        self.events += 1;
        let now = Instant::now();
        let is_early = self
            .last
            .is_some_and(|last| now.saturating_duration_since(last) < INTERVAL);
        if is_early || self.has_finished {
            return 0;
        }
        self.last = Some(now);
        std::mem::take(&mut self.events)
    }

    /// Returns how many events are to be logged at last. Those that are pending then are logged with them.
    pub(super) fn finish(&mut self) -> u64 {
        self.has_finished = true;
        std::mem::take(&mut self.events)
    }
}

#[cfg(feature = "tracing")]
pub(super) use events::{callback_panicked, ended, failed, run_failed};
#[cfg(all(feature = "spool", feature = "tracing"))]
pub(super) use events::{spool_failed, spooled_event_unreadable};
#[cfg(not(feature = "tracing"))]
pub(super) use none::{callback_panicked, ended, failed, run_failed};
#[cfg(all(feature = "spool", not(feature = "tracing")))]
pub(super) use none::{spool_failed, spooled_event_unreadable};

#[cfg(feature = "tracing")]
mod events {
    use std::time::Duration;

    use super::FailureReason;
    #[cfg(feature = "spool")]
    use super::SpoolError;

    /// Events have failed, the last of them for this reason.
    pub(in super::super) fn failed(events: u64, reason: &FailureReason) {
        if events > 0 {
            tracing::warn!(
                target: "personalize_events",
                events, reason = name(reason), code = code(reason),
                "tracked events were not stored; handle them with `on_failure`"
            );
        }
    }

    /// The reason without text of the service.
    fn name(reason: &FailureReason) -> &'static str {
        match reason {
            FailureReason::Invalid(_) => "invalid",
            FailureReason::Rejected(_) => "rejected",
            FailureReason::NotDelivered(_) => "not delivered",
            FailureReason::Dropped => "dropped",
            FailureReason::ShutdownTimeout(_) => "shutdown timeout",
            FailureReason::Cancelled => "cancelled",
        }
    }

    /// The error code of the service.
    fn code(reason: &FailureReason) -> Option<&str> {
        match reason {
            FailureReason::Rejected(error)
            | FailureReason::NotDelivered(error)
            | FailureReason::ShutdownTimeout(Some(error)) => error.code(),
            FailureReason::Invalid(_)
            | FailureReason::Dropped
            | FailureReason::ShutdownTimeout(None)
            | FailureReason::Cancelled => None,
        }
    }

    /// Every call of a run would fail.
    pub(in super::super) fn run_failed(code: Option<&str>, wait: Duration) {
        let wait_seconds = wait.as_secs();
        tracing::warn!(
            target: "personalize_events",
            code, wait_seconds, "no event can be stored; the event tracker waits and tries again"
        );
    }

    pub(in super::super) fn callback_panicked() {
        tracing::error!(target: "personalize_events", "`on_failure` of an event tracker panicked");
    }

    /// The message names the file, but nothing of its events.
    #[cfg(feature = "spool")]
    pub(in super::super) fn spool_failed(error: &SpoolError) {
        tracing::error!(target: "personalize_events", "{error}");
    }

    #[cfg(feature = "spool")]
    pub(in super::super) fn spooled_event_unreadable() {
        tracing::error!(target: "personalize_events", "an event of a spool cannot be read; it stays there, and is not sent");
    }

    /// The task has ended, while calls with so many events were cancelled.
    pub(in super::super) fn ended(cancelled: u64, unlogged: u64) {
        let events = cancelled + unlogged;
        if events > 0 {
            tracing::warn!(
                target: "personalize_events",
                events, "an event tracker has ended with tracked events that were not stored"
            );
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod none {
    use std::time::Duration;

    use super::FailureReason;
    #[cfg(feature = "spool")]
    use super::SpoolError;

    pub(in super::super) fn failed(_: u64, _: &FailureReason) {}

    pub(in super::super) fn run_failed(_: Option<&str>, _: Duration) {}

    pub(in super::super) fn callback_panicked() {}

    #[cfg(feature = "spool")]
    pub(in super::super) fn spool_failed(_: &SpoolError) {}

    #[cfg(feature = "spool")]
    pub(in super::super) fn spooled_event_unreadable() {}

    pub(in super::super) fn ended(_: u64, _: u64) {}
}
