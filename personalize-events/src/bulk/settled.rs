//! Tracks which records of the input need not be sent again, if another run continues this one.
//!
//! A record is settled when its result was returned, unless it is held or not delivered. Two kinds are held:
//!
//! - Stored records that an earlier request may still overwrite, until they were sent once more or a later record of their
//!   id is stored.
//! - Records of batches in a row that were rejected, until another record shows that the mistake is not in the whole input.
//!   If the run stops instead, they are to be sent again, once the mistake is corrected.

use std::collections::{BTreeMap, BTreeSet};

use super::progress::Progress;

#[derive(Debug)]
pub(super) struct Settled<K> {
    progress: Progress<K>,
    /// The records that are held, by position.
    held: BTreeMap<u64, Held<K>>,
    /// Those of them that were rejected.
    rejected: BTreeSet<u64>,
    /// The first record that this run does not settle.
    first_failed: Option<u64>,
}

#[derive(Debug)]
struct Held<K> {
    /// Whether the result was returned.
    is_returned: bool,
    key: Option<K>,
}

impl<K> Default for Settled<K> {
    fn default() -> Self {
        Self {
            progress: Progress::default(),
            held: BTreeMap::new(),
            rejected: BTreeSet::new(),
            first_failed: None,
        }
    }
}

impl<K> Settled<K> {
    /// Returns the first position that is not settled.
    pub(super) fn watermark(&self) -> u64 {
        self.progress.watermark()
    }

    /// Returns the key of the last record before the watermark.
    pub(super) fn key(&self) -> Option<&K> {
        self.progress.key()
    }

    pub(super) fn into_key(self) -> Option<K> {
        self.progress.into_key()
    }

    /// The number of stored records that are yet to be sent once more.
    pub(super) fn unconfirmed(&self) -> usize {
        self.held.len() - self.rejected.len()
    }

    /// A stored record is to be sent once more. Its result is returned later.
    pub(super) fn hold(&mut self, position: u64) {
        let held = Held {
            is_returned: false,
            key: None,
        };
        self.held.insert(position, held);
    }

    /// A record of a batch was rejected, and so were all others of it. Its result is returned later.
    pub(super) fn hold_rejected(&mut self, position: u64) {
        self.hold(position);
        self.rejected.insert(position);
    }

    /// The rejected batches in a row have ended.
    pub(super) fn release_rejected(&mut self) {
        for position in std::mem::take(&mut self.rejected) {
            self.release(position);
        }
    }

    /// The run stops because of the rejected batches in a row.
    pub(super) fn fail_rejected(&mut self) {
        for position in std::mem::take(&mut self.rejected) {
            self.fail(position);
        }
    }

    /// A record need not be sent once more (any longer).
    pub(super) fn release(&mut self, position: u64) {
        if let Some(held) = self.held.remove(&position)
            && held.is_returned
        {
            self.finish(position, held.key);
        }
    }

    /// A record is not stored for certain.
    pub(super) fn fail(&mut self, position: u64) {
        self.held.remove(&position);
        if self.first_failed.is_none_or(|first| position < first) {
            self.first_failed = Some(position);
            self.progress.truncate(position);
        }
    }

    /// The result of a record was returned.
    pub(super) fn returned(&mut self, position: u64, key: K) {
        match self.held.get_mut(&position) {
            Some(held) => {
                *held = Held {
                    is_returned: true,
                    key: Some(key),
                };
            }
            None => self.finish(position, Some(key)),
        }
    }

    fn finish(&mut self, position: u64, key: Option<K>) {
        if self.first_failed.is_none_or(|first| position < first) {
            self.progress.finish(position, key);
        }
    }

    /// Changes the type of the keys, without those of the records so far.
    pub(super) fn without_keys<L>(self) -> Settled<L> {
        let held = self.held.into_iter();
        Settled {
            progress: self.progress.without_keys(),
            held: held
                .map(|(position, Held { is_returned, .. })| {
                    let key = None;
                    (position, Held { is_returned, key })
                })
                .collect(),
            rejected: self.rejected,
            first_failed: self.first_failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Settled;

    #[test]
    fn a_record_that_is_held_is_settled_when_it_is_released() {
        let mut settled = Settled::default();
        settled.hold(1);
        for position in 0..4 {
            settled.returned(position, position * 10);
        }
        assert_eq!((settled.watermark(), settled.key()), (1, Some(&0)));
        settled.release(1);
        assert_eq!((settled.watermark(), settled.key()), (4, Some(&30)));
        assert_eq!(settled.unconfirmed(), 0);
    }

    #[test]
    fn nothing_after_a_record_that_failed_is_settled() {
        let mut settled = Settled::default();
        settled.returned(3, 30);
        settled.hold(2);
        settled.fail(2);
        settled.fail(5);
        for position in [0, 1, 4] {
            settled.returned(position, position * 10);
        }
        settled.release(2);
        assert_eq!((settled.watermark(), settled.key()), (2, Some(&10)));
        settled.fail(1);
        assert_eq!(settled.watermark(), 2, "what was settled stays so");
    }

    #[test]
    fn rejected_records_are_settled_together_or_fail_together() {
        for fails in [false, true] {
            let mut settled = Settled::default();
            settled.hold_rejected(1);
            settled.hold_rejected(3);
            for position in 0..3 {
                settled.returned(position, position * 10);
            }
            assert_eq!((settled.watermark(), settled.unconfirmed()), (1, 0));
            if fails {
                settled.fail_rejected();
                settled.release_rejected();
            } else {
                settled.release_rejected();
            }
            for position in 3..5 {
                settled.returned(position, position * 10);
            }
            let expected = if fails { (1, Some(&0)) } else { (5, Some(&40)) };
            assert_eq!((settled.watermark(), settled.key()), expected);
        }
    }

    #[test]
    fn a_record_that_is_released_before_its_result_is_returned_is_settled_then() {
        let mut settled = Settled::default();
        settled.hold(0);
        settled.release(0);
        assert_eq!(settled.watermark(), 0);
        settled.returned(0, ());
        assert_eq!(settled.watermark(), 1);
    }
}
