//! Groups records into batches of distinct ids, none of which is in another batch in flight.
//!
//! A batch stores every value of an ID until it is acknowledged: if the service rejects the last value, the one
//! before it is sent.

use std::collections::{HashSet, VecDeque};
use std::time::Instant;

use super::record::Record;
use super::unconfirmed::Unconfirmed;
use crate::body::write_json;

/// The most records in a batch, superseded ones included.
const MAX_RECORDS: usize = 100;

/// The most records that wait for an earlier record of their id.
const MAX_DEFERRED: usize = 1_000;

/// A record of the input.
#[derive(Debug)]
pub(super) struct Entry<T, R> {
    /// Its index in the input.
    pub(super) position: u64,
    pub(super) tag: T,
    pub(super) record: R,
}

/// The records of one id in a batch, in the order of the input. The latest is sent.
#[derive(Debug)]
pub(super) struct Versions<T, R> {
    pub(super) earlier: Vec<Entry<T, R>>,
    pub(super) latest: Entry<T, R>,
}

impl<T, R: Record> Versions<T, R> {
    pub(super) fn id(&self) -> &str {
        self.latest.record.id()
    }

    pub(super) fn into_entries(self) -> impl Iterator<Item = Entry<T, R>> {
        self.earlier.into_iter().chain([self.latest])
    }

    /// Separates the latest entry from the versions that remain without it.
    pub(super) fn pop(mut self) -> (Entry<T, R>, Option<Self>) {
        let remaining = self.earlier.pop().map(|latest| Self {
            earlier: self.earlier,
            latest,
        });
        (self.latest, remaining)
    }
}

/// The records that were read and are not in flight.
#[derive(Debug)]
pub(super) struct Batches<T, R> {
    max_body_bytes: usize,
    current: Batch<T, R>,
    /// Records that cannot be in the current batch, in the order of the input.
    deferred: VecDeque<Entry<T, R>>,
    ids_in_flight: HashSet<String>,
}

/// A batch that is being filled.
#[derive(Debug)]
struct Batch<T, R> {
    versions: Vec<Versions<T, R>>,
    /// The number of records, superseded ones included.
    records: usize,
    bytes: usize,
    is_full: bool,
}

impl<T, R> Default for Batch<T, R> {
    fn default() -> Self {
        Self {
            versions: Vec::new(),
            records: 0,
            bytes: 0,
            is_full: false,
        }
    }
}

impl<T, R: Record> Batch<T, R> {
    /// Adds a record, or returns it and closes the batch if it does not fit.
    fn add(&mut self, entry: Entry<T, R>, max_body_bytes: usize) -> Result<(), Entry<T, R>> {
        let id = entry.record.id();
        let same_id = self.versions.iter_mut().find(|other| other.id() == id);
        let replaced = same_id
            .as_ref()
            .map_or(0, |versions| size(&versions.latest.record));
        let bytes = self.bytes - replaced + size(&entry.record);
        // A record that is too large for every batch is sent in one of its own.
        let is_first = same_id.is_none() && self.records == 0;
        if self.is_full || (bytes > max_body_bytes && !is_first) {
            self.is_full = true;
            return Err(entry);
        }
        match same_id {
            Some(versions) => {
                let earlier = std::mem::replace(&mut versions.latest, entry);
                versions.earlier.push(earlier);
            }
            None => self.versions.push(Versions {
                earlier: Vec::new(),
                latest: entry,
            }),
        }
        self.bytes = bytes;
        self.records += 1;
        self.is_full =
            self.versions.len() == R::RECORD_KIND.max_records || self.records == MAX_RECORDS;
        Ok(())
    }
}

impl<T, R: Record> Batches<T, R> {
    pub(super) fn new(max_body_bytes: usize) -> Self {
        Self {
            max_body_bytes,
            current: Batch::default(),
            deferred: VecDeque::new(),
            ids_in_flight: HashSet::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.current.versions.is_empty()
    }

    /// Whether another record may be read.
    pub(super) fn has_room(&self) -> bool {
        !self.current.is_full && self.deferred.len() < MAX_DEFERRED
    }

    /// Adds a record to the current batch, or defers it. As long as the batch has room, every deferred record waits for
    /// its id only.
    pub(super) fn push(&mut self, entry: Entry<T, R>) {
        if self.ids_in_flight.contains(entry.record.id()) {
            self.deferred.push_back(entry);
        } else if let Err(entry) = self.current.add(entry, self.max_body_bytes) {
            self.deferred.push_back(entry);
        }
    }

    /// Takes the current batch to send it, and fills the next one with deferred records.
    pub(super) fn take_batch(&mut self) -> Vec<Versions<T, R>> {
        let batch = std::mem::take(&mut self.current).versions;
        let ids = batch.iter().map(|versions| versions.id().to_owned());
        self.ids_in_flight.extend(ids);
        self.add_deferred();
        batch
    }

    /// Takes records to send once more, as many as fit into a call. Their ids are neither in flight nor in the current
    /// batch, so that no other value of them is on its way.
    pub(super) fn take_unconfirmed(
        &mut self,
        unconfirmed: &mut Unconfirmed<R>,
        until: Option<Instant>,
    ) -> Vec<Versions<(), R>> {
        let mut batch = Batch::default();
        let mut is_free = |id: &str| {
            let mut current = self.current.versions.iter();
            !self.ids_in_flight.contains(id) && !current.any(|versions| versions.id() == id)
        };
        while !batch.is_full
            && let Some((since, position, record)) = unconfirmed.pop(until, &mut is_free)
        {
            let entry = Entry {
                position,
                tag: (),
                record,
            };
            if let Err(entry) = batch.add(entry, self.max_body_bytes) {
                unconfirmed.insert(entry.position, entry.record, since);
            }
        }
        let ids = batch.versions.iter().map(|it| it.id().to_owned());
        self.ids_in_flight.extend(ids);
        batch.versions
    }

    /// Releases the ids of a batch that is done.
    pub(super) fn release(&mut self, ids: &[String]) {
        for id in ids {
            self.ids_in_flight.remove(id);
        }
        self.add_deferred();
    }

    /// Moves deferred records into the current batch; records of one id stay in their order.
    fn add_deferred(&mut self) {
        let mut blocked: HashSet<String> = HashSet::new();
        for entry in std::mem::take(&mut self.deferred) {
            let id = entry.record.id();
            let is_blocked = blocked.contains(id) || self.ids_in_flight.contains(id);
            let rejected = if self.current.is_full || is_blocked {
                Some(entry)
            } else {
                self.current.add(entry, self.max_body_bytes).err()
            };
            if let Some(entry) = rejected {
                blocked.insert(entry.record.id().to_owned());
                self.deferred.push_back(entry);
            }
        }
    }

    /// Removes all records, in the order of the input.
    pub(super) fn drain(&mut self) -> Vec<Entry<T, R>> {
        let current = std::mem::take(&mut self.current).versions.into_iter();
        let deferred = std::mem::take(&mut self.deferred);
        let entries = current.flat_map(Versions::into_entries).chain(deferred);
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|entry| entry.position);
        entries
    }
}

/// The number of bytes of a record in the body, with the comma.
fn size<R: Record>(record: &R) -> usize {
    struct Count(usize);

    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let mut count = Count(1);
    // A record of strings serializes without an error.
    let _ = write_json(&mut count, record);
    count.0
}
