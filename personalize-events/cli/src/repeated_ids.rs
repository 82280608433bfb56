//! Finds IDs that occur again, in bounded memory.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

/// How many different IDs are remembered, in about 70 MB. Later ones are compared with these.
pub(crate) const MAX_IDS: usize = 3_500_000;

/// The IDs so far: 128 bits of the digest of each, so that two different IDs do not pass for one.
#[derive(Default)]
pub(crate) struct SeenIds {
    digests: HashSet<u128>,
    is_full: bool,
}

impl SeenIds {
    /// Whether the ID was passed before.
    pub(crate) fn is_repeated(&mut self, id: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(id).into();
        let digest = u128::from_le_bytes(std::array::from_fn(|index| digest[index]));
        if self.digests.len() < MAX_IDS {
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
