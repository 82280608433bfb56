//! The open state, which the thread that reads the input and the run share.

use std::hash::Hasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, anyhow};
use siphasher::sip::SipHasher13;
use siphasher::sip128::{self, Hasher128 as _};

use super::block::Fingerprint;
use super::store::{IdHash, Store};

pub(crate) struct State {
    /// The name for messages.
    name: String,
    /// `None` once it is closed.
    store: Mutex<Option<Store>>,
    /// The key of all hashes, so that nobody can choose contents with the same one.
    key: [u8; 16],
    numbers: Numbers,
}

/// The counters of a state.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    /// Part of the fingerprints: it changes when all records count as changed.
    pub(super) epoch: u32,
    /// How many runs there were.
    pub(super) run: u32,
}

impl State {
    pub(super) fn new(name: String, store: Store, key: [u8; 16], numbers: Numbers) -> Self {
        Self {
            name,
            store: Mutex::new(Some(store)),
            key,
            numbers,
        }
    }

    pub(super) fn with<T>(
        &self,
        f: impl FnOnce(&mut Store) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let mut store = self.store();
        let result = match store.as_mut() {
            Some(store) => f(store),
            None => Err(anyhow!("the run has ended")),
        };
        result.with_context(|| format!("{}: the state cannot be used", self.name))
    }

    /// Writes all changes to disk.
    pub(super) fn commit(&self) -> anyhow::Result<()> {
        self.with(Store::commit)
    }

    /// Closes the file, without changes that are not committed.
    pub(super) fn close(&self) -> anyhow::Result<()> {
        let store = self.store().take();
        let closed = store.map_or(Ok(()), Store::close);
        closed.with_context(|| format!("{}: the state cannot be closed", self.name))
    }

    /// The number of the first record that is sent. Those of all runs differ.
    pub(super) fn first_number(&self) -> u64 {
        u64::from(self.numbers.run) << 32
    }

    pub(super) fn hash(&self, id: &[u8]) -> IdHash {
        let mut hasher = SipHasher13::new_with_key(&self.key);
        hasher.write(id);
        let [first, second, third, fourth, ..] = hasher.finish().to_le_bytes();
        IdHash(u32::from_le_bytes([first, second, third, fourth]))
    }

    /// The fingerprint of the properties as they are sent.
    pub(super) fn fingerprint(&self, properties: &str) -> Fingerprint {
        let mut hasher = sip128::SipHasher13::new_with_key(&self.key);
        hasher.write_u32(self.numbers.epoch);
        hasher.write(properties.as_bytes());
        Fingerprint::of_content(hasher.finish128().as_u128())
    }

    fn store(&self) -> MutexGuard<'_, Option<Store>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
