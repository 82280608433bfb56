//! Tracks which records of the input are finished.

use std::collections::BTreeMap;

/// The positions of the finished records, with the key of the last one of each range.
#[derive(Debug)]
pub(super) struct Progress<K> {
    /// Every record before this position is finished.
    watermark: u64,
    /// The key of the record before the watermark.
    key: Option<K>,
    /// The finished ranges after the watermark, from start to exclusive end.
    ahead: BTreeMap<u64, (u64, Option<K>)>,
}

impl<K> Default for Progress<K> {
    fn default() -> Self {
        Self {
            watermark: 0,
            key: None,
            ahead: BTreeMap::new(),
        }
    }
}

impl<K> Progress<K> {
    pub(super) fn watermark(&self) -> u64 {
        self.watermark
    }

    pub(super) fn key(&self) -> Option<&K> {
        self.key.as_ref()
    }

    pub(super) fn into_key(self) -> Option<K> {
        self.key
    }

    pub(super) fn finish(&mut self, position: u64, key: Option<K>) {
        let next = self.ahead.remove(&(position + 1));
        let (end, key) = next.unwrap_or((position + 1, key));
        if position == self.watermark {
            self.watermark = end;
            self.key = key;
            return;
        }
        match self.ahead.range_mut(..position).next_back() {
            Some((_, previous)) if previous.0 == position => *previous = (end, key),
            Some(_) | None => {
                self.ahead.insert(position, (end, key));
            }
        }
    }

    /// Discards what is finished after a position that never will be.
    pub(super) fn truncate(&mut self, position: u64) {
        self.ahead.split_off(&position);
    }

    /// Changes the type of the keys, without those of the records so far.
    pub(super) fn without_keys<L>(self) -> Progress<L> {
        let ahead = self.ahead.into_iter();
        Progress {
            watermark: self.watermark,
            key: None,
            ahead: ahead
                .map(|(start, (end, _))| (start, (end, None)))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Progress;

    #[test]
    fn adjacent_ranges_are_merged() {
        let mut progress = Progress::default();
        for position in [5, 3, 4, 9, 1, 2] {
            progress.finish(position, Some(position));
        }
        assert_eq!((progress.watermark(), progress.ahead.len()), (0, 2));
        progress.finish(0, Some(0));
        assert_eq!((progress.watermark(), progress.ahead.len()), (6, 1));
        assert_eq!(progress.key(), Some(&5));
        progress.truncate(7);
        assert!(progress.ahead.is_empty());
    }

    proptest! {
        #[test]
        fn the_watermark_is_the_first_unfinished_position_and_has_the_key_before_it(
            order in Just((0..60_u64).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..60_usize,
            unfinished in prop::collection::btree_set(0..60_u64, 0..4),
        ) {
            let mut progress = Progress::default();
            let mut finished = BTreeSet::new();
            for position in &order[..count] {
                if !unfinished.contains(position) {
                    progress.finish(*position, Some(position + 100));
                    finished.insert(*position);
                }
            }
            let expected = (0..60).take_while(|position| finished.contains(position)).count();
            prop_assert_eq!(progress.watermark(), expected as u64);
            let key = progress.key().copied();
            prop_assert_eq!(key, (expected as u64).checked_sub(1).map(|last| last + 100));
        }
    }
}
