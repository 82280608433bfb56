//! Records that were read and have no outcome yet.

use std::time::Instant;

/// A record of the input.
#[derive(Debug)]
pub struct Entry<T, R> {
    /// Its index in the input.
    pub(super) position: u64,
    pub(super) tag: T,
    pub(super) record: R,
    /// The size of the record in the body, with the comma.
    pub(super) bytes: usize,
    pub(super) read_at: Instant,
}

/// The records of one id in a batch, in the order of the input. The latest is sent.
#[derive(Debug)]
pub struct Versions<T, R> {
    pub(super) earlier: Vec<Entry<T, R>>,
    pub(super) latest: Entry<T, R>,
}

impl<T, R> Versions<T, R> {
    /// One record, which replaces no other.
    pub(super) fn single(latest: Entry<T, R>) -> Self {
        Self {
            earlier: Vec::new(),
            latest,
        }
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
