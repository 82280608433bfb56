//! Sends many records: in batches, rate-limited and retried, with a result for each record.
//!
//! [`Bulk`] takes an iterator or a stream of users, items or actions, or of [events](#events). Each record has a tag of your
//! choice, which is returned with its [`RecordOutcome`]. A run advances while it is polled; dropping it cancels it: batches in flight may
//! still be stored, or arrive [late](#order), and nothing more is sent.
//!
//! ```no_run
//! use personalize_events::bulk::{Bulk, RecordOutcome};
//! use personalize_events::{Client, Config, UserProperties};
//!
//! #[derive(UserProperties)]
//! struct Viewer {
//!     #[personalize(user_id)]
//!     id: String,
//!     videos_watched: u32,
//! }
//!
//! # async fn example(viewers: Vec<Viewer>) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Config::from_env()?)?;
//! let dataset = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";
//! let viewers = viewers.iter().enumerate();
//! let records = viewers.map(|(line, viewer)| (line, viewer.to_user()));
//! let mut run = Bulk::users(&client, dataset).send_iter(records)?;
//! while let Some(result) = run.next().await {
//!     match result.outcome {
//!         RecordOutcome::Stored => {}
//!         outcome => eprintln!("line {}: {outcome}", result.tag),
//!     }
//! }
//! let report = run.into_report();
//! println!("{:?}; resume after {} records", report.summary, report.checkpoint); // store it
//! report.into_result()?; // an error unless each record is stored, invalid or rejected
//! # Ok(())
//! # }
//! ```
//!
//! # Behavior
//!
//! This holds for users, items and actions; what differs for events is [below](#events).
//!
//! - **Batches**: a call has up to ten distinct ids and up to [`max_body_bytes`](Bulk::max_body_bytes). If a batch has
//!   several records of one id, the last is sent and the others count as stored with it. An id is in one batch at a
//!   time, so that its records are sent in order ([what arrives late](#order)).
//! - **Rate limit**: ten calls per second and dataset, shared by all clones of the client, unless
//!   [`rate_limiter`](Bulk::rate_limiter) sets another. That is the documented quota of `PutUsers` and `PutItems` for
//!   a dataset group; AWS documents none for `PutActions`. Every attempt counts. Throttling lowers the rate, successes
//!   restore it.
//! - **Retries**: throttling (the status 429 too), transient errors, `ResourceInUseException` and failures of the credentials
//!   provider are retried beyond the client's own attempts, until [`retry_timeout`](Bulk::retry_timeout).
//! - **Bad records**: a batch that is rejected for its content is split in halves until the bad records are isolated
//!   and all others are stored. If the last record of an id is bad, the one before it is sent.
//! - **Abort**: an error that every record would meet (missing permissions, an unknown dataset, no credentials until the
//!   retry timeout) aborts the run, and so do ten rejected batches in a row
//!   ([`max_rejected_batches`](Bulk::max_rejected_batches)). Records that were read are not delivered, and the rest of the
//!   input is not read.
//! - **Errors of the input**: items may be `Result`s. The first error ends the run after the results of what was read before
//!   it ([`source_error`](BulkRun::source_error)).
//! - **End**: [`BulkReport::into_result`] is `Ok` if the input was read to its end, and each record is stored, invalid or
//!   rejected. For any other end it is an error, and a run from the checkpoint on completes the work.
//! - **Memory** does not depend on the length of the input: each batch has at most 100 records, 1,000 wait for an
//!   earlier record of their id, and at most 100,000 are read after the first unfinished one.
//!
//! # Order
//!
//! An attempt that ends without an answer (a timeout, a broken connection, an error of a gateway) may arrive later, and
//! then overwrite what was stored for its ids meanwhile. If a later record of such an id is stored, the run therefore
//! sends it once more: 15 minutes after the attempt, when its signature is no longer valid, or at the end of the run, no
//! sooner than [`attempt_timeout`](crate::ConfigBuilder::attempt_timeout) after it (10 seconds at least, 30 at most).
//! This includes attempts of earlier runs of the client and its clones, dropped ones too. [`Summary::extra_calls`] counts
//! these calls; poll the run until it returns `None`.
//!
//! A request that arrives even later than that wins: up to 15 minutes after an attempt that ended shortly before the
//! run. So does one of another process, or of a call that is not part of a run. A run that is dropped sends nothing
//! more. The client remembers the last 100,000 ids, and a run 1,000 records to send once more; if there are more, the
//! oldest are sent at once ([`Summary::confirmed_early`]). Do not put records of the same ids by other calls during a run.
//!
//! # Resuming
//!
//! [`BulkRun::checkpoint`] counts the records from the start of the input that need not be sent again. A run over the
//! rest completes the work, whether the first run was aborted, dropped, [finished early](BulkRun::finish_early), or its
//! process ended. A checkpoint precedes records that are to be sent once more, so that it may be up to 15 minutes
//! behind the results, and batches in a row of which every record was rejected, until a later record is stored or the input
//! ends: if they abort the run, all of them are sent again, once the mistake is corrected. [`BulkRun::checkpoint_key`] returns the key of the last record before it instead, for inputs that are
//! resumed by key. Requests that are in flight when a run is dropped may arrive late, as [above](#order), and replace what
//! the next run stores: wait a few seconds before you resume, or finish early and poll the run to its end.
//! [`guide::bulk`](crate::guide::bulk) shows how to store it.
//!
//! # Events
//!
//! [`Bulk::events`] sends [`SessionEvent`]s: events in their [`Session`](crate::events::Session). [`Bulk::action_interactions`]
//! sends action interactions, each of which has its session.
//!
//! ```
//! use personalize_events::bulk::Bulk;
//! use personalize_events::events::Session;
//! use personalize_events::{Client, Event, Timestamp};
//!
//! struct View {
//!     id: u64,
//!     visit: String,
//!     viewer: Option<String>,
//!     film: String,
//!     seconds: i64,
//! }
//!
//! async fn send(client: &Client, tracking_id: &str, views: Vec<View>) -> Result<(), Box<dyn std::error::Error>> {
//!     let records = views.into_iter().map(|view| {
//!         let event = Event::builder()
//!             .event_id(format!("view-{}", view.id)) // so that a resumed run counts it once
//!             .event_type("view")
//!             .item_id(view.film)
//!             .sent_at(Timestamp::from_secs(view.seconds));
//!         let session = Session::from_ids(view.visit, view.viewer);
//!         (view.id, session.and_then(|session| session.event(event)))
//!     });
//!     let run = Bulk::events(client, tracking_id).send_iter(records)?;
//!     let (rejects, report) = run.collect_rejects().await;
//!     for reject in rejects {
//!         eprintln!("view {}: {}", reject.tag, reject.outcome);
//!     }
//!     report.into_result()?;
//!     Ok(())
//! }
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use personalize_events::{Config, Credentials};
//! # let emulator = personalize_events_emulator::Emulator::builder().start().await?;
//! # let config = Config::builder()
//! #     .region("eu-west-1")
//! #     .credentials(Credentials::new("test", "test"))
//! #     .endpoint_url(emulator.url())
//! #     .build()?;
//! # let view = |id| View { id, visit: "visit-1".into(), viewer: None, film: "film-7".into(), seconds: 1_700_000_000 };
//! # send(&Client::new(config)?, "tracking-id", (0..25).map(view).collect()).await?;
//! # assert_eq!(emulator.session_events("tracking-id", "visit-1").len(), 25);
//! # assert_eq!(emulator.requests().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! They do not replace each other, so that these rules differ from those above:
//!
//! - **Batches**: a call has up to ten events of one session and user, or up to ten action interactions of any sessions.
//!   Many batches are filled at once. One is sent when it cannot grow, after the [`linger`](Bulk::linger), at the end of the
//!   input, and, if too many records wait, when it has waited longest.
//! - **Order**: the events of a session are sent in the order of the input, whatever their users: each call follows the
//!   response to the one before, and its retries. If some are not delivered before the retry timeout, later ones are sent
//!   nevertheless. Sessions do not wait for each other, and [what arrives late](#order) is harmless: nothing is sent once
//!   more.
//! - **Rate limit**: 1,000 calls per second, operation and tracking ID, which is the documented quota of `PutEvents` for a
//!   dataset group and can be raised; AWS documents none for `PutActionInteractions`. 48 batches are in flight at once, enough
//!   for this rate if calls take up to 45 milliseconds. If they take longer, raise
//!   [`max_concurrent_batches`](Bulk::max_concurrent_batches). Each batch in flight is a call of the client: for more than
//!   64, raise [`max_concurrent_calls`](crate::ConfigBuilder::max_concurrent_calls) too.
//! - **Repeats**: the service ignores an event whose `eventId` it knows. An event gets a random one when it is built, unless you
//!   set it, and has it in all attempts. A resumed run builds events again: set ids that are the same each time, or events
//!   that were stored after the checkpoint count twice.
//! - **Memory**: at most 10,000 records and 16 MiB of JSON wait, and no more are read while 64 batches are complete.
//!
//! Programs without an async runtime can use `blocking::Bulk` (feature `blocking`).

