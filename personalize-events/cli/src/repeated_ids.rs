//! Finds IDs, or combinations of values, that occur again, in bounded memory.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::hint::black_box;

use foldhash::quality::FixedState;

use crate::doubts::{Found, Place};

/// How many different IDs are remembered, in about 19 MB. Later ones are compared with these.
pub(crate) const MAX_IDS: usize = 3_500_000;

/// Hashes the parts of an ID. The same ID has the same hash in every run.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish()
}

/// The IDs of consecutive records.
#[derive(Default)]
pub(crate) struct Ids {
    ids: Vec<Id>,
    order: Order,
}

impl Ids {
    pub(crate) fn add(&mut self, id: &str, at: Place) {
        self.order.add(id);
        let hash = hash(&[id]);
        self.ids.push(Id { hash, at });
    }
}

/// Whether IDs ascend, as in a dump that is ordered by them: then none is repeated.
#[derive(Default)]
struct Order {
    /// The keys of the first and the last ID.
    ends: Option<(Key, Key)>,
    is_interrupted: bool,
}

/// The length and the start of an ID. Shorter ones come first, so that numbers ascend too.
type Key = (usize, u128);

impl Order {
    fn add(&mut self, id: &str) {
        let mut start = [0; 16];
        let length = id.len().min(start.len());
        start[..length].copy_from_slice(&id.as_bytes()[..length]);
        let key = (id.len(), u128::from_be_bytes(start));
        self.append((key, key));
    }

    /// Adds IDs that ascend from one to another.
    fn append(&mut self, (first, last): (Key, Key)) {
        let (start, end) = self.ends.unwrap_or((first, first));
        // IDs that start alike may ascend too, but are rare in such a dump.
        self.is_interrupted |= self.ends.is_some() && first <= end;
        self.ends = Some((start, last));
    }
}

/// The ID of a record.
pub(crate) struct Id {
    pub(crate) hash: u64,
    pub(crate) at: Place,
}

/// The IDs so far, as a hash table with linear probing. Of each hash, its place in the table has about 22 bits, and its slot
/// 40: two different IDs pass for one in about one of 40,000 inputs with as many IDs as are remembered.
///
/// An ID never follows a smaller one between its place and its slot ("ordered hash tables", Amble and Knuth, 1974), so that the
/// search for one that is not there ends early, even in a table that is nearly full.
pub(crate) struct SeenIds {
    /// Zero if it is empty. Memory of slots is used only once they are written.
    slots: Vec<[u8; SLOT]>,
    ids: usize,
    max: usize,
    is_full: bool,
    order: Order,
}

/// The number of slots to one in the next cache line, or at the end of the same one.
const LATER: usize = 64 / SLOT;

/// How many slots are read at once. Those of more IDs would not remain in the nearest cache.
const READ_AT_ONCE: usize = 64;

/// The size of a slot in bytes.
const SLOT: usize = 5;

impl Default for SeenIds {
    fn default() -> Self {
        Self::with_max(MAX_IDS)
    }
}

impl SeenIds {
    fn with_max(max: usize) -> Self {
        Self {
            slots: vec![[0; SLOT]; max + max / 14 + 1],
            ids: 0,
            max,
            is_full: false,
            order: Order::default(),
        }
    }

    /// The place of an ID, from the upper half of its hash.
    fn place(&self, hash: u64) -> usize {
        let place = ((hash >> 32) * self.slots.len() as u64) >> 32;
        usize::try_from(place).unwrap_or_default()
    }

    fn next(&self, index: usize) -> usize {
        if index + 1 == self.slots.len() {
            0
        } else {
            index + 1
        }
    }

    fn id(&self, index: usize) -> u64 {
        let mut bytes = [0; 8];
        bytes[..SLOT].copy_from_slice(&self.slots[index]);
        u64::from_le_bytes(bytes)
    }

    /// Whether an ID with this hash was passed before.
    pub(crate) fn is_repeated(&mut self, hash: u64) -> bool {
        let mut index = self.place(hash);
        let mut id = (hash & 0xff_ffff_ffff).max(1);
        while self.id(index) > id {
            index = self.next(index);
        }
        if self.id(index) == id {
            return true;
        }
        if self.ids == self.max {
            self.is_full = true;
            return false;
        }
        self.ids += 1;
        // Smaller IDs move to later slots.
        while id != 0 {
            let found = self.id(index);
            let larger = found.max(id).to_le_bytes();
            self.slots[index].copy_from_slice(&larger[..SLOT]);
            id = found.min(id);
            index = self.next(index);
        }
        false
    }

