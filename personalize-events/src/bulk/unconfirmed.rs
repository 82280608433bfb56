//! Stored records that an earlier request of their id may still overwrite.
//!
//! An attempt that ended without an answer (a timeout, a broken connection, an error of a gateway, a dropped run) may
//! arrive after newer values of its ids. The last value of each is therefore sent once more: when the request can no
//! longer arrive, or at the end of the run. At the end, about as much time as an attempt may take passes first, since
//! a slow service has handled most requests by then. What arrives after that wins.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Instant;

use super::entry::{Entry, Versions};
use super::record::Record;

/// The most records. If there are more, the oldest are sent at once.
const MAX_RECORDS: usize = 1_000;

/// The last stored record of each id with its position, and the time at which an earlier attempt ended without an answer.
#[derive(Debug)]
pub(super) struct Unconfirmed<R> {
    records: BTreeMap<(Instant, Arc<str>), (u64, R)>,
    times: HashMap<Arc<str>, Instant>,
}

impl<R> Default for Unconfirmed<R> {
    fn default() -> Self {
        Self {
            records: BTreeMap::new(),
            times: HashMap::new(),
        }
    }
}

impl<R: Record> Unconfirmed<R> {
    /// Adds a record, which replaces the one of its id.
    pub(super) fn insert(&mut self, position: u64, record: R, since: Instant) {
        self.remove(record.id());
        let id: Arc<str> = record.id().into();
        self.times.insert(Arc::clone(&id), since);
        self.records.insert((since, id), (position, record));
    }

    /// Removes the record of an id, such as when a newer one is stored, and returns its position.
    pub(super) fn remove(&mut self, id: &str) -> Option<u64> {
        let (id, since) = self.times.remove_entry(id)?;
        let (position, _) = self.records.remove(&(since, id))?;
        Some(position)
    }

    /// Removes records to send them once more, as many as fit into a call: of ids that are free, so that no other value of
    /// them is on its way.
    pub(super) fn take_batch(
        &mut self,
        until: Option<Instant>,
        max_body_bytes: usize,
        mut is_free: impl FnMut(&str) -> bool,
    ) -> Vec<Versions<(), R>> {
        let (mut batch, mut size) = (Vec::new(), 0);
        while batch.len() < R::RECORD_KIND.max_records
            && let Some((since, position, record)) = self.pop(until, &mut is_free)
        {
            // With the comma.
            let bytes = record.body_bytes() + 1;
            size += bytes;
            if size > max_body_bytes && !batch.is_empty() {
                self.insert(position, record, since);
                break;
            }
            batch.push(Versions::single(Entry {
                position,
                tag: (),
                record,
                bytes,
                read_at: since,
            }));
        }
        batch
    }

    /// Removes the oldest record whose attempt ended no later than `until`, if that is set, and whose id is free.
    fn pop(
        &mut self,
        until: Option<Instant>,
        mut is_free: impl FnMut(&str) -> bool,
    ) -> Option<(Instant, u64, R)> {
        let mut keys = self.records.keys();
        let (since, id) = keys.find(|(_, id)| is_free(id))?.clone();
        if until.is_some_and(|until| since > until) {
            return None;
        }
        self.times.remove(&id);
        let (position, record) = self.records.remove(&(since, id))?;
        Some((since, position, record))
    }

    /// Removes all records and returns their positions.
    pub(super) fn take_positions(&mut self) -> impl Iterator<Item = u64> + use<R> {
        let records = std::mem::take(self).records.into_values();
        records.map(|(position, _)| position)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(super) fn is_over_full(&self) -> bool {
        self.records.len() > MAX_RECORDS
    }

    /// Returns when the first of the attempts ended.
    pub(super) fn oldest(&self) -> Option<Instant> {
        self.records.first_key_value().map(|((since, _), _)| *since)
    }

    /// Returns when the last of the attempts ended.
    pub(super) fn newest(&self) -> Option<Instant> {
        self.records.last_key_value().map(|((since, _), _)| *since)
    }
}
