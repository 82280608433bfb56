//! What has become of the records that are not all settled yet: fates come in no order, rejects and checkpoints
//! keep that of the input.

use std::collections::BTreeMap;
use std::io;

use crate::checkpoint::RejectsFile;
use crate::input::Mark;
use crate::rejects::Rejects;

pub(crate) struct Ledger {
    /// Told, and some before them are not settled.
    told: BTreeMap<u64, Told>,
    /// Up to here all records are settled, and the rejects are in their file.
    done: Mark,
    /// How many of those are rejected.
    rejected: u64,
    rejects: Option<Rejects>,
}

/// How far a run has come.
pub(crate) struct Done {
    pub(crate) mark: Mark,
    pub(crate) rejected: u64,
    pub(crate) rejects: Option<RejectsFile>,
}

struct Told {
    /// Behind the record.
    mark: Mark,
    is_rejected: bool,
    /// As it goes into the file.
    reject: Option<Vec<u8>>,
}

impl Ledger {
    /// Goes on where so many are settled, and so many of those rejected.
    pub(crate) fn new(done: Mark, rejected: u64, rejects: Option<Rejects>) -> Self {
        Self {
            told: BTreeMap::new(),
            done,
            rejected,
            rejects,
        }
    }

    /// Notes the fate of the record before the mark, and why it was not put.
    pub(crate) fn tell(&mut self, mark: Mark, raw: &[u8], reason: Option<&str>) {
        let rejects = self.rejects.as_ref().zip(reason);
        let told = Told {
            mark,
            is_rejected: reason.is_some(),
            reject: rejects.map(|(rejects, reason)| rejects.spell(raw, reason)),
        };
        self.told.insert(mark.records, told);
    }

    /// All before the record of this number, counted from 0, are settled.
    pub(crate) fn advance(&mut self, records: u64) -> io::Result<()> {
        while let Some(first) = self.told.first_entry()
            && *first.key() <= records
        {
            let told = first.get();
            write(&mut self.rejects, told)?;
            self.done = told.mark;
            self.rejected += u64::from(told.is_rejected);
            first.remove();
        }
        Ok(())
    }

    /// Up to where all records are settled, with their rejects on the disk.
    pub(crate) fn done(&mut self) -> io::Result<Done> {
        Ok(Done {
            mark: self.done,
            rejected: self.rejected,
            rejects: self.rejects.as_mut().map(Rejects::sync).transpose()?,
        })
    }

    /// Writes what has been told and is not settled: the run has ended.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        for told in self.told.into_values() {
            write(&mut self.rejects, &told)?;
        }
        self.rejects.map_or(Ok(()), Rejects::finish)
    }
}

fn write(rejects: &mut Option<Rejects>, told: &Told) -> io::Result<()> {
    match rejects.as_mut().zip(told.reject.as_ref()) {
        Some((rejects, reject)) => rejects.write(reject),
        None => Ok(()),
    }
}