mod batch;
mod batch_sender;
mod dataset_records;
mod entry;
mod grouping;
mod outcome;
mod progress;
mod record;
mod rejections;
mod report;
mod run;
mod session_records;
mod sessions;
mod settled;
mod source;
mod unconfirmed;

use std::sync::Arc;
use std::time::Duration;

use crate::client::Client;
use crate::events::SessionEvent;
use crate::generated::{Action, ActionInteraction, Item, User};
pub use crate::rate_limiter::{InvalidRateError, RateLimiter};
use crate::validation::{ValidationError, Violation, ViolationKind};
use batch_sender::BatchSender;
pub use outcome::{RecordOutcome, RecordResult, Summary};
pub use record::Record;
pub use report::{AbortError, BulkError, BulkReport, CollectedRejects};
pub use run::BulkRun;
use run::Limits;
pub use source::{Iter, Source, SourceItem};

/// Sends many records to a dataset or an event tracker; see [the module](self).
#[derive(Clone, Debug)]
#[must_use]
pub struct Bulk<R> {
    client: Client,
    /// The ARN of the dataset or the tracking ID.
    destination: Arc<str>,
    rate_limiter: Option<RateLimiter>,
    max_concurrent_batches: usize,
    max_batch_records: usize,
    max_body_bytes: usize,
    max_rejected_batches: Option<u32>,
    retry_timeout: Duration,
    linger: Duration,
    records: std::marker::PhantomData<fn() -> R>,
}

