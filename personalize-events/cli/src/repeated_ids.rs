//! Finds IDs, or combinations of values, that occur again, in bounded memory.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

/// How many different IDs are remembered, in about 70 MB. Later ones are compared with these.
pub(crate) const MAX_IDS: usize = 3_500_000;

/// The IDs so far: 128 bits of the digest of each, so that two different IDs do not pass for one.
pub(crate) struct SeenIds {
    digests: HashSet<u128>,
    max: usize,
    is_full: bool,
}

impl Default for SeenIds {
    fn default() -> Self {
        Self::with_max(MAX_IDS)
    }
}

impl SeenIds {
    fn with_max(max: usize) -> Self {
        Self {
            digests: HashSet::new(),
            max,
            is_full: false,
        }
    }

    /// Whether these parts of an ID were passed before.
    pub(crate) fn is_repeated(&mut self, parts: &[&str]) -> bool {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        let digest: [u8; 32] = digest.finalize().into();
        let digest = u128::from_le_bytes(std::array::from_fn(|index| digest[index]));
        if self.digests.len() < self.max {
            return !self.digests.insert(digest);
        }
        let is_repeated = self.digests.contains(&digest);
        self.is_full |= !is_repeated;
        is_repeated
    }

    /// Whether there were more different IDs than are remembered.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }
}

#[cfg(test)]
mod tests {
    use super::SeenIds;

    #[test]
    fn ids_are_compared_with_a_limited_number_of_different_ones() {
        let mut seen = SeenIds::with_max(2);
        let repeated = ["a", "b", "a"].map(|id| seen.is_repeated(&[id]));
        assert_eq!(repeated, [false, false, true]);
        assert!(!seen.is_full());
        let repeated = ["b", "c", "c", "a"].map(|id| seen.is_repeated(&[id]));
        assert_eq!(repeated, [true, false, false, true]);
        assert!(seen.is_full());
    }

    #[test]
    fn parts_are_compared_one_by_one() {
        let mut seen = SeenIds::default();
        let repeated = [["ab", "c"], ["a", "bc"], ["ab", "c"]].map(|id| seen.is_repeated(&id));
        assert_eq!(repeated, [false, false, true]);
    }
}
