//! The kinds of records that can be sent in bulk.

use std::fmt;

use personalize_events_schema::record_kind::RecordKind;

use super::grouping::Grouping;
use crate::error::Error;
use crate::operation::Operation;
use crate::validation::{HasBuilder, ValidationError};

/// A record that can be sent in bulk: [`User`](crate::User), [`Item`](crate::Item) or [`Action`](crate::Action), which are
/// put by their id, and [`SessionEvent`](crate::events::SessionEvent) or [`ActionInteraction`](crate::ActionInteraction),
/// which are recorded in a session.
pub trait Record: HasBuilder + Clone + fmt::Debug + Send + Sync + sealed::Sealed + 'static {
    /// The error enum of the operation that puts these records.
    type Error: fmt::Debug + fmt::Display + Send + Sync + 'static;

    #[doc(hidden)]
    type Request: Operation<Error = Self::Error> + Send;

    #[doc(hidden)]
    type Grouping<T: Send + 'static>: Grouping<T, Self> + Send;

    #[doc(hidden)]
    const RECORD_KIND: &'static RecordKind;

    /// Whether a record replaces earlier ones of its id, so that a request that arrives late does harm.
    #[doc(hidden)]
    const REPLACES: bool;

    /// Whether a call may have records of several sessions.
    #[doc(hidden)]
    const MIXES_SESSIONS: bool = true;

    /// In calls per second.
    #[doc(hidden)]
    const DEFAULT_RATE: f64;

    #[doc(hidden)]
    const DEFAULT_CONCURRENCY: usize;

    /// What is in one batch at a time: the id of the record, or its session.
    #[doc(hidden)]
    fn id(&self) -> &str;

    #[doc(hidden)]
    fn user_id(&self) -> Option<&str> {
        None
    }

    /// The size of the record in a body.
    #[doc(hidden)]
    fn body_bytes(&self) -> usize;

    #[doc(hidden)]
    fn request(
        destination: &str,
        records: impl IntoIterator<Item = Self>,
    ) -> Result<Self::Request, ValidationError>;

    /// A valid record, with which the ARN of a dataset or a tracking ID can be validated.
    #[doc(hidden)]
    fn sample() -> Result<Self, ValidationError>;
}

/// The error of the call that puts a record.
pub(super) type RecordError<R> = Error<<R as Record>::Error>;

pub(super) mod sealed {
    pub trait Sealed {}
}