    /// Passes the IDs of the next records, and returns which of them are repeated.
    pub(crate) fn repeated(&mut self, ids: &mut Ids) -> Option<Found> {
        let Ids { ids, order } = std::mem::take(ids);
        self.order.is_interrupted |= order.is_interrupted;
        if let Some(ends) = order.ends {
            self.order.append(ends);
        }
        if self.ids == self.max && !self.order.is_interrupted {
            self.is_full |= !ids.is_empty();
            return None;
        }
        let mut repeated: Option<Found> = None;
        for ids in ids.chunks(READ_AT_ONCE) {
            // The processor reads all of these slots at once, while it would wait for one after the other below. The search in
            // a table that is nearly full often reaches the next cache line.
            let read = ids.iter().fold(0, |all, id| {
                let place = self.place(id.hash);
                let later = (place + LATER).min(self.slots.len() - 1);
                all ^ self.slots[place][0] ^ self.slots[later][0]
            });
            black_box(read);
            for Id { hash, at } in ids {
                if self.is_repeated(*hash) {
                    let first = Found {
                        first: *at,
                        records: 0,
                    };
                    repeated.get_or_insert(first).records += 1;
                }
            }
        }
        repeated
    }

    /// Whether there were more different IDs than are remembered.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Place, SeenIds, hash};

    #[test]
    fn repeated_ids_are_found_whatever_the_order_of_the_input_is() {
        let mut random = fastrand::Rng::with_seed(4);
        for _ in 0..2_000 {
            // Some inputs ascend, at least up to the last records.
            let mut ids: Vec<u32> = (0..random.u32(1..40)).map(|_| random.u32(..60)).collect();
            if random.bool() {
                ids.sort_unstable();
                if random.bool() {
                    ids.dedup();
                }
                ids.extend((0..random.u32(..3)).map(|_| random.u32(..60)));
            }
            let max = random.usize(1..20);
            let (mut seen, mut remembered) = (SeenIds::with_max(max), Vec::new());
            let mut lines = ids.iter().enumerate();
            while lines.len() > 0 {
                let (mut block, mut expected) = (Ids::default(), Vec::new());
                for (index, id) in lines.by_ref().take(random.usize(1..8)) {
                    let line = index as u64;
                    block.add(&id.to_string(), Place { line, column: 1 });
                    if remembered.contains(id) {
                        expected.push(line);
                    } else if remembered.len() < max {
                        remembered.push(*id);
                    }
                }
                let found = seen.repeated(&mut block);
                let found = found.map(|found| (found.first.line, found.records));
                let expected = expected
                    .first()
                    .map(|first| (*first, expected.len() as u64));
                assert_eq!(found, expected, "{ids:?}");
            }
            let mut different = ids.clone();
            different.sort_unstable();
            different.dedup();
            assert_eq!(seen.is_full(), different.len() > max, "{ids:?}");
        }
    }

    #[test]
    fn ids_are_compared_with_a_limited_number_of_different_ones() {
        let mut seen = SeenIds::with_max(2);
        let repeated = ["a", "b", "a"].map(|id| seen.is_repeated(hash(&[id])));
        assert_eq!(repeated, [false, false, true]);
        assert!(!seen.is_full());
        let repeated = ["b", "c", "c", "a"].map(|id| seen.is_repeated(hash(&[id])));
        assert_eq!(repeated, [true, false, false, true]);
        assert!(seen.is_full());
    }

    #[test]
    fn all_ids_of_a_full_table_are_found_and_no_others() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut seen = SeenIds::with_max(1_000);
        let ids: Vec<u64> = (0..1_000).map(|_| random.u64(..)).collect();
        for (index, id) in ids.iter().enumerate() {
            assert!(!seen.is_repeated(*id));
            let known = ids[..=index].iter();
            assert!(known.copied().all(|id| seen.is_repeated(id)));
        }
        let others = (0..10_000).filter(|_| seen.is_repeated(random.u64(..)));
        assert_eq!(others.count(), 0);
        assert!(ids.iter().all(|id| seen.is_repeated(*id)));
    }

    #[test]
    fn parts_are_compared_one_by_one() {
        let mut seen = SeenIds::default();
        let repeated =
            [["ab", "c"], ["a", "bc"], ["ab", "c"]].map(|id| seen.is_repeated(hash(&id)));
        assert_eq!(repeated, [false, false, true]);
    }
}
