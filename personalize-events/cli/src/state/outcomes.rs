//! Writes the outcomes of records that were sent to the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Error;
use serde::Serialize;

use super::block::Fingerprint;
use super::changes::{Mark, Reading};
use super::deletion::{Deleted, Deletion};
use super::shared::State;

/// The part of the summary that a state adds.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct StateCounts {
    /// Records that were not sent.
    pub(crate) unchanged: u64,
    /// Stored records whose IDs the state did not have.
    pub(crate) new: u64,
    /// Stored records whose content differs from that in the state, or was unknown.
    pub(crate) changed: u64,
    /// IDs that the input no longer has, if that is known.
    pub(crate) deleted: Option<u64>,
}

/// How a run with a state ended.
pub(crate) struct Finished {
    pub(crate) counts: StateCounts,
    /// What the user can do about deleted IDs.
    pub(crate) message: Option<String>,
    pub(crate) error: Option<Error>,
}

/// Outcomes of records that are not settled yet, by their number in the bulk run.
pub(crate) struct Outcomes {
    state: Arc<State>,
    reading: Arc<Reading>,
    deletion: Deletion,
    pending: BTreeMap<u64, (Mark, bool)>,
    new: u64,
    changed: u64,
}

impl Outcomes {
    pub(crate) fn new(state: Arc<State>, reading: Arc<Reading>, deletion: Deletion) -> Self {
        Self {
            state,
            reading,
            deletion,
            pending: BTreeMap::new(),
            new: 0,
            changed: 0,
        }
    }

    /// Adds a record that is stored or rejected.
    pub(crate) fn add(&mut self, position: u64, mark: Mark, is_stored: bool) {
        if is_stored && mark.is_new {
            self.new += 1;
        } else if is_stored {
            self.changed += 1;
        }
        self.pending.insert(position, (mark, is_stored));
    }

    /// How many records are unchanged so far, and where the last one ends in the input.
    pub(crate) fn unchanged(&self) -> (u64, u64) {
        self.reading.unchanged()
    }

    /// Writes the outcomes before this position to disk: no request can change them any more. A row has the outcome of the
    /// last record of its ID, which follows the others.
    pub(crate) fn settle(&mut self, end: u64) -> anyhow::Result<()> {
        let rest = self.pending.split_off(&end);
        let settled = std::mem::replace(&mut self.pending, rest);
        let mut blocks: BTreeMap<u32, Vec<(Fingerprint, Fingerprint)>> = BTreeMap::new();
        for (mark, is_stored) in settled.into_values() {
            let outcome = match (is_stored, mark.is_new) {
                (true, _) => mark.content,
                (false, true) => Fingerprint::NEVER_STORED,
                // An earlier record is stored, which was not sent in this run.
                (false, false) => continue,
            };
            let changes = blocks.entry(mark.block).or_default();
            changes.push((mark.in_flight, outcome));
        }
        self.state.with(|store| {
            for (block, changes) in &blocks {
                store.replace(*block, changes)?;
            }
            store.commit()
        })
    }

    /// Finds which IDs the input no longer has, and closes the state. `is_complete` is whether all records of the input were
    /// sent, without which nothing is known of the IDs.
    pub(crate) fn finish(self, is_complete: bool) -> Finished {
        let ids = self.reading.take_ids().filter(|_| is_complete);
        let deleted = ids.map(|ids| self.deletion.list(&self.state, &ids));
        let deleted = deleted.transpose();
        let closed = self.state.close();
        let (deleted, error) = match deleted {
            Ok(deleted) => (deleted, closed.err()),
            Err(error) => (None, Some(error)),
        };
        let (unchanged, _) = self.unchanged();
        Finished {
            counts: StateCounts {
                unchanged,
                new: self.new,
                changed: self.changed,
                deleted: deleted.as_ref().and_then(Deleted::count),
            },
            message: deleted.as_ref().and_then(Deleted::message),
            error,
        }
    }
}
