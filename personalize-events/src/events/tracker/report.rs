//! What became of events: errors, failures and counts.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::super::session::SessionEvent;
#[cfg(feature = "spool")]
use super::spool_error::SpoolError;
use crate::error::Error;
use crate::generated::PutEventsError;
use crate::validation::ValidationError;

/// Why an event was not tracked.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrackError {
    /// The event is invalid.
    Invalid(ValidationError),
    /// As many events or bytes wait as the settings allow. [`track_wait`](crate::events::EventTracker::track_wait) waits
    /// instead.
    QueueFull(SessionEvent),
    /// The tracker was shut down, or the runtime of its task was.
    ShutDown(SessionEvent),
    /// The event could not be written to the spool, or the tracker has none. If writing has failed, it may be on disk and sent
    /// nevertheless; it may be tracked again, with the same ID.
    #[cfg(feature = "spool")]
    Spool(SessionEvent, SpoolError),
}

impl TrackError {
    /// Returns the event, unless it is invalid.
    #[must_use]
    pub fn into_event(self) -> Option<SessionEvent> {
        match self {
            Self::Invalid(_) => None,
            Self::QueueFull(event) | Self::ShutDown(event) => Some(event),
            #[cfg(feature = "spool")]
            Self::Spool(event, _) => Some(event),
        }
    }
}

impl fmt::Display for TrackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::QueueFull(_) => f.write_str(
                "the queue of the event tracker is full (`max_queue_size`, `max_queue_bytes`); wait with `track_wait`, or \
                 send the event later",
            ),
            Self::ShutDown(_) => f.write_str("the event tracker was shut down"),
            #[cfg(feature = "spool")]
            Self::Spool(_, error) => error.fmt(f),
        }
    }
}

impl StdError for TrackError {}

/// A tracked event that was not stored, for [`on_failure`](crate::events::EventTrackerBuilder::on_failure).
#[derive(Debug)]
#[non_exhaustive]
pub struct FailedEvent {
    /// The event with its session. If it is sent again, the service counts it once.
    pub event: SessionEvent,
    /// Why it was not stored.
    pub reason: FailureReason,
    /// Whether the event stays in the spool of the tracker (feature `spool`), so that the next start sends it.
    pub stays_in_spool: bool,
}

impl FailedEvent {
    pub(crate) fn new(event: SessionEvent, reason: FailureReason, stays_in_spool: bool) -> Self {
        Self {
            event,
            reason,
            stays_in_spool,
        }
    }
}

/// Why a tracked event was not stored.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FailureReason {
    /// The event violates a limit of a call, and was not sent.
    Invalid(ValidationError),
    /// The service rejected the event on its own: it fails again if it is sent again.
    Rejected(Arc<Error<PutEventsError>>),
    /// No call that stored the event returned before the retry timeout, or every other call fails too, such as for missing
    /// permissions. The event may be stored nevertheless; it may be sent again, with the same ID.
    NotDelivered(Arc<Error<PutEventsError>>),
    /// The queue was full, and the event was its oldest
    /// ([`WhenFull::DropOldest`](crate::events::WhenFull::DropOldest)).
    Dropped,
    /// The timeout of [`shutdown`](crate::events::EventTracker::shutdown) has elapsed. The event may be stored nevertheless. If
    /// calls had failed and were to be made again, the error is the last one of these.
    ShutdownTimeout(Option<Arc<Error<PutEventsError>>>),
    /// The task of the tracker or of the call has ended: the runtime was shut down, or an [`Observer`](crate::Observer) or
    /// the [`Clock`](trait@crate::Clock) of the client panicked. The event may be stored nevertheless.
    Cancelled,
}

impl FailureReason {
    /// Whether the event fails again if it is sent again.
    pub(super) fn is_final(&self) -> bool {
        matches!(self, Self::Invalid(_) | Self::Rejected(_))
    }
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(f, "invalid: {error}"),
            Self::Rejected(error) => write!(f, "rejected: {error:#}"),
            Self::NotDelivered(error) => write!(f, "not delivered: {error:#}"),
            Self::Dropped => f.write_str("dropped as the oldest event of a full queue"),
            Self::ShutdownTimeout(error) => {
                f.write_str("not delivered before the timeout of the shutdown")?;
                match error {
                    Some(error) => write!(f, "; the last call failed: {error:#}"),
                    None => Ok(()),
                }
            }
            Self::Cancelled => f.write_str("not delivered: the task of the tracker has ended"),
        }
    }
}

