//! Tracks which records of the input are finished.

use std::collections::BTreeMap;

/// The positions of the finished records.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Every record before this position is finished.
    watermark: u64,
    /// The finished ranges after the watermark, from start to exclusive end.
    ahead: BTreeMap<u64, u64>,
}

impl Progress {
    pub(super) fn watermark(&self) -> u64 {
        self.watermark
    }

    pub(super) fn finish(&mut self, position: u64) {
        let end = self.ahead.remove(&(position + 1)).unwrap_or(position + 1);
        if position == self.watermark {
            self.watermark = end;
            return;
        }
        match self.ahead.range_mut(..position).next_back() {
            Some((_, previous_end)) if *previous_end == position => *previous_end = end,
            Some(_) | None => {
                self.ahead.insert(position, end);
            }
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
            progress.finish(position);
        }
        assert_eq!((progress.watermark(), progress.ahead.len()), (0, 2));
        progress.finish(0);
        assert_eq!((progress.watermark(), progress.ahead.len()), (6, 1));
    }

    proptest! {
        #[test]
        fn the_watermark_is_the_first_unfinished_position(
            order in Just((0..60_u64).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..60_usize,
            unfinished in prop::collection::btree_set(0..60_u64, 0..4),
        ) {
            let mut progress = Progress::default();
            let mut finished = BTreeSet::new();
            for position in &order[..count] {
                if !unfinished.contains(position) {
                    progress.finish(*position);
                    finished.insert(*position);
                }
            }
            let expected = (0..60).take_while(|position| finished.contains(position)).count();
            prop_assert_eq!(progress.watermark(), expected as u64);
        }
    }
}
