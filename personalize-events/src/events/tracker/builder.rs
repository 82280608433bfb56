//! The settings of a tracker.

use std::fmt;
#[cfg(feature = "spool")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::delivery::Delivery;
use super::queue::{OnFailure, Queue};
use super::report::FailedEvent;
#[cfg(feature = "spool")]
use super::spool::{OpenSpool, Spool};
use super::state::Bounds;
use crate::bulk::{Bulk, RateLimiter};
use crate::client::Client;
use crate::error::{ConfigError, TransportError};

/// What [`track`](crate::events::EventTracker::track) does if the queue is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenFull {
    /// It returns the new event in an error.
    #[default]
    Reject,
    /// It drops the oldest event of the queue, which fails with [`FailureReason::Dropped`](super::FailureReason::Dropped).
    ///
    /// At most half of `max_queue_size` is in groups and calls, and is never dropped. A new event is rejected if only these
    /// are pending, or if the task has more than 100 dropped events to report.
    DropOldest,
}

/// A builder for an [`EventTracker`](crate::events::EventTracker), with its settings.
///
/// `C` is the client: [`Client`](crate::Client) or `blocking::Client`.
#[must_use]
pub struct EventTrackerBuilder<C = Client> {
    pub(crate) client: C,
    tracking_id: String,
    max_queue_size: usize,
    max_queue_bytes: usize,
    when_full: WhenFull,
    scheduled_delay: Duration,
    max_export_batch_size: usize,
    max_concurrent_exports: Option<usize>,
    retry_timeout: Option<Duration>,
    rate_limiter: Option<RateLimiter>,
    on_failure: Option<OnFailure>,
    #[cfg(feature = "spool")]
    spool: Option<PathBuf>,
}

/// What a tracker has.
pub(super) struct Started {
    pub(super) queue: Arc<Queue>,
    #[cfg(feature = "spool")]
    pub(super) spool: Option<Spool>,
}

/// The most events of a call.
const MAX_BATCH: usize = 10;

impl<C> EventTrackerBuilder<C> {
    pub(crate) fn new(client: C, tracking_id: String) -> Self {
        Self {
            client,
            tracking_id,
            max_queue_size: 10_000,
            max_queue_bytes: 16 * 1024 * 1024,
            when_full: WhenFull::default(),
            scheduled_delay: Duration::from_secs(1),
            max_export_batch_size: MAX_BATCH,
            max_concurrent_exports: None,
            retry_timeout: None,
            rate_limiter: None,
            on_failure: None,
            #[cfg(feature = "spool")]
            spool: None,
        }
    }

    /// Sets how many events may be pending: in the queue, in groups that wait for more events, and in calls. The default is
    /// 10,000, which are the events of ten seconds at the rate of 1,000 per second.
    pub fn max_queue_size(mut self, events: usize) -> Self {
        self.max_queue_size = events;
        self
    }

    /// Sets how many bytes of events may be pending, in memory. The default is 16 MiB. An event that is larger is tracked if
    /// no other is pending.
    ///
    /// The bodies of the calls in flight come in addition.
    pub fn max_queue_bytes(mut self, bytes: usize) -> Self {
        self.max_queue_bytes = bytes;
        self
    }

    /// Sets what `track` does if the queue is full. The default is [`WhenFull::Reject`].
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.when_full = when_full;
        self
    }

    /// Sets how long an event waits for others of its session, so that they are sent in one call. The default is 1 second.
    pub fn scheduled_delay(mut self, delay: Duration) -> Self {
        self.scheduled_delay = delay;
        self
    }

    /// Sets how many events a call has at most: 1 to 10, which is the default.
    pub fn max_export_batch_size(mut self, events: usize) -> Self {
        self.max_export_batch_size = events;
        self
    }

    /// Sets how many calls are in flight at once. The default is that of [`Bulk::events`].
    pub fn max_concurrent_exports(mut self, calls: usize) -> Self {
        self.max_concurrent_exports = Some(calls);
        self
    }

    /// Sets how long a call is retried, from its first attempt on; [`Bulk::retry_timeout`] has details and the default.
    pub fn retry_timeout(mut self, timeout: Duration) -> Self {
        self.retry_timeout = Some(timeout);
        self
    }

    /// Limits the rate of calls. The default is that of [`Bulk::events`], shared by everything that sends to this tracking ID
    /// with clones of the client.
    pub fn rate_limiter(mut self, rate_limiter: RateLimiter) -> Self {
        self.rate_limiter = Some(rate_limiter);
        self
    }

    /// Calls a function with each event that was tracked and is not stored, such as to write it to a file.
    ///
    /// It runs in the task of the tracker, so that nothing is sent meanwhile: it must not block. A panic in it is logged. It
    /// may track the event again, with the same ID; if that fails, it has the event in the error.
    ///
    /// # Example
    ///
    /// ```no_run
    /// use std::sync::mpsc;
    /// use personalize_events::Client;
    /// use personalize_events::events::{EventTracker, FailedEvent};
    ///
    /// # fn example(client: &Client, tracking_id: &str) -> Result<(), Box<dyn std::error::Error>> {
    /// let (sender, failed) = mpsc::sync_channel::<FailedEvent>(1_000);
    /// let tracker = EventTracker::builder(client, tracking_id)
    ///     .on_failure(move |failed| {
    ///         if let Err(error) = sender.try_send(failed) {
    ///             eprintln!("an event is lost: {error}");
    ///         }
    ///     })
    ///     .build()?;
    /// std::thread::spawn(move || {
    ///     for failed in failed {
    ///         eprintln!("an event of the type `{}` is {}", failed.event.event().event_type(), failed.reason);
    ///     }
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_failure(mut self, f: impl Fn(FailedEvent) + Send + Sync + 'static) -> Self {
        self.on_failure = Some(Box::new(f));
        self
    }

    /// Sets the file in which events of [`track_durable`](crate::events::EventTracker::track_durable) are stored until the
    /// service has them. It is created if it does not exist; its directory has to exist. There is none by default.
    ///
    /// The events that the file has are sent first when the tracker is built, in their order, with the same IDs. They are read
    /// as there is room in the queue, so that they occupy no more memory than other events. The file has no maximum size:
    /// it grows while the service cannot be reached.
    ///
    /// A file is for one tracking ID, and open in one tracker of one process at a time; after
    /// [`shutdown`](crate::events::EventTracker::shutdown), it is closed. It must be on a local disk that honors `fsync`. Its
    /// contents are user data, and are not encrypted. `build` returns an error that names the file and how to fix it if it
    /// is in use, damaged, of another format, or has events for another tracking ID.
    #[cfg(feature = "spool")]
    pub fn spool(mut self, file: impl Into<PathBuf>) -> Self {
        self.spool = Some(file.into());
        self
    }

    /// The same settings with another client.
    #[cfg(feature = "blocking")]
    pub(crate) fn with_client<D>(self, client: D) -> EventTrackerBuilder<D> {
        EventTrackerBuilder {
            client,
            tracking_id: self.tracking_id,
            max_queue_size: self.max_queue_size,
            max_queue_bytes: self.max_queue_bytes,
            when_full: self.when_full,
            scheduled_delay: self.scheduled_delay,
            max_export_batch_size: self.max_export_batch_size,
            max_concurrent_exports: self.max_concurrent_exports,
            retry_timeout: self.retry_timeout,
            rate_limiter: self.rate_limiter,
            on_failure: self.on_failure,
            #[cfg(feature = "spool")]
            spool: self.spool,
        }
    }
}