impl Bulk<User> {
    /// Sends users to a Users dataset.
    pub fn users(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl Bulk<Item> {
    /// Sends items to an Items dataset.
    pub fn items(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl Bulk<Action> {
    /// Sends actions to an Actions dataset.
    pub fn actions(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl Bulk<SessionEvent> {
    /// Sends [events](self#events) to an event tracker, each in its session. A record is a [`SessionEvent`] or the result of
    /// making it ([`Session::event`](crate::events::Session::event)).
    pub fn events(client: &Client, tracking_id: impl Into<String>) -> Self {
        Self::new(client, tracking_id)
    }
}

impl Bulk<ActionInteraction> {
    /// Sends [action interactions](self#events) to the tracker of an Action interactions dataset.
    pub fn action_interactions(client: &Client, tracking_id: impl Into<String>) -> Self {
        Self::new(client, tracking_id)
    }
}

impl<R: Record> Bulk<R> {
    fn new(client: &Client, destination: impl Into<String>) -> Self {
        Self {
            client: client.clone(),
            destination: destination.into().into(),
            rate_limiter: None,
            max_concurrent_batches: R::DEFAULT_CONCURRENCY,
            max_batch_records: R::RECORD_KIND.max_records,
            max_body_bytes: 1024 * 1024,
            max_rejected_batches: Some(10),
            retry_timeout: Duration::from_secs(600),
            linger: Duration::from_secs(1),
            records: std::marker::PhantomData,
        }
    }

    /// Limits the rate of attempts. The default is ten per second for a dataset, and 1,000 per second for a tracking ID,
    /// shared by everything that sends the same kind of records there with clones of the client.
    pub fn rate_limiter(mut self, rate_limiter: RateLimiter) -> Self {
        self.rate_limiter = Some(rate_limiter);
        self
    }

    /// Sets how many batches are in flight at once. The default is 4, and 48 for events and action interactions; 0 is an
    /// error when the run starts.
    pub fn max_concurrent_batches(mut self, batches: usize) -> Self {
        self.max_concurrent_batches = batches;
        self
    }

    /// Limits the size of the records in a call. A larger record is sent in a call of its own. The default is 1 MiB;
    /// AWS documents no limit.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Limits how many records a call has, to fewer than the service allows.
    pub(crate) fn max_batch_records(mut self, records: usize) -> Self {
        self.max_batch_records = records;
        self
    }

    /// Aborts the run after so many batches in a row were rejected: the mistake is probably in the whole input, or in the
    /// schema of the dataset. The default is 10, `None` disables it, and 0 is an error when the run starts.
    ///
    /// All records of the first and the last of these batches were rejected on their own; the batches in between were sent
    /// as a whole only, which saves hundreds of calls. Their records are not delivered. The
    /// [checkpoint](BulkRun::checkpoint) precedes all of these batches, the first one too: once the mistake is corrected, a
    /// resumed run sends all of their records. Any record that is stored starts the count anew.
    pub fn max_rejected_batches(mut self, batches: impl Into<Option<u32>>) -> Self {
        self.max_rejected_batches = batches.into();
        self
    }

    /// Sets how long a batch is retried, from its first attempt on. The default is 10 minutes. What is not stored by then
    /// is not delivered, and the run continues.
    ///
    /// The timeout bounds each call of the batch, in addition to the timeouts of the client. With a timeout of 0 a call is
    /// a single attempt, which only the timeouts of the client bound.
    pub fn retry_timeout(mut self, timeout: Duration) -> Self {
        self.retry_timeout = timeout;
        self
    }

    /// Sets how long a batch that is not full waits for more records of a stream, from its first record on. The default is
    /// 1 second.
    pub fn linger(mut self, linger: Duration) -> Self {
        self.linger = linger;
        self
    }

    /// Sends the records of an iterator. An item is a tag, which is returned with the result, and a record, its builder,
    /// or the result of building it (`to_user()`). An iterator that can fail has `Result`s of these: its first error ends
    /// the run, after the results of what was read before ([`BulkRun::source_error`]).
    ///
    /// The iterator is called while the run is polled, so one that blocks, such as a cursor of a database, blocks the thread
    /// of the runtime: use [`send_stream`](Self::send_stream), or `blocking::Bulk` (feature `blocking`).
    ///
    /// # Errors
    ///
    /// Fails if the dataset ARN or the tracking ID is invalid, or [`max_concurrent_batches`](Self::max_concurrent_batches) or
    /// [`max_rejected_batches`](Self::max_rejected_batches) is 0.
    pub fn send_iter<I>(self, records: I) -> Result<BulkRun<Iter<I::IntoIter>, R>, ValidationError>
    where
        I: IntoIterator<Item: SourceItem<R>>,
    {
        self.send_stream(Iter::new(records.into_iter()))
    }

    /// Sends the records of a stream, whose items are those of [`send_iter`](Self::send_iter).
    ///
    /// # Errors
    ///
    /// Fails if the dataset ARN or the tracking ID is invalid, or [`max_concurrent_batches`](Self::max_concurrent_batches) or
    /// [`max_rejected_batches`](Self::max_rejected_batches) is 0.
    pub fn send_stream<S: Source<R>>(self, records: S) -> Result<BulkRun<S, R>, ValidationError> {
        let mut violations = Vec::new();
        for (setting, is_zero) in [
            ("max_concurrent_batches", self.max_concurrent_batches == 0),
            ("max_rejected_batches", self.max_rejected_batches == Some(0)),
        ] {
            let kind = ViolationKind::Range {
                min: Some(1.to_string()),
                max: None,
            };
            if is_zero {
                violations.push(Violation::new(setting, kind));
            }
        }
        if let Err(error) = R::request(&self.destination, [R::sample()?]) {
            violations.extend(error.into_violations());
        }
        if !violations.is_empty() {
            return Err(ValidationError::new(violations));
        }
        let (operation, rate) = (R::RECORD_KIND.operation, R::DEFAULT_RATE);
        let shared = self.client.destination(operation, &self.destination, rate);
        let sender = BatchSender {
            rate_limiter: self.rate_limiter.unwrap_or(shared.rate_limiter),
            unanswered: shared.unanswered,
            client: self.client,
            destination: self.destination,
            retry_timeout: self.retry_timeout,
        };
        let limits = Limits {
            max_concurrent_batches: self.max_concurrent_batches,
            max_batch_records: self.max_batch_records,
            max_body_bytes: self.max_body_bytes,
            max_rejected_batches: self.max_rejected_batches,
            linger: self.linger,
        };
        Ok(BulkRun::new(records, sender, &limits))
    }
}
