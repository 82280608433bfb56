//! Sends the events of a service from a queue, in a task of its own.

mod builder;
mod delivery;
mod log;
mod queue;
mod report;
mod size;
mod state;

use std::fmt;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use super::session::SessionEvent;
use crate::client::Client;
use crate::error::ConfigError;
use crate::validation::{Buildable, build};
pub use builder::{EventTrackerBuilder, WhenFull};
use queue::Queue;
pub use report::{FailedEvent, FailureReason, FlushReport, TrackError, TrackerSummary};

/// Sends the events of a service in the background: [`track`](Self::track) only adds an event to a queue.
///
/// A task sends the events as [`Bulk::events`](crate::bulk::Bulk::events) does: grouped by session, in order, rate-limited,
/// and with retries. A clone is cheap and has the same queue. Create one tracker, and shut it down before the program ends.
///
/// # Example
///
/// A web service with `axum`: the handler returns at once, even if Amazon Personalize is slow or cannot be reached.
///
/// ```
/// # mod axum { pub mod extract { pub struct State<T>(pub T); pub struct Path<T>(pub T); } }
/// use axum::extract::{Path, State};
/// use personalize_events::events::{EventTracker, Session};
/// use personalize_events::{Client, Event};
///
/// const TRACKER: &str = "12345678-1234-1234-1234-123456789012"; // printed by `aws personalize create-event-tracker`
///
/// async fn click(State(tracker): State<EventTracker>, Path((session, film)): Path<(String, String)>) {
///     let session = Session::from_ids(session, None::<String>);
///     let event = session.and_then(|session| session.event(Event::now("click").item_id(film)));
///     if let Err(error) = tracker.track(event) {
///         eprintln!("a click is not tracked: {error}");
///     }
/// }
///
/// async fn run(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
///     let tracker = EventTracker::builder(client, TRACKER).build()?;
///     // axum::serve(listener, router.with_state(tracker.clone())).with_graceful_shutdown(signal).await?;
/// #   click(State(tracker.clone()), Path(("6f1c".to_owned(), "film-7".to_owned()))).await;
///     let report = tracker.shutdown(std::time::Duration::from_secs(10)).await;
///     println!("{report}"); // such as: 12 events stored
/// #   assert_eq!(report.to_string(), "1 event stored");
///     Ok(())
/// }
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use personalize_events::{Config, Credentials};
/// # let emulator = personalize_events_emulator::Emulator::builder().start().await?;
/// # let config = Config::builder()
/// #     .region("eu-west-1")
/// #     .credentials(Credentials::new("test", "test"))
/// #     .endpoint_url(emulator.url())
/// #     .build()?;
/// # run(&Client::new(config)?).await
/// # }
/// ```
///
/// # Settings
///
/// They are named as those of OpenTelemetry's batch processor.
///
/// | setting | default | |
/// |---|---|---|
/// | [`max_queue_size`](EventTrackerBuilder::max_queue_size) | 10,000 events | pending at most: in the queue, in groups and in calls |
/// | [`max_queue_bytes`](EventTrackerBuilder::max_queue_bytes) | 16 MiB | the same in bytes of memory |
/// | [`when_full`](EventTrackerBuilder::when_full) | [`Reject`](WhenFull::Reject) | reject the new event, or drop the oldest |
/// | [`scheduled_delay`](EventTrackerBuilder::scheduled_delay) | 1 s | how long an event waits for others of its session |
/// | [`max_export_batch_size`](EventTrackerBuilder::max_export_batch_size) | 10 events | in a call |
/// | [`max_concurrent_exports`](EventTrackerBuilder::max_concurrent_exports) | 64 calls | in flight at once |
/// | [`retry_timeout`](EventTrackerBuilder::retry_timeout) | 10 min | for a call and its retries |
/// | [`rate_limiter`](EventTrackerBuilder::rate_limiter) | 1,000 calls per second | of clones of the client, for the tracking ID |
/// | [`on_failure`](EventTrackerBuilder::on_failure) | a warning through `tracing` | what is called with each event that is not stored |
///
/// # What can be lost
///
/// Each event that was tracked is stored, or it fails and is reported: in the counts ([`summary`](Self::summary)), and to
/// [`on_failure`](EventTrackerBuilder::on_failure) or else, with the feature `tracing`, in a warning at most every 10 seconds, with
/// the number of events since the last one. [`FailureReason`] lists why events fail.
///
/// - An event that cannot be tracked is returned in the error of `track`.
/// - If every call fails, such as for missing permissions, the events of these calls fail. The tracker continues: it tries
///   again after 1 second, then after twice as long each time, up to 60 seconds, with at most 10 events at once until one is
///   stored. Meanwhile the other events wait in the queue.
/// - After the last clone was dropped, the task sends what is pending, as long as the runtime lives. What is pending when
///   the runtime is shut down fails with [`FailureReason::Cancelled`].
/// - If the process ends otherwise, the events in memory are lost without a report. Call [`shutdown`](Self::shutdown) before.
#[derive(Clone)]
pub struct EventTracker {
    handle: Arc<Handle>,
}

