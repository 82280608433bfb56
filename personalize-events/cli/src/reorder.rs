//! Restores the order of the input: outcomes of records arrive in any order, but the rejects file and checkpoints
//! follow the input.

use std::collections::BTreeMap;

use anyhow::Context as _;

use crate::checkpoint::{Checkpoint, RejectsFile};
use crate::input::Position;
use crate::rejects::{Rejects, UNWRITABLE};

/// Outcomes of records that wait for those of earlier records.
pub(crate) struct ReorderBuffer {
    /// By the number of records up to and including this one.
    pending: BTreeMap<u64, Outcome>,
    /// All records up to here are completed, and the rejected ones are written.
    completed: Position,
    /// How many of the completed records are rejected.
    rejected: u64,
    rejects: Option<Rejects>,
}

struct Outcome {
    /// The position after the record.
    position: Position,
    is_rejected: bool,
    /// The record in the format of the rejects file.
    reject: Option<Vec<u8>>,
}

impl ReorderBuffer {
    /// Starts at a position up to which all records are completed, and this many of them rejected.
    pub(crate) fn new(completed: Position, rejected: u64, rejects: Option<Rejects>) -> Self {
        Self {
            pending: BTreeMap::new(),
            completed,
            rejected,
            rejects,
        }
    }

    /// Adds the outcome of the record before `position`: stored, or rejected for a reason.
    pub(crate) fn push(&mut self, position: Position, raw: &[u8], reason: Option<&str>) {
        let rejects = self.rejects.as_ref().zip(reason);
        let outcome = Outcome {
            position,
            is_rejected: reason.is_some(),
            reject: rejects.map(|(rejects, reason)| rejects.format(raw, reason)),
        };
        self.pending.insert(position.records, outcome);
    }

    /// Completes all of the first `records` records of the input.
    pub(crate) fn complete(&mut self, records: u64) -> anyhow::Result<()> {
        while let Some(first) = self.pending.first_entry()
            && *first.key() <= records
        {
            let outcome = first.get();
            write(&mut self.rejects, outcome)?;
            self.completed = outcome.position;
            self.rejected += u64::from(outcome.is_rejected);
            first.remove();
        }
        Ok(())
    }

    /// Writes the rejects of all completed records to disk, and returns the checkpoint after these records.
    pub(crate) fn sync(&mut self, last: &Checkpoint) -> anyhow::Result<Checkpoint> {
        let rejects = self.rejects.as_mut().map(Rejects::sync).transpose();
        Ok(Checkpoint {
            records: self.completed.records,
            digest: hex::encode(self.completed.digest),
            rejected: self.rejected,
            rejects: rejects
                .context(UNWRITABLE)?
                .flatten()
                .or(last.rejects.clone()),
            ..last.clone()
        })
    }

    /// Writes all outcomes that are left, since the run has ended. Returns the rejects file, unless it is a stream.
    pub(crate) fn finish(mut self) -> anyhow::Result<Option<RejectsFile>> {
        for outcome in self.pending.into_values() {
            write(&mut self.rejects, &outcome)?;
        }
        let synced = self.rejects.as_mut().map(Rejects::sync).transpose();
        Ok(synced.context(UNWRITABLE)?.flatten())
    }
}

fn write(rejects: &mut Option<Rejects>, outcome: &Outcome) -> anyhow::Result<()> {
    match rejects.as_mut().zip(outcome.reject.as_ref()) {
        Some((rejects, reject)) => rejects.write(reject).context(UNWRITABLE),
        None => Ok(()),
    }
}
