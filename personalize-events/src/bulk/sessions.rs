//! Groups records by session. The batches of a session follow each other in the order of the input, and those of different
//! sessions do not wait for each other.
//!
//! A batch of events is of one session and one user, since a call names them once. Action interactions have a session and
//! a user each, so that a batch has those of several sessions, each of which is in one batch at a time.
//!
//! Many groups wait for more records at once. The number and the size of all records that wait are bounded. The time per
//! record does not depend on the number of sessions, but for its logarithm.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::entry::{Entry, Versions};
use super::grouping::Grouping;
use super::record::Record;

/// The most records that wait.
const MAX_RECORDS: usize = 10_000;

/// The most bytes of them. It is exceeded by one record at most.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most batches that wait although no other record can be in them. It is at least as many as can be in flight by
/// default, so that a batch is there as soon as another one is done.
const MAX_COMPLETE: usize = 64;

/// The sessions that have records that wait, or a batch in flight.
pub struct Sessions<T, R> {
    /// The maximum of a batch.
    max: Size,
    linger: Duration,
    sessions: HashMap<Arc<str>, Session<T, R>>,
    /// The sessions that have no batch in flight and records that wait, by the position of the first of these.
    waiting: BTreeMap<u64, Arc<str>>,
    /// The positions of those whose group cannot grow.
    complete: BTreeSet<u64>,
    /// The groups of the sessions that wait.
    grouped: Size,
    /// All records that wait, also for a batch in flight.
    total: Size,
    flush_until: u64,
}

/// The records of a session that wait.
struct Session<T, R> {
    entries: VecDeque<Entry<T, R>>,
    /// The first entries, which can be in one batch.
    group: Size,
    /// Whether the group cannot grow.
    is_complete: bool,
    is_in_flight: bool,
}

/// A number of records, and their size in bodies.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    records: usize,
    bytes: usize,
}

impl Size {
    fn add(&mut self, other: Self) {
        self.records += other.records;
        self.bytes += other.bytes;
    }

    fn subtract(&mut self, other: Self) {
        self.records -= other.records;
        self.bytes -= other.bytes;
    }

    /// Whether a batch of this size can have another record. One that is too large for every batch is in one of its own.
    fn has_room(self, bytes: usize, max: Self) -> bool {
        self.records < max.records && (self.records == 0 || self.bytes + bytes <= max.bytes)
    }
}

impl<T, R> Entry<T, R> {
    fn size(&self) -> Size {
        Size {
            records: 1,
            bytes: self.bytes,
        }
    }
}

impl<T, R: Record> Session<T, R> {
    fn new() -> Self {
        Self {
            entries: VecDeque::with_capacity(1),
            group: Size::default(),
            is_complete: false,
            is_in_flight: false,
        }
    }

    /// Adds entries to the group, as many as can be in it.
    fn extend_group(&mut self, max: Size) {
        while !self.is_complete
            && let Some(entry) = self.entries.get(self.group.records)
        {
            let is_same_user = R::MIXES_SESSIONS || {
                let first = self.entries.front();
                first.is_none_or(|first| first.record.user_id() == entry.record.user_id())
            };
            if is_same_user && self.group.has_room(entry.bytes, max) {
                self.group.add(entry.size());
                self.is_complete = self.group.records == max.records;
            } else {
                self.is_complete = true;
            }
        }
    }
}

impl<T, R: Record> Sessions<T, R> {
    /// Lets a session wait for its next batch, or removes it if it has no records.
    fn wait(&mut self, id: &Arc<str>) {
        let Some(session) = self.sessions.get(id) else {
            return;
        };
        let Some(first) = session.entries.front() else {
            self.sessions.remove(id);
            return;
        };
        self.waiting.insert(first.position, Arc::clone(id));
        self.grouped.add(session.group);
        if session.is_complete {
            self.complete.insert(first.position);
        }
    }

