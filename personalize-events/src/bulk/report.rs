//! How a run ended.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::outcome::{RecordResult, Summary};
use super::record::{Record, RecordError};
use crate::error::with_causes;

/// How a run ended: what [`for_each`](super::BulkRun::for_each), [`collect_rejects`](super::BulkRun::collect_rejects) and
/// [`into_report`](super::BulkRun::into_report) return.
///
/// `E` is the error of the input, and `K` is the key of its records
/// ([`with_checkpoint_key`](super::BulkRun::with_checkpoint_key)).
#[derive(Debug)]
#[must_use]
#[non_exhaustive]
pub struct BulkReport<R: Record, E = Infallible, K = ()> {
    /// The counts.
    pub summary: Summary,
    /// How many records from the start of the input need not be sent again
    /// ([`BulkRun::checkpoint`](super::BulkRun::checkpoint)).
    pub checkpoint: u64,
    /// The key of the last one of these ([`BulkRun::checkpoint_key`](super::BulkRun::checkpoint_key)).
    pub checkpoint_key: Option<K>,
    /// Why the run was aborted.
    pub abort_error: Option<AbortError<R>>,
    /// The error of the input.
    pub source_error: Option<E>,
}

impl<R: Record, E, K> BulkReport<R, E, K> {
    /// Returns the counts if the run has read the whole input and was not aborted. Records may be rejected or not
    /// delivered nevertheless, even all of them: check [`not_delivered`](Summary::not_delivered).
    ///
    /// # Errors
    ///
    /// Returns the error that aborted the run, or else that of the input.
    pub fn into_result(self) -> Result<Summary, BulkError<R, E>> {
        match (self.abort_error, self.source_error) {
            (Some(error), _) => Err(BulkError::Aborted(error)),
            (None, Some(error)) => Err(BulkError::Source(error)),
            (None, None) => Ok(self.summary),
        }
    }
}

/// The results of the records that are not stored, and how the run ended.
pub type CollectedRejects<T, R, E, K> = (Vec<RecordResult<T, R>>, BulkReport<R, E, K>);

/// Why a run was aborted.
#[derive(Debug)]
#[non_exhaustive]
pub enum AbortError<R: Record> {
    /// A call failed with an error that every other record would meet too, such as missing permissions.
    Call(Arc<RecordError<R>>),
    /// So many batches in a row were rejected ([`max_rejected_batches`](super::Bulk::max_rejected_batches)). The checkpoint
    /// precedes all of their records: correct the mistake, and resume there.
    #[non_exhaustive]
    Rejected {
        /// The maximum, which these batches have reached.
        batches: u32,
        /// Why the first record of them was rejected.
        error: Arc<RecordError<R>>,
    },
}

impl<R: Record> AbortError<R> {
    /// The error of the call.
    #[must_use]
    pub fn error(&self) -> &RecordError<R> {
        self.shared()
    }

    pub(super) fn shared(&self) -> &Arc<RecordError<R>> {
        match self {
            Self::Call(error) | Self::Rejected { error, .. } => error,
        }
    }
}

impl<R: Record> Clone for AbortError<R> {
    fn clone(&self) -> Self {
        match self {
            Self::Call(error) => Self::Call(Arc::clone(error)),
            Self::Rejected { batches, error } => Self::Rejected {
                batches: *batches,
                error: Arc::clone(error),
            },
        }
    }
}

impl<R: Record> fmt::Display for AbortError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Rejected { batches, .. } = self {
            write!(
                f,
                "{batches} batches in a row were rejected (`max_rejected_batches`), the first record with: "
            )?;
        }
        self.error().fmt(f)
    }
}

impl<R: Record> StdError for AbortError<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error().source()
    }
}

/// Why a run did not send its whole input.
#[derive(Debug)]
#[non_exhaustive]
pub enum BulkError<R: Record, E = Infallible> {
    /// The run was aborted.
    Aborted(AbortError<R>),
    /// The input failed.
    Source(E),
}

impl<R: Record, E: StdError + 'static> fmt::Display for BulkError<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted(error) => error.fmt(f),
            Self::Source(error) if f.alternate() => f.write_str(&with_causes(error)),
            Self::Source(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl<R: Record, E: StdError + 'static> StdError for BulkError<R, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Aborted(error) => error.source(),
            Self::Source(error) => error.source(),
        }
    }
}
