//! The outcomes of records.

use std::fmt;
use std::sync::Arc;

use super::record::{Record, RecordError};
use crate::validation::ValidationError;

/// A finished record.
#[derive(Debug)]
#[non_exhaustive]
pub struct RecordResult<T, R: Record> {
    /// The index of the record in the input, from 0.
    pub position: u64,
    /// The tag of the record in the input.
    pub tag: T,
    /// The outcome of the record.
    pub outcome: RecordOutcome<R>,
}

/// The outcome of a record.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecordOutcome<R: Record> {
    /// The record is stored, or a later record of its id in the same batch. An earlier request for its id that arrives
    /// late may replace it, so the run may send it once more ([order](crate::bulk#order)).
    Stored,
    /// The record violates the service's model or a documented limit and was not sent.
    Invalid(ValidationError),
    /// The service rejected the record on its own.
    Rejected(Arc<RecordError<R>>),
    /// No call that stored the record returned before the retry timeout, or the run was aborted. It may be stored
    /// nevertheless, or arrive later. It may be sent again.
    NotDelivered(Arc<RecordError<R>>),
}

impl<R: Record> RecordOutcome<R> {
    /// Whether this is [`Stored`](Self::Stored).
    #[must_use]
    pub fn is_stored(&self) -> bool {
        matches!(self, Self::Stored)
    }

    /// Whether this is [`Invalid`](Self::Invalid).
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    /// Whether this is [`Rejected`](Self::Rejected).
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected(_))
    }

    /// Whether this is [`NotDelivered`](Self::NotDelivered).
    #[must_use]
    pub fn is_not_delivered(&self) -> bool {
        matches!(self, Self::NotDelivered(_))
    }
}

impl<R: Record> fmt::Display for RecordOutcome<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("stored"),
            Self::Invalid(error) => write!(f, "invalid: {error:#}"),
            Self::Rejected(error) => write!(f, "rejected: {error:#}"),
            Self::NotDelivered(error) => write!(f, "not delivered: {error:#}"),
        }
    }
}

/// Counts the records of a run by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Records read from the input.
    pub read: u64,
    /// Records with [`RecordOutcome::Stored`], superseded ones included.
    pub stored: u64,
    /// Stored records that were not sent because a later record of their id was.
    pub superseded: u64,
    /// Records with [`RecordOutcome::Invalid`].
    pub invalid: u64,
    /// Records with [`RecordOutcome::Rejected`].
    pub rejected: u64,
    /// Records with [`RecordOutcome::NotDelivered`].
    pub not_delivered: u64,
    /// Calls that sent stored records once more, since an earlier request for their ids may arrive late
    /// ([order](crate::bulk#order)).
    pub extra_calls: u64,
    /// Stored records that an earlier record of their id may still replace: those that are yet to be sent once more, are
    /// being sent, or could not be sent again.
    pub unconfirmed: u64,
    /// Stored records that were sent once more too early to be certain: more than 1,000 were waiting, or the run
    /// [finished early](crate::bulk::BulkRun::finish_early). An even later request may still replace them.
    pub confirmed_early: u64,
}