    /// Moves entries of a session into a batch, and returns whether it has room for others.
    fn fill(&mut self, position: u64, batch: &mut Vec<Versions<T, R>>, size: &mut Size) -> bool {
        let Some(id) = self.waiting.get(&position) else {
            return false;
        };
        let Some(session) = self.sessions.get_mut(id) else {
            return false;
        };
        let group = session.group;
        let mut taken = Size::default();
        while taken.records < group.records
            && let Some(entry) = session.entries.front()
            && size.has_room(entry.bytes, self.max)
            && let Some(entry) = session.entries.pop_front()
        {
            taken.add(entry.size());
            size.add(entry.size());
            batch.push(Versions::single(entry));
        }
        if taken.records > 0 {
            session.is_in_flight = true;
            (session.group, session.is_complete) = (Size::default(), false);
            session.extend_group(self.max);
            self.total.subtract(taken);
            self.grouped.subtract(group);
            self.waiting.remove(&position);
            self.complete.remove(&position);
        }
        taken.records == group.records
    }

    /// Returns the position of the session whose batch is to be sent next.
    fn next(&self) -> Option<u64> {
        let complete = self.complete.first().copied();
        complete.or_else(|| self.waiting.keys().next().copied())
    }

    fn oldest(&self) -> Option<&Entry<T, R>> {
        let (_, id) = self.waiting.first_key_value()?;
        self.sessions.get(id)?.entries.front()
    }
}

impl<T, R: Record> Grouping<T, R> for Sessions<T, R> {
    fn new(max_records: usize, max_body_bytes: usize, linger: Duration) -> Self {
        Self {
            max: Size {
                records: max_records,
                bytes: max_body_bytes,
            },
            linger,
            sessions: HashMap::new(),
            waiting: BTreeMap::new(),
            complete: BTreeSet::new(),
            grouped: Size::default(),
            total: Size::default(),
            flush_until: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    fn has_room(&self) -> bool {
        let complete = if R::MIXES_SESSIONS {
            self.grouped.records / self.max.records
        } else {
            self.complete.len()
        };
        complete < MAX_COMPLETE && self.total.records < MAX_RECORDS && self.total.bytes < MAX_BYTES
    }

    fn is_ready(&self, now: Instant) -> bool {
        let Some((position, _)) = self.waiting.first_key_value() else {
            return false;
        };
        let is_full = R::MIXES_SESSIONS && !self.grouped.has_room(0, self.max);
        is_full
            || !self.complete.is_empty()
            || *position < self.flush_until
            || self.linger_end().is_some_and(|end| end <= now)
    }

    fn linger_end(&self) -> Option<Instant> {
        self.oldest()?.read_at.checked_add(self.linger)
    }

    fn push(&mut self, entry: Entry<T, R>) {
        self.total.add(entry.size());
        let id = entry.record.id();
        if let Some(session) = self.sessions.get_mut(id) {
            let group = session.group;
            session.entries.push_back(entry);
            session.extend_group(self.max);
            if session.is_in_flight {
                return;
            }
            self.grouped.subtract(group);
            self.grouped.add(session.group);
            if session.is_complete
                && let Some(first) = session.entries.front()
            {
                self.complete.insert(first.position);
            }
            return;
        }
        let id: Arc<str> = id.into();
        let mut session = Session::new();
        session.entries.push_back(entry);
        session.extend_group(self.max);
        self.sessions.insert(Arc::clone(&id), session);
        self.wait(&id);
    }

    fn take_batch(&mut self) -> Vec<Versions<T, R>> {
        let (mut batch, mut size) = (Vec::new(), Size::default());
        while let Some(position) = self.next()
            && self.fill(position, &mut batch, &mut size)
            && R::MIXES_SESSIONS
        {}
        batch
    }

    fn release(&mut self, ids: &[String]) {
        for id in ids {
            let Some((id, _)) = self.sessions.get_key_value(id.as_str()) else {
                continue;
            };
            let id = Arc::clone(id);
            if let Some(session) = self.sessions.get_mut(&id)
                && std::mem::take(&mut session.is_in_flight)
            {
                self.wait(&id);
            }
        }
    }

    fn flush_until(&mut self, position: u64) {
        self.flush_until = self.flush_until.max(position);
    }

    fn drain(&mut self) -> Vec<Entry<T, R>> {
        let sessions = std::mem::take(&mut self.sessions).into_values();
        let mut entries: Vec<_> = sessions.flat_map(|session| session.entries).collect();
        entries.sort_by_key(|entry| entry.position);
        self.waiting.clear();
        self.complete.clear();
        (self.grouped, self.total) = (Size::default(), Size::default());
        entries
    }
}

/// Omits the ids, which are user data.
impl<T, R> fmt::Debug for Sessions<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