/// Shared by all clones, but not by the task.
struct Handle {
    queue: Arc<Queue>,
    client: Client,
}

impl EventTracker {
    /// Returns a builder for a tracker that sends to the event tracker with this tracking ID.
    pub fn builder(client: &Client, tracking_id: impl Into<String>) -> EventTrackerBuilder {
        EventTrackerBuilder::new(client.clone(), tracking_id.into())
    }

    /// Adds an event to the queue. It never waits.
    ///
    /// It takes a [`SessionEvent`] or the result of [`Session::event`](super::Session::event), so that there is one error. The
    /// ID and the time of the event are those with which it was built: [`Event::now`](crate::Event::now) sets the current time.
    ///
    /// # Errors
    ///
    /// Returns the event if the queue is full or the tracker was shut down, and the violations of an invalid event.
    pub fn track(&self, event: impl Buildable<SessionEvent>) -> Result<(), TrackError> {
        self.handle.queue.push(valid(event)?)
    }

    /// Like [`track`](Self::track), and waits while the queue is full, so that a producer is not faster than the service. No
    /// event is dropped for it.
    ///
    /// It is cancel-safe: if the future is dropped before it is complete, the event is not tracked.
    ///
    /// # Errors
    ///
    /// Returns the event if the tracker was shut down, and the violations of an invalid event.
    pub async fn track_wait(&self, event: impl Buildable<SessionEvent>) -> Result<(), TrackError> {
        let event = valid(event)?;
        self.handle.queue.push_wait(event).await
    }

    /// Sends everything that is pending without waiting for more events of its sessions. Completes when each event that was
    /// tracked before is stored or has failed, and returns how many. That includes retries, so that it may be long:
    /// a timeout around it is safe.
    pub async fn flush(&self) -> FlushReport {
        let receiver = self.handle.queue.flush();
        // The queue, which has the sender, is alive.
        receiver.await.unwrap_or_default()
    }

    /// Rejects new events, and sends those that are pending. What is neither stored nor has failed after the timeout fails
    /// with [`FailureReason::ShutdownTimeout`]; its calls are cancelled, and may be stored nevertheless.
    ///
    /// Returns how many events were stored and have failed meanwhile. If the future is dropped, the task sends what is pending
    /// without the timeout.
    pub async fn shutdown(&self, timeout: Duration) -> FlushReport {
        let Handle { queue, client } = &*self.handle;
        queue.close();
        let mut receiver = std::pin::pin!(queue.flush());
        let mut sleep = client.clock().sleep(timeout);
        let report = std::future::poll_fn(|context| {
            if let Poll::Ready(report) = receiver.as_mut().poll(context) {
                return Poll::Ready(Some(report));
            }
            sleep.as_mut().poll(context).map(|()| None)
        });
        let report = if let Some(report) = report.await {
            report
        } else {
            queue.give_up();
            receiver.await
        };
        report.unwrap_or_default()
    }

    /// Counts the events so far.
    #[must_use]
    pub fn summary(&self) -> TrackerSummary {
        self.handle.queue.summary()
    }
}

fn valid(event: impl Buildable<SessionEvent>) -> Result<SessionEvent, TrackError> {
    build(event.into_build_input()).map_err(TrackError::Invalid)
}

impl EventTrackerBuilder<Client> {
    /// Validates the settings, and starts the task in the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// Returns every setting that is invalid, and an error outside of a Tokio runtime.
    pub fn build(self) -> Result<EventTracker, ConfigError> {
        let client = self.client.clone();
        let queue = self.start()?;
        let handle = Arc::new(Handle { queue, client });
        Ok(EventTracker { handle })
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// Shows settings and counts.
impl fmt::Debug for EventTracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventTracker")
            .field("bounds", &self.handle.queue.bounds())
            .field("summary", &self.summary())
            .finish_non_exhaustive()
    }
}