/// Counts the events of a tracker, from its start on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrackerSummary {
    /// Events that were tracked: the sum of all others.
    pub tracked: u64,
    /// Events in the queue, in groups that are not full, and in calls.
    pub pending: u64,
    /// Events that are stored.
    pub stored: u64,
    /// Events with [`FailureReason::Invalid`].
    pub invalid: u64,
    /// Events with [`FailureReason::Rejected`].
    pub rejected: u64,
    /// Events with [`FailureReason::NotDelivered`], [`ShutdownTimeout`](FailureReason::ShutdownTimeout) or
    /// [`Cancelled`](FailureReason::Cancelled).
    pub not_delivered: u64,
    /// Events with [`FailureReason::Dropped`].
    pub dropped: u64,
}

impl TrackerSummary {
    /// The number of events that have failed.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.invalid + self.rejected + self.not_delivered + self.dropped
    }

    /// Counts an event that is stored, or has failed.
    pub(super) fn count(&mut self, failure: Option<&FailureReason>) {
        let count = match failure {
            None => &mut self.stored,
            Some(FailureReason::Invalid(_)) => &mut self.invalid,
            Some(FailureReason::Rejected(_)) => &mut self.rejected,
            Some(FailureReason::Dropped) => &mut self.dropped,
            Some(
                FailureReason::NotDelivered(_)
                | FailureReason::ShutdownTimeout(_)
                | FailureReason::Cancelled,
            ) => &mut self.not_delivered,
        };
        *count += 1;
    }
}

/// What became of the events that were pending: the result of [`flush`](crate::events::EventTracker::flush) and
/// [`shutdown`](crate::events::EventTracker::shutdown).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
#[non_exhaustive]
pub struct FlushReport {
    /// Events that are stored.
    pub stored: u64,
    /// Events with [`FailureReason::Invalid`].
    pub invalid: u64,
    /// Events with [`FailureReason::Rejected`].
    pub rejected: u64,
    /// Events with [`FailureReason::NotDelivered`], [`ShutdownTimeout`](FailureReason::ShutdownTimeout) or
    /// [`Cancelled`](FailureReason::Cancelled).
    pub not_delivered: u64,
    /// Events with [`FailureReason::Dropped`].
    pub dropped: u64,
}

impl FlushReport {
    pub(super) fn count(&mut self, failure: Option<&FailureReason>) {
        let mut summary = TrackerSummary::default();
        summary.count(failure);
        self.stored += summary.stored;
        self.invalid += summary.invalid;
        self.rejected += summary.rejected;
        self.not_delivered += summary.not_delivered;
        self.dropped += summary.dropped;
    }

    /// What became of events between two times.
    #[cfg(feature = "spool")]
    pub(super) fn between(start: &TrackerSummary, end: &TrackerSummary) -> Self {
        Self {
            stored: end.stored - start.stored,
            invalid: end.invalid - start.invalid,
            rejected: end.rejected - start.rejected,
            not_delivered: end.not_delivered - start.not_delivered,
            dropped: end.dropped - start.dropped,
        }
    }

    /// Adds the counts of a later flush.
    #[cfg(feature = "spool")]
    pub(super) fn add(&mut self, later: Self) {
        self.stored += later.stored;
        self.invalid += later.invalid;
        self.rejected += later.rejected;
        self.not_delivered += later.not_delivered;
        self.dropped += later.dropped;
    }

    /// The number of events that were not stored.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.invalid + self.rejected + self.not_delivered + self.dropped
    }
}

/// Formats the counts that are not 0, such as `12 events stored, 1 rejected`.
impl fmt::Display for FlushReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = if self.stored == 1 { "event" } else { "events" };
        write!(f, "{} {events} stored", self.stored)?;
        for (count, outcome) in [
            (self.invalid, "invalid"),
            (self.rejected, "rejected"),
            (self.not_delivered, "not delivered"),
            (self.dropped, "dropped"),
        ] {
            if count > 0 {
                write!(f, ", {count} {outcome}")?;
            }
        }
        Ok(())
    }
}
