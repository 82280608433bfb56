//! Many records: batched, paced, retried, and each with its fate.
//!
//! A call takes ten records, a dataset group takes ten calls a second, one bad record fails its whole call, and
//! no answer is about a single record. [`Bulk`] takes an iterator or a stream of users, items or actions, each
//! with a tag of yours, and tells of every one whether it was acknowledged, rejected or not delivered.
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
//!         fate => eprintln!("line {}: {fate}", result.tag),
//!     }
//! }
//! println!("{:?}", run.summary());
//! # Ok(())
//! # }
//! ```
//!
//! # What it does
//!
//! - **Batches** of up to ten ids, and of up to a number of bytes. Of several values of one id in a batch the
//!   last is sent; the others are acknowledged with it. An id is in one batch at a time, so that its values
//!   arrive in their order.
//! - **Rate limit**: ten calls a second for each dataset, shared by all clones of the client, unless
//!   [`rate_limiter`](Bulk::rate_limiter) says otherwise. That is the documented quota of `PutUsers` and `PutItems` for a dataset
//!   group; of `PutActions` none is documented, so there it is our choice. Every attempt counts. Throttles
//!   slow it down, successes bring it back.
//! - **Retries** beyond the client's own, until [`retry_timeout`](Bulk::retry_timeout): throttles, failures that pass, and
//!   `ResourceInUseException`.
//! - **Bad records**: where a call is refused for what is in it, its halves are sent alone, and so on, until the
//!   bad records are found and all others are stored. If the last value of an id is bad, the one before it is
//!   sent.
//! - **Stops** at what every record would meet: missing permissions, a dataset that is not found, no
//!   credentials. What was read is told as undelivered, and the rest of the input is not read.
//! - **Memory** does not grow with the input: at most 100 records are in each batch on its way, as many in the
//!   one that is being filled, and 1,000 wait for others of their id. No more than 100,000 records are read
//!   beyond the first whose fate is not known.
//! - **Ends early** with [`BulkRun::finish_early`], which waits for what is on its way.
//!
//! [`guide::bulk`](crate::guide::bulk) has the arithmetic and the whole way.
//!
//! # Resuming
//!
//! [`BulkRun::checkpoint`] says how many records from the start of the input need not be sent again. A run over the
//! rest delivers what is left, wherever the first was ended, by an error, by dropping it, or by the end of the
//! process.

mod batch;
mod delivery;
mod positions;
mod record;
mod run;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::client::Client;
use crate::generated::{Action, Item, User};
pub use crate::rate_limiter::RateLimiter;
use crate::runtime::Draft;
use crate::validation_error::ValidationError;
use delivery::Delivery;
pub use record::Record;
use record::RecordError;
pub use run::BulkRun;

/// Sends many records to a dataset; see [the module](self).
#[derive(Clone, Debug)]
#[must_use]
pub struct Bulk<R> {
    client: Client,
    dataset_arn: Arc<str>,
    pace: Option<RateLimiter>,
    most_in_flight: usize,
    most_bytes: usize,
    deadline: Duration,
    linger: Duration,
    records: std::marker::PhantomData<fn() -> R>,
}

