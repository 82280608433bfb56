//! What has become of the records that are not all settled yet: fates come in no order, rejects and checkpoints
//! keep that of the input.

use std::collections::BTreeMap;
use std::io;

use crate::input::Mark;
use crate::rejects::Rejects;

pub(crate) struct Ledger {
    /// Told, and some before them are not settled.
    told: BTreeMap<u64, Told>,
    /// Up to here all records are settled, and the rejects are in their file.
    done: Mark,
    rejects: Option<Rejects>,
}

struct Told {
    /// Behind the record.
    mark: Mark,
    /// As it goes into the file.
    reject: Option<Vec<u8>>,
}

impl Ledger {
    pub(crate) fn new(done: Mark, rejects: Option<Rejects>) -> Self {
        Self {
            told: BTreeMap::new(),
            done,
            rejects,
        }
    }

    /// Notes the fate of the record before the mark, and why it was not put.
    pub(crate) fn tell(&mut self, mark: Mark, raw: &[u8], reason: Option<&str>) {
        let rejects = self.rejects.as_ref().zip(reason);
        let reject = rejects.map(|(rejects, reason)| rejects.spell(raw, reason));
        self.told.insert(mark.records, Told { mark, reject });
    }

    /// All before the record of this number, counted from 0, are settled.
    pub(crate) fn advance(&mut self, records: u64) -> io::Result<()> {
        while let Some(first) = self.told.first_entry()
            && *first.key() <= records
        {
            let Told { mark, reject } = first.remove();
            self.done = mark;
            self.write(reject)?;
        }
        Ok(())
    }

    /// Up to where all records are settled, and how long the file of rejects is there. All of it is on its way to the
    /// disk.
    pub(crate) fn done(&mut self) -> io::Result<(Mark, Option<u64>)> {
        let length = self.rejects.as_mut().map(Rejects::sync).transpose()?;
        Ok((self.done, length))
    }

    /// Writes what has been told and is not settled: the run has ended.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        for Told { reject, .. } in std::mem::take(&mut self.told).into_values() {
            self.write(reject)?;
        }
        self.rejects.map_or(Ok(()), Rejects::finish)
    }

    fn write(&mut self, reject: Option<Vec<u8>>) -> io::Result<()> {
        match self.rejects.as_mut().zip(reject) {
            Some((rejects, reject)) => rejects.write(&reject),
            None => Ok(()),
        }
    }
}
