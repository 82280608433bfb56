//! The tracker without an async runtime.

use std::fmt;
use std::time::Duration;

use super::Client;
use crate::error::ConfigError;
use crate::events::{
    EventTracker as AsyncTracker, EventTrackerBuilder, FlushReport, SessionEvent, TrackError,
    TrackerSummary,
};
use crate::validation::Buildable;

/// Sends events in the background: [`events::EventTracker`](crate::events::EventTracker) for programs without an async
/// runtime.
///
/// Its task runs on the thread of the client, which ends with the last clone of the tracker and of the client: call
/// [`shutdown`](Self::shutdown) before, or what is pending fails.
///
/// # Example
///
/// ```no_run
/// use std::time::Duration;
/// use personalize_events::events::Session;
/// use personalize_events::{Config, Event, blocking};
///
/// # fn example(tracking_id: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let client = blocking::Client::new(Config::from_env()?)?;
/// let tracker = blocking::EventTracker::builder(&client, tracking_id).build()?;
/// let session = Session::anonymous();
/// tracker.track(session.event(Event::now("click").item_id("film-7")))?; // returns at once
/// let report = tracker.shutdown(Duration::from_secs(10));
/// println!("{report}"); // 1 event stored
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct EventTracker {
    // Dropped before the client, whose thread runs its task.
    tracker: AsyncTracker,
    client: Client,
}

impl EventTracker {
    /// Returns a builder for a tracker that sends to the event tracker with this tracking ID.
    pub fn builder(client: &Client, tracking_id: impl Into<String>) -> EventTrackerBuilder<Client> {
        EventTrackerBuilder::new(client.clone(), tracking_id.into())
    }

    /// Adds an event to the queue. It never waits.
    ///
    /// # Errors
    ///
    /// Returns the event if the queue is full or the tracker was shut down, and the violations of an invalid event.
    pub fn track(&self, event: impl Buildable<SessionEvent>) -> Result<(), TrackError> {
        self.tracker.track(event)
    }

    /// Like [`track`](Self::track), and blocks the thread while the queue is full.
    ///
    /// # Errors
    ///
    /// Returns the event if the tracker was shut down, and the violations of an invalid event.
    pub fn track_wait(&self, event: impl Buildable<SessionEvent>) -> Result<(), TrackError> {
        self.client.wait(self.tracker.track_wait(event))
    }

    /// Blocks the thread until the event is on disk, so that it is sent even if the process is killed; see
    /// [`events::EventTracker::track_durable`](crate::events::EventTracker::track_durable).
    ///
    /// # Errors
    ///
    /// Returns the event if the tracker has no spool or was shut down, or if the file cannot be written, and the violations of an
    /// invalid event.
    #[cfg(feature = "spool")]
    pub fn track_durable(&self, event: impl Buildable<SessionEvent>) -> Result<(), TrackError> {
        self.client.wait(self.tracker.track_durable(event))
    }

    /// Blocks the thread until each event that was tracked before is stored or has failed; see
    /// [`events::EventTracker::flush`](crate::events::EventTracker::flush).
    pub fn flush(&self) -> FlushReport {
        self.client.wait(self.tracker.flush())
    }

    /// Rejects new events, and blocks the thread until each event is stored or has failed, at the latest after the timeout; see
    /// [`events::EventTracker::shutdown`](crate::events::EventTracker::shutdown).
    pub fn shutdown(&self, timeout: Duration) -> FlushReport {
        self.client.wait(self.tracker.shutdown(timeout))
    }

    /// Counts the events so far.
    #[must_use]
    pub fn summary(&self) -> TrackerSummary {
        self.tracker.summary()
    }
}

impl EventTrackerBuilder<Client> {
    /// Validates the settings, and starts the task on the thread of the client.
    ///
    /// # Errors
    ///
    /// Returns every setting that is invalid.
    pub fn build(self) -> Result<EventTracker, ConfigError> {
        let client = self.client.clone();
        let tracker = client.wait(async { self.with_client(client.client.clone()).build() })?;
        Ok(EventTracker { tracker, client })
    }
}

/// Shows settings and counts.
impl fmt::Debug for EventTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tracker.fmt(f)
    }
}