impl Bulk<User> {
    /// Users, to a Users dataset.
    pub fn users(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl Bulk<Item> {
    /// Items, to an Items dataset.
    pub fn items(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl Bulk<Action> {
    /// Actions, to an Actions dataset.
    pub fn actions(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self::new(client, dataset_arn)
    }
}

impl<R: Record> Bulk<R> {
    fn new(client: &Client, dataset_arn: impl Into<String>) -> Self {
        Self {
            client: client.clone(),
            dataset_arn: dataset_arn.into().into(),
            pace: None,
            most_in_flight: 4,
            most_bytes: 1024 * 1024,
            deadline: Duration::from_secs(600),
            linger: Duration::from_secs(1),
            records: std::marker::PhantomData,
        }
    }

    /// How fast attempts follow each other. Unless set, ten a second for all that send to this dataset with clones
    /// of the client.
    pub fn rate_limiter(mut self, pace: RateLimiter) -> Self {
        self.pace = Some(pace);
        self
    }

    /// How many batches are on their way at once; 4 unless set, at least 1.
    pub fn max_concurrent_batches(mut self, batches: usize) -> Self {
        self.most_in_flight = batches.max(1);
        self
    }

    /// How many bytes the records of a call have at most; 1 MiB unless set. A record that has more goes alone. AWS
    /// documents no limit.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// How long a batch is sent again while that may help; 10 minutes unless set. What is not stored then is
    /// undelivered, and the run goes on.
    pub fn retry_timeout(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long a batch that is not full waits, from where its stream first gives nothing; 1 second unless set.
    pub fn linger(mut self, linger: Duration) -> Self {
        self.linger = linger;
        self
    }

    /// Sends what an iterator gives: a tag, by which fates are told, and a record, its builder, or the result
    /// of making it (`to_user()`).
    ///
    /// # Errors
    ///
    /// When the ARN can be that of no dataset.
    pub fn send_iter<I, T, D>(
        self,
        records: I,
    ) -> Result<BulkRun<Iter<I::IntoIter>, T, R>, ValidationError>
    where
        I: IntoIterator<Item = (T, D)>,
        T: Send + 'static,
        D: Into<Draft<R>>,
    {
        self.send_stream(Iter(records.into_iter()))
    }

    /// The same of a stream.
    ///
    /// # Errors
    ///
    /// When the ARN can be that of no dataset.
    pub fn send_stream<S, T, D>(self, records: S) -> Result<BulkRun<S, T, R>, ValidationError>
    where
        S: Stream<Item = (T, D)>,
        T: Send + 'static,
        D: Into<Draft<R>>,
    {
        R::request(&self.dataset_arn, &[R::probe()?])?;
        let shared = || self.client.rate_limiter(&self.dataset_arn);
        let delivery = Delivery {
            pace: self.pace.clone().unwrap_or_else(shared),
            client: self.client,
            dataset_arn: self.dataset_arn,
            deadline: self.deadline,
        };
        let limits = (self.most_in_flight, self.most_bytes, self.linger);
        Ok(BulkRun::new(records, delivery, limits))
    }
}

/// An iterator as a stream; every item is ready.
#[derive(Debug)]
pub struct Iter<I>(I);

impl<I: Iterator> Stream for Iter<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.get_mut().0.next())
    }
}

impl<I> Unpin for Iter<I> {}

/// A record of which it is known what has become of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct RecordResult<T, R: Record> {
    /// Which of the input it is, from 0 on.
    pub position: u64,
    /// What the input had beside it.
    pub tag: T,
    /// What has become of it.
    pub outcome: RecordOutcome<R>,
}

/// What has become of a record.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecordOutcome<R: Record> {
    /// The service has answered with success: it is stored, or a later one of its id is.
    Stored,
    /// It departs from the service's model, and was not sent.
    Invalid(ValidationError),
    /// The service refuses it, alone.
    Rejected(Arc<RecordError<R>>),
    /// It was not stored before the deadline, or the run was stopped; sent again it may be.
    NotDelivered(Arc<RecordError<R>>),
}

impl<R: Record> fmt::Display for RecordOutcome<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("acknowledged"),
            Self::Invalid(invalid) => write!(f, "rejected: {invalid}"),
            Self::Rejected(error) => write!(f, "rejected: {error}"),
            Self::NotDelivered(error) => write!(f, "not delivered: {error}"),
        }
    }
}

/// What a run has done, in numbers of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Read from the input.
    pub read: u64,
    /// Stored, those included that others have replaced.
    pub stored: u64,
    /// Not sent, since a later one of the same id in its batch was.
    pub superseded: u64,
    /// Rejected, by the service's model or by the service.
    pub rejected: u64,
    /// Not delivered.
    pub not_delivered: u64,
}
