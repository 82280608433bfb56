//! Sends the events of a service from a queue, in a task of its own.

mod builder;
mod delivery;
mod log;
mod queue;
mod report;
mod size;
#[cfg(feature = "spool")]
mod spool;
#[cfg(feature = "spool")]
mod spool_error;
mod spooled;
mod state;

use std::fmt;
use std::pin::Pin;
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
#[cfg(feature = "spool")]
pub use spool_error::SpoolError;

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
/// | [`max_concurrent_exports`](EventTrackerBuilder::max_concurrent_exports) | 48 calls | in flight at once |
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
///   With the feature `spool`, events of `track_durable` are on disk, and the next start sends them.
#[derive(Clone)]
pub struct EventTracker {
    handle: Arc<Handle>,
}

/// Shared by all clones, but not by the task.
struct Handle {
    queue: Arc<Queue>,
    client: Client,
    #[cfg(feature = "spool")]
    spool: Option<spool::Spool>,
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
        let event = self.open(valid(event)?)?;
        self.handle.queue.push(event)
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
        let event = self.open(valid(event)?)?;
        self.handle.queue.push_wait(event, None).await
    }

    /// Writes an event to the [spool](EventTrackerBuilder::spool): when it returns, the event is on disk, and is sent even if the
    /// process is killed, with the same ID, by the next tracker with this spool.
    ///
    /// Concurrent calls are written together, with one `fsync`. It does not wait for room in the queue: events for which
    /// there is none wait on disk, in their order. If the future is dropped, the event may be tracked nevertheless.
    ///
    /// The event leaves the spool when it is stored, invalid or rejected by the service. With any other [`FailureReason`] it
    /// stays there, and the next start sends it; this tracker does not send it again.
    ///
    /// # Errors
    ///
    /// Returns the event if the tracker has no spool or was shut down, or if the file cannot be written, such as to a full disk:
    /// then the next call tries it again. Returns the violations of an invalid event.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use personalize_events::events::{EventTracker, Session};
    /// use personalize_events::{Client, Event};
    ///
    /// # async fn example(client: &Client, tracking_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let tracker = EventTracker::builder(client, tracking_id)
    ///     .spool("/var/lib/shop/events.redb")
    ///     .build()?; // sends what the spool has
    /// let session = Session::for_user("viewer-1")?;
    /// tracker.track_durable(session.event(Event::now("purchase").item_id("film-7"))).await?; // on disk
    /// tracker.shutdown(Duration::from_secs(10)).await;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "spool")]
    pub async fn track_durable(
        &self,
        event: impl Buildable<SessionEvent>,
    ) -> Result<(), TrackError> {
        let event = valid(event)?;
        let Some(spool) = &self.handle.spool else {
            return Err(TrackError::Spool(event, SpoolError::missing()));
        };
        if self.handle.queue.is_closed() {
            return Err(TrackError::ShutDown(event));
        }
        spool.add(event).await
    }

    /// Returns the event if a shutdown has begun, which closes the queue only after the events of the spool.
    #[cfg(feature = "spool")]
    fn open(&self, event: SessionEvent) -> Result<SessionEvent, TrackError> {
        match &self.handle.spool {
            Some(spool) if spool.is_closed() => Err(TrackError::ShutDown(event)),
            _ => Ok(event),
        }
    }

    #[cfg(not(feature = "spool"))]
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "as with the feature"
    )]
    fn open(&self, event: SessionEvent) -> Result<SessionEvent, TrackError> {
        Ok(event)
    }

    /// Sends everything that is pending without waiting for more events of its sessions. Completes when each event that was
    /// tracked before is stored or has failed, and returns how many. That includes retries, so that it may be long:
    /// a timeout around it is safe.
    pub async fn flush(&self) -> FlushReport {
        #[cfg(feature = "spool")]
        let mut spooled = self.flush_spool().await;
        let receiver = self.handle.queue.flush();
        // The queue, which has the sender, is alive.
        let report = receiver.await.unwrap_or_default();
        #[cfg(feature = "spool")]
        let report = {
            spooled.add(report);
            spooled
        };
        report
    }

    /// Sends events until those that are on disk now were in the queue.
    #[cfg(feature = "spool")]
    async fn flush_spool(&self) -> FlushReport {
        let mut report = FlushReport::default();
        let Some(spool) = &self.handle.spool else {
            return report;
        };
        let (last, mut fed) = spool.progress();
        while *fed.borrow_and_update() < last {
            // Makes room.
            report.add(self.handle.queue.flush().await.unwrap_or_default());
            if *fed.borrow() < last && fed.changed().await.is_err() {
                break;
            }
        }
        report
    }

    /// Rejects new events, and sends those that are pending. What is neither stored nor has failed after the timeout fails
    /// with [`FailureReason::ShutdownTimeout`]; its calls are cancelled, and may be stored nevertheless.
    ///
    /// Returns how many events were stored and have failed meanwhile. Events of a spool that were only on disk at the timeout are
    /// not among them; the next start sends them. If the future is dropped, the task sends what is pending
    /// without the timeout.
    pub async fn shutdown(&self, timeout: Duration) -> FlushReport {
        let Handle { queue, client, .. } = &*self.handle;
        let mut sleep = client.clock().sleep(timeout);
        #[cfg(feature = "spool")]
        let start = queue.summary();
        #[cfg(feature = "spool")]
        if let Some(spool) = &self.handle.spool {
            spool.close();
            if before(self.flush_spool(), &mut sleep).await.is_none() {
                queue.give_up();
            }
        }
        let mut receiver = std::pin::pin!(queue.close_and_flush());
        let report = if let Some(report) = before(receiver.as_mut(), &mut sleep).await {
            report
        } else {
            queue.give_up();
            receiver.await
        };
        #[cfg(feature = "spool")]
        if let Some(spool) = &self.handle.spool {
            spool.end().await;
            // Some events were settled before the queue was flushed.
            return FlushReport::between(&start, &queue.summary());
        }
        report.unwrap_or_default()
    }

    /// Counts the events so far.
    #[must_use]
    pub fn summary(&self) -> TrackerSummary {
        self.handle.queue.summary()
    }
}

/// Returns the output of a future, or `None` if `sleep` completes first.
async fn before<F: Future>(
    future: F,
    sleep: &mut Pin<Box<dyn Future<Output = ()> + Send + '_>>,
) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await
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
    #[inline]
    pub fn build(self) -> Result<EventTracker, ConfigError> {
        let client = self.client.clone();
        let started = self.start()?;
        let handle = Arc::new(Handle {
            queue: started.queue,
            client,
            #[cfg(feature = "spool")]
            spool: started.spool,
        });
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
