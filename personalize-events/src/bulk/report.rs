//! How a run ended.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::outcome::{RecordResult, Summary};
use super::record::{Record, RecordError};
use crate::error::{fmt_causes, with_causes};

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
    pub(super) end: RunEnd,
}

/// How far a run without an error has come.
#[derive(Clone, Copy, Debug)]
pub(super) enum RunEnd {
    /// It was not polled to its end.
    Unfinished,
    /// It has returned all results, but did not read the whole input, or dropped records of it.
    FinishedEarly,
    /// It has read the whole input and returned the results of all records.
    Complete,
}

impl<R: Record, E, K> BulkReport<R, E, K> {
    /// Returns the counts if the run has read its input to the end, and each record is stored, invalid or rejected. Even
    /// all of them may be rejected: check [`invalid`](Summary::invalid) and [`rejected`](Summary::rejected).
    ///
    /// # Errors
    ///
    /// Returns the first of these that applies: the error that aborted the run, that of the input,
    /// [`Unfinished`](BulkError::Unfinished) if the run was not polled to its end,
    /// [`FinishedEarly`](BulkError::FinishedEarly), or [`NotDelivered`](BulkError::NotDelivered). After each of them a run
    /// from the [`checkpoint`](Self::checkpoint) on completes the work; save it before.
    pub fn into_result(self) -> Result<Summary, BulkError<R, E>> {
        let (summary, checkpoint) = (self.summary, self.checkpoint);
        if let Some(error) = self.abort_error {
            return Err(BulkError::Aborted(error));
        }
        if let Some(error) = self.source_error {
            return Err(BulkError::Source(error));
        }
        match self.end {
            RunEnd::Unfinished => Err(BulkError::Unfinished {
                summary,
                checkpoint,
            }),
            RunEnd::FinishedEarly => Err(BulkError::FinishedEarly {
                summary,
                checkpoint,
            }),
            RunEnd::Complete if summary.not_delivered > 0 => Err(BulkError::NotDelivered {
                summary,
                checkpoint,
            }),
            RunEnd::Complete => Ok(summary),
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
        /// Why the first record of them was rejected; the [`source`](StdError::source).
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
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Rejected { batches, .. } => {
                write!(
                    f,
                    "{batches} batches in a row were rejected (`max_rejected_batches`)"
                )?;
                fmt_causes(self, f)
            }
        }
    }
}

impl<R: Record> StdError for AbortError<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Rejected { error, .. } => Some(&**error),
        }
    }
}

/// Why a run did not store, or reject for its content, each record of its input.
#[derive(Debug)]
#[non_exhaustive]
pub enum BulkError<R: Record, E = Infallible> {
    /// The run was aborted.
    Aborted(AbortError<R>),
    /// The input failed.
    Source(E),
    /// The run was not polled until it returned `None`.
    #[non_exhaustive]
    Unfinished {
        /// The counts so far.
        summary: Summary,
        /// How many records from the start of the input need not be sent again.
        checkpoint: u64,
    },
    /// The run was [finished early](super::BulkRun::finish_early), before it had read and sent the whole input.
    #[non_exhaustive]
    FinishedEarly {
        /// The counts.
        summary: Summary,
        /// How many records from the start of the input need not be sent again.
        checkpoint: u64,
    },
    /// The run has read its whole input, but some records were not delivered.
    #[non_exhaustive]
    NotDelivered {
        /// The counts.
        summary: Summary,
        /// How many records from the start of the input need not be sent again.
        checkpoint: u64,
    },
}

impl<R: Record, E: StdError + 'static> fmt::Display for BulkError<R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aborted(error) => error.fmt(f),
            Self::Source(error) if f.alternate() => f.write_str(&with_causes(error)),
            Self::Source(error) => fmt::Display::fmt(error, f),
            Self::Unfinished {
                summary,
                checkpoint,
            } => write!(
                f,
                "the run was not polled until it returned `None`: {}; {}",
                Settled(summary),
                Resume(*checkpoint)
            ),
            Self::FinishedEarly {
                summary,
                checkpoint,
            } => write!(
                f,
                "the run was finished early: {}; {}",
                Settled(summary),
                Resume(*checkpoint)
            ),
            Self::NotDelivered {
                summary,
                checkpoint,
            } => write!(
                f,
                "{} of {} records were not delivered; {}",
                summary.not_delivered,
                summary.read,
                Resume(*checkpoint)
            ),
        }
    }
}

/// How many of the records that were read have a lasting outcome.
struct Settled<'a>(&'a Summary);

impl fmt::Display for Settled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary {
            read,
            stored,
            invalid,
            rejected,
            ..
        } = self.0;
        let settled = stored + invalid + rejected;
        write!(
            f,
            "{settled} of the {read} records that were read are stored, invalid or rejected, and more may follow"
        )
    }
}

/// Where to continue: at a checkpoint.
struct Resume(u64);

impl fmt::Display for Resume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "resume at the checkpoint, which is after {} records of the input",
            self.0
        )
    }
}

impl<R: Record, E: StdError + 'static> StdError for BulkError<R, E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Aborted(error) => error.source(),
            Self::Source(error) => error.source(),
            Self::Unfinished { .. } | Self::FinishedEarly { .. } | Self::NotDelivered { .. } => {
                None
            }
        }
    }
}
