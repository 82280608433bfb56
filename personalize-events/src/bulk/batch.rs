//! Which records go together: up to ten ids, none of which is on its way already.

use std::collections::{HashSet, VecDeque};

use super::record::Record;
use crate::runtime::body::write_json;

/// How many records a call takes; a limit of the service's model for all of them.
const MOST_IDS: usize = 10;

/// How many records a batch holds at most, those included that a later one of their id has replaced.
const MOST_RECORDS: usize = 100;

/// How many records wait at most for one of their id to land.
const MOST_HELD: usize = 1_000;

/// A record from the input.
#[derive(Debug)]
pub(super) struct Entry<T, R> {
    /// Which of the input it is, from 0 on.
    pub(super) position: u64,
    pub(super) tag: T,
    pub(super) record: R,
}

/// All values of one id in a batch, the last of them to be sent.
#[derive(Debug)]
pub(super) struct Versions<T, R>(pub(super) Vec<Entry<T, R>>);

impl<T, R: Record> Versions<T, R> {
    pub(super) fn last(&self) -> Option<&Entry<T, R>> {
        self.0.last()
    }
}

/// What has been read and is not on its way yet.
#[derive(Debug)]
pub(super) struct Batches<T, R> {
    most_bytes: usize,
    /// The batch that is being filled.
    filling: Vec<Versions<T, R>>,
    records: usize,
    bytes: usize,
    is_full: bool,
    /// In the order of the input: what cannot be in the batch that is being filled.
    held: VecDeque<Entry<T, R>>,
    on_their_way: HashSet<String>,
}

impl<T, R: Record> Batches<T, R> {
    pub(super) fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            filling: Vec::new(),
            records: 0,
            bytes: 0,
            is_full: false,
            held: VecDeque::new(),
            on_their_way: HashSet::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.filling.is_empty()
    }

    /// Whether another record may be read.
    pub(super) fn has_room(&self) -> bool {
        !self.is_full && self.held.len() < MOST_HELD
    }

    /// Takes a record into the batch, or holds it back. While there is room, what is held back waits for its
    /// id to land and for nothing else.
    pub(super) fn take(&mut self, entry: Entry<T, R>) {
        if self.on_their_way.contains(entry.record.id()) {
            self.held.push_back(entry);
        } else if let Err(entry) = self.add(entry) {
            self.held.push_back(entry);
        }
    }

    /// Puts a record into the batch that is being filled, or gives it back where it does not fit.
    fn add(&mut self, entry: Entry<T, R>) -> Result<(), Entry<T, R>> {
        let size = size(&entry.record);
        let same = self.filling.iter_mut().find(|versions| {
            let last = versions.last();
            last.is_some_and(|last| last.record.id() == entry.record.id())
        });
        if let Some(versions) = same {
            let before = versions.last().map_or(0, |last| self::size(&last.record));
            if self.is_full || self.bytes - before + size > self.most_bytes {
                self.is_full = true;
                return Err(entry);
            }
            self.bytes = self.bytes - before + size;
            versions.0.push(entry);
        } else {
            let too_long = !self.filling.is_empty() && self.bytes + size > self.most_bytes;
            if self.is_full || too_long {
                self.is_full = true;
                return Err(entry);
            }
            self.bytes += size;
            self.filling.push(Versions(vec![entry]));
        }
        self.records += 1;
        self.is_full = self.filling.len() == MOST_IDS || self.records == MOST_RECORDS;
        Ok(())
    }

    /// The batch, to be sent; what was held back for lack of room starts the next.
    pub(super) fn launch(&mut self) -> Vec<Versions<T, R>> {
        let batch = std::mem::take(&mut self.filling);
        (self.records, self.bytes, self.is_full) = (0, 0, false);
        for versions in &batch {
            let id = versions.last().map(|last| last.record.id().to_owned());
            self.on_their_way.extend(id);
        }
        self.release();
        batch
    }

    /// These ids are not on their way any more.
    pub(super) fn landed(&mut self, ids: &[String]) {
        for id in ids {
            self.on_their_way.remove(id);
        }
        self.release();
    }

    /// Takes what was held back into the batch, as far as it may be there, in its order.
    fn release(&mut self) {
        let mut blocked: HashSet<String> = HashSet::new();
        for entry in std::mem::take(&mut self.held) {
            let id = entry.record.id();
            if self.is_full || blocked.contains(id) || self.on_their_way.contains(id) {
                blocked.insert(id.to_owned());
                self.held.push_back(entry);
            } else if let Err(entry) = self.add(entry) {
                blocked.insert(entry.record.id().to_owned());
                self.held.push_back(entry);
            }
        }
    }

    /// All that is not on its way, in the order of the input.
    pub(super) fn drain(&mut self) -> Vec<Entry<T, R>> {
        let filling = std::mem::take(&mut self.filling).into_iter();
        let held = std::mem::take(&mut self.held);
        let mut left: Vec<_> = filling
            .flat_map(|versions| versions.0)
            .chain(held)
            .collect();
        left.sort_by_key(|entry| entry.position);
        (self.records, self.bytes, self.is_full) = (0, 0, false);
        left
    }
}

/// How many bytes a record takes in the body, with the comma.
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
    // Records are texts, which can be written always.
    let _ = write_json(&mut count, record);
    count.0
}