impl EventTrackerBuilder<Client> {
    /// Validates the settings and starts the task.
    #[inline]
    pub(super) fn start(self) -> Result<Started, ConfigError> {
        let mut problems = Vec::new();
        for (name, value) in [
            ("max_queue_size", self.max_queue_size),
            ("max_queue_bytes", self.max_queue_bytes),
        ] {
            if value == 0 {
                problems.push(format!("`{name}` must be greater than zero"));
            }
        }
        if !(1..=MAX_BATCH).contains(&self.max_export_batch_size) {
            let found = self.max_export_batch_size;
            problems.push(format!(
                "`max_export_batch_size` is {found}, but must be from 1 to {MAX_BATCH}"
            ));
        }
        if self.max_concurrent_exports == Some(0) {
            problems.push("`max_concurrent_exports` must be greater than zero".to_owned());
        }
        if let Err(error) = TransportError::check_runtime() {
            problems.push(error.to_string());
        }
        // A mistake in all events is no reason to stop: each is reported.
        let mut bulk = Bulk::events(&self.client, self.tracking_id.clone())
            .max_rejected_batches(None)
            .max_batch_records(self.max_export_batch_size)
            .linger(self.scheduled_delay);
        if let Some(calls) = self.max_concurrent_exports {
            bulk = bulk.max_concurrent_batches(calls.max(1));
        }
        if let Some(timeout) = self.retry_timeout {
            bulk = bulk.retry_timeout(timeout);
        }
        if let Some(rate_limiter) = self.rate_limiter {
            bulk = bulk.rate_limiter(rate_limiter);
        }
        let bounds = Bounds {
            events: self.max_queue_size,
            bytes: self.max_queue_bytes,
            drops_oldest: self.when_full == WhenFull::DropOldest,
        };
        let queue = Queue::new(bounds, self.on_failure);
        let delivery = Delivery::new(self.client, bulk, Arc::clone(&queue));
        match delivery {
            Ok(delivery) if problems.is_empty() => {
                #[cfg(feature = "spool")]
                let spool = open_spool(self.spool, self.tracking_id, &queue)?;
                tokio::spawn(delivery.run());
                Ok(Started {
                    queue,
                    #[cfg(feature = "spool")]
                    spool,
                })
            }
            Ok(_) => Err(ConfigError::new(problems)),
            Err(error) => {
                problems.extend(error.violations().iter().map(ToString::to_string));
                Err(ConfigError::new(problems))
            }
        }
    }
}

#[cfg(feature = "spool")]
fn open_spool(
    file: Option<PathBuf>,
    tracking_id: String,
    queue: &Arc<Queue>,
) -> Result<Option<Spool>, ConfigError> {
    let Some(file) = file else { return Ok(None) };
    let open = OpenSpool::open(file, tracking_id);
    let open = open.map_err(|error| ConfigError::one(error.to_string()))?;
    let spool = open.start(Arc::clone(queue));
    let spool = spool.map_err(|error| {
        ConfigError::one(format!(
            "the thread of the spool cannot be started: {error}"
        ))
    })?;
    Ok(Some(spool))
}

/// Omits the tracking ID and the client.
impl<C> fmt::Debug for EventTrackerBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventTrackerBuilder")
            .field("max_queue_size", &self.max_queue_size)
            .field("max_queue_bytes", &self.max_queue_bytes)
            .field("when_full", &self.when_full)
            .field("scheduled_delay", &self.scheduled_delay)
            .field("max_export_batch_size", &self.max_export_batch_size)
            .field("max_concurrent_exports", &self.max_concurrent_exports)
            .field("retry_timeout", &self.retry_timeout)
            .field("rate_limiter", &self.rate_limiter)
            .finish_non_exhaustive()
    }
}
