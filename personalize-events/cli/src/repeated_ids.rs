//! Finds IDs, or combinations of values, that occur again, in bounded memory.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};

use foldhash::quality::FixedState;

use crate::doubts::{Found, Place};

/// How many different IDs are remembered, in about 21 MB. Later ones are compared with these.
pub(crate) const MAX_IDS: usize = 3_500_000;

/// Hashes the parts of an ID. The same ID has the same hash in every run.
pub(crate) fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for part in parts {
        part.hash(&mut hasher);
    }
    hasher.finish()
}

/// The ID of a record.
pub(crate) struct Id {
    pub(crate) hash: u64,
    pub(crate) at: Place,
}

/// The IDs so far, as a hash table with linear probing. Of each hash, its place in the table has about 22 bits, and its slot
/// 40 more: two different IDs pass for one in about one of 100,000 inputs with as many IDs as are remembered.
pub(crate) struct SeenIds {
    /// Zero if it is empty. Memory of slots is used only once they are written.
    slots: Vec<[u8; SLOT]>,
    ids: usize,
    max: usize,
    is_full: bool,
}

/// The size of a slot in bytes.
const SLOT: usize = 5;

impl Default for SeenIds {
    fn default() -> Self {
        Self::with_max(MAX_IDS)
    }
}

impl SeenIds {
    fn with_max(max: usize) -> Self {
        let slots = (max + max / 6 + 1).next_power_of_two();
        Self {
            slots: vec![[0; SLOT]; slots],
            ids: 0,
            max,
            is_full: false,
        }
    }

    /// Whether an ID with this hash was passed before.
    pub(crate) fn is_repeated(&mut self, hash: u64) -> bool {
        let [first, rest @ ..] = hash.to_le_bytes();
        let wanted = [first.max(1), rest[0], rest[1], rest[2], rest[3]];
        let last = self.slots.len() - 1;
        let mut index = usize::try_from(hash >> 40).unwrap_or_default() & last;
        while self.slots[index] != [0; SLOT] {
            if self.slots[index] == wanted {
                return true;
            }
            index = (index + 1) & last;
        }
        if self.ids < self.max {
            self.slots[index] = wanted;
            self.ids += 1;
        } else {
            self.is_full = true;
        }
        false
    }

    /// Passes the IDs of the next records, and returns which of them are repeated.
    pub(crate) fn repeated(&mut self, ids: &mut Vec<Id>) -> Option<Found> {
        let mut repeated: Option<Found> = None;
        for Id { hash, at } in ids.drain(..) {
            if self.is_repeated(hash) {
                let first = Found {
                    first: at,
                    records: 0,
                };
                repeated.get_or_insert(first).records += 1;
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
    use super::{SeenIds, hash};

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
    fn parts_are_compared_one_by_one() {
        let mut seen = SeenIds::default();
        let repeated =
            [["ab", "c"], ["a", "bc"], ["ab", "c"]].map(|id| seen.is_repeated(hash(&id)));
        assert_eq!(repeated, [false, false, true]);
    }
}
