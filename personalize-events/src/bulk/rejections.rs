//! Decides which rejected batches are split to isolate their bad records, and when a run stops.
//!
//! To split a batch of ten bad records costs 18 calls. After a mistake in the whole input, every batch would cost as much,
//! for days. Therefore one rejected batch is split at a time, until a record is stored again: others wait meanwhile. If all
//! records of the first one are bad, the next batches are sent as a whole only. When the maximum is reached, the last of
//! them is split too, and if all of its records are bad as well, the run stops. Otherwise, or at the end of the input, all
//! of them are split.

use std::collections::VecDeque;
use std::sync::Arc;

use super::batch_sender::Suspect;
use super::entry::{Entry, Versions};
use super::record::{Record, RecordError};
use super::report::AbortError;

pub(super) struct Rejections<T, R: Record> {
    max_batches: Option<u32>,
    /// The batches that wait, in completion order.
    suspects: VecDeque<Suspect<T, R>>,
    /// Those that are to be split at once, and whether they count. Those before a stored record do not.
    due: VecDeque<(Suspect<T, R>, bool)>,
    /// How many are being split.
    splitting: u32,
    /// How many batches in a row had bad records only.
    count: u32,
    /// Why the first record of these was rejected.
    first_error: Option<Arc<RecordError<R>>>,
}

/// What a batch that is done shows about the input.
pub(super) enum Evidence<R: Record> {
    /// A record was stored.
    Stored,
    /// All records were rejected on their own, the first of them with this error.
    Rejected(Arc<RecordError<R>>),
    Nothing,
}

impl<T, R: Record> Rejections<T, R> {
    pub(super) fn new(max_batches: Option<u32>) -> Self {
        Self {
            max_batches,
            suspects: VecDeque::new(),
            due: VecDeque::new(),
            splitting: 0,
            count: 0,
            first_error: None,
        }
    }

    /// Adds a batch that was rejected as a whole.
    pub(super) fn push(&mut self, suspect: Suspect<T, R>) {
        self.suspects.push_back(suspect);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.suspects.is_empty() && self.due.is_empty()
    }

    /// Returns how many batches in a row have been rejected, as a whole at least.
    fn in_a_row(&self) -> u32 {
        let waiting = u32::try_from(self.suspects.len()).unwrap_or(u32::MAX);
        self.count.saturating_add(waiting)
    }

    fn is_at_maximum(&self) -> bool {
        self.max_batches.is_some_and(|max| self.in_a_row() >= max)
    }

    /// Whether another batch may be sent.
    pub(super) fn has_room(&self) -> bool {
        let in_a_row = self.in_a_row().saturating_add(self.splitting);
        self.max_batches.is_none_or(|max| in_a_row < max)
    }

    /// Takes a batch to split now, and returns whether it counts.
    pub(super) fn next(&mut self) -> Option<(Suspect<T, R>, bool)> {
        let counted = |suspect| (suspect, true);
        let next = if !self.due.is_empty() {
            self.due.pop_front()
        } else if self.max_batches.is_none() || self.splitting == 0 && self.count == 0 {
            self.suspects.pop_front().map(counted)
        } else if self.splitting == 0 && self.is_at_maximum() {
            self.suspects.pop_back().map(counted)
        } else {
            None
        };
        self.splitting += u32::from(next.is_some());
        next
    }

    /// Whether rejected batches in a row can stop the run.
    pub(super) fn may_stop(&self) -> bool {
        self.max_batches.is_some()
    }

    /// A batch was split.
    pub(super) fn split(&mut self) {
        self.splitting = self.splitting.saturating_sub(1);
    }

    /// A batch is done. Returns an error if the run is to stop.
    pub(super) fn done(&mut self, evidence: Evidence<R>) -> Option<AbortError<R>> {
        let error = match evidence {
            Evidence::Nothing => return None,
            Evidence::Stored => {
                (self.count, self.first_error) = (0, None);
                let cleared = self.suspects.drain(..).map(|suspect| (suspect, false));
                self.due.extend(cleared);
                return None;
            }
            Evidence::Rejected(error) => error,
        };
        self.count = self.count.saturating_add(1);
        let error = Arc::clone(self.first_error.get_or_insert(error));
        // The last batch was split too, unless one is enough.
        let batches = self.max_batches?;
        let is_certain = self.count >= 2 || batches == 1;
        (is_certain && self.is_at_maximum()).then_some(AbortError::Rejected { batches, error })
    }

    /// Splits all batches that wait, since nothing else can show whether all of the input is bad.
    pub(super) fn split_all(&mut self) {
        let counted = self.suspects.drain(..).map(|suspect| (suspect, true));
        self.due.extend(counted);
    }

    /// Splits batches at once from now on, and drops those that wait.
    pub(super) fn finish_early(&mut self) {
        *self = Self {
            splitting: self.splitting,
            ..Self::new(None)
        };
    }

    /// Removes the records of all batches that wait.
    pub(super) fn drain(&mut self) -> Vec<Entry<T, R>> {
        self.split_all();
        let batches = std::mem::take(&mut self.due).into_iter();
        let versions = batches.flat_map(|(suspect, _)| suspect.batch);
        versions.flat_map(Versions::into_entries).collect()
    }
}
