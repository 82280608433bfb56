//! Groups records into batches of distinct ids, none of which is in another batch in flight.
//!
//! A batch stores every value of an ID until it is acknowledged: if the service rejects the last value, the one
//! before it is sent.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use super::entry::{Entry, Versions};
use super::grouping::Grouping;
use super::record::Record;

/// The most records in a batch, superseded ones included.
const MAX_RECORDS: usize = 100;

/// The most records that wait for an earlier record of their id.
const MAX_DEFERRED: usize = 1_000;

/// The records that were read and are not in flight.
#[derive(Debug)]
pub struct Batches<T, R> {
    max_records: usize,
    max_body_bytes: usize,
    linger: Duration,
    current: Batch<T, R>,
    /// Records that cannot be in the current batch, in the order of the input.
    deferred: VecDeque<Entry<T, R>>,
    ids_in_flight: HashSet<String>,
    flush_until: u64,
}

/// A batch that is being filled.
#[derive(Debug)]
struct Batch<T, R> {
    versions: Vec<Versions<T, R>>,
    /// The position of its first record, and when it was read.
    first: Option<(u64, Instant)>,
    /// The number of records, superseded ones included.
    records: usize,
    bytes: usize,
    is_full: bool,
}

impl<T, R> Default for Batch<T, R> {
    fn default() -> Self {
        Self {
            versions: Vec::new(),
            first: None,
            records: 0,
            bytes: 0,
            is_full: false,
        }
    }
}

impl<T, R: Record> Batch<T, R> {
    /// Adds a record, or returns it and closes the batch if it does not fit.
    fn add(
        &mut self,
        entry: Entry<T, R>,
        max_records: usize,
        max_body_bytes: usize,
    ) -> Result<(), Entry<T, R>> {
        let id = entry.record.id();
        let mut versions = self.versions.iter_mut();
        let same_id = versions.find(|other| other.latest.record.id() == id);
        let replaced = same_id.as_ref().map_or(0, |versions| versions.latest.bytes);
        let bytes = self.bytes - replaced + entry.bytes;
        // A record that is too large for every batch is sent in one of its own.
        let is_first = same_id.is_none() && self.records == 0;
        if self.is_full || (bytes > max_body_bytes && !is_first) {
            self.is_full = true;
            return Err(entry);
        }
        self.first.get_or_insert((entry.position, entry.read_at));
        match same_id {
            Some(versions) => {
                let earlier = std::mem::replace(&mut versions.latest, entry);
                versions.earlier.push(earlier);
            }
            None => self.versions.push(Versions::single(entry)),
        }
        self.bytes = bytes;
        self.records += 1;
        self.is_full = self.versions.len() == max_records || self.records == MAX_RECORDS;
        Ok(())
    }
}

impl<T, R: Record> Batches<T, R> {
    /// Moves deferred records into the current batch; records of one id stay in their order.
    fn add_deferred(&mut self) {
        let mut blocked: HashSet<String> = HashSet::new();
        for entry in std::mem::take(&mut self.deferred) {
            let id = entry.record.id();
            let is_blocked = blocked.contains(id) || self.ids_in_flight.contains(id);
            let rejected = if self.current.is_full || is_blocked {
                Some(entry)
            } else {
                self.current
                    .add(entry, self.max_records, self.max_body_bytes)
                    .err()
            };
            if let Some(entry) = rejected {
                blocked.insert(entry.record.id().to_owned());
                self.deferred.push_back(entry);
            }
        }
    }
}

impl<T, R: Record> Grouping<T, R> for Batches<T, R> {
    fn new(max_records: usize, max_body_bytes: usize, linger: Duration) -> Self {
        Self {
            max_records,
            max_body_bytes,
            linger,
            current: Batch::default(),
            deferred: VecDeque::new(),
            ids_in_flight: HashSet::new(),
            flush_until: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.current.versions.is_empty()
    }

    fn has_room(&self) -> bool {
        !self.current.is_full && self.deferred.len() < MAX_DEFERRED
    }

    /// The linger counts only while nothing can be read.
    fn is_ready(&self, _now: Instant) -> bool {
        let first = self.current.first;
        self.current.is_full || first.is_some_and(|(position, _)| position < self.flush_until)
    }

    fn linger_end(&self) -> Option<Instant> {
        let (_, read_at) = self.current.first?;
        read_at.checked_add(self.linger)
    }

    /// Adds a record to the current batch, or defers it. As long as the batch has room, every deferred record waits for
    /// its id only.
    fn push(&mut self, entry: Entry<T, R>) {
        if self.ids_in_flight.contains(entry.record.id()) {
            self.deferred.push_back(entry);
        } else if let Err(entry) = self
            .current
            .add(entry, self.max_records, self.max_body_bytes)
        {
            self.deferred.push_back(entry);
        }
    }

    /// Takes the current batch, and fills the next one with deferred records.
    fn take_batch(&mut self) -> Vec<Versions<T, R>> {
        let batch = std::mem::take(&mut self.current).versions;
        let ids = batch.iter().map(|it| it.latest.record.id().to_owned());
        self.ids_in_flight.extend(ids);
        self.add_deferred();
        batch
    }

    fn is_free(&self, id: &str) -> bool {
        let mut current = self.current.versions.iter();
        !self.ids_in_flight.contains(id) && !current.any(|it| it.latest.record.id() == id)
    }

    fn block(&mut self, ids: &[String]) {
        self.ids_in_flight.extend(ids.iter().cloned());
    }

    fn release(&mut self, ids: &[String]) {
        for id in ids {
            self.ids_in_flight.remove(id);
        }
        self.add_deferred();
    }

    fn flush_until(&mut self, position: u64) {
        self.flush_until = self.flush_until.max(position);
    }

    fn drain(&mut self) -> Vec<Entry<T, R>> {
        let current = std::mem::take(&mut self.current).versions.into_iter();
        let deferred = std::mem::take(&mut self.deferred);
        let entries = current.flat_map(Versions::into_entries).chain(deferred);
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|entry| entry.position);
        entries
    }
}
