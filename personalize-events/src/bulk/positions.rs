//! How far a run has come.

use std::collections::BTreeMap;

/// The records whose fate is known, by their place in the input.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// That of all before this is.
    done: u64,
    /// Beyond that those from each key up to its value, without it: few ranges, however far they reach.
    ahead: BTreeMap<u64, u64>,
}

impl Positions {
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    pub(super) fn add(&mut self, position: u64) {
        let end = self.ahead.remove(&(position + 1)).unwrap_or(position + 1);
        if position == self.done {
            self.done = end;
            return;
        }
        match self.ahead.range_mut(..position).next_back() {
            Some((_, before)) if *before == position => *before = end,
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

    use super::Positions;

    #[test]
    fn ranges_that_meet_are_one() {
        let mut positions = Positions::default();
        for position in [5, 3, 4, 9, 1, 2] {
            positions.add(position);
        }
        assert_eq!((positions.done(), positions.ahead.len()), (0, 2));
        positions.add(0);
        assert_eq!((positions.done(), positions.ahead.len()), (6, 1));
    }

    proptest! {
        #[test]
        fn done_are_all_that_are_added_before_the_first_that_is_not(
            order in Just((0..60_u64).collect::<Vec<_>>()).prop_shuffle(),
            count in 0..60_usize,
            lost in prop::collection::btree_set(0..60_u64, 0..4),
        ) {
            let mut positions = Positions::default();
            let mut delivered = BTreeSet::new();
            for position in &order[..count] {
                if !lost.contains(position) {
                    positions.add(*position);
                    delivered.insert(*position);
                }
            }
            let expected = (0..60).take_while(|position| delivered.contains(position)).count();
            prop_assert_eq!(positions.done(), expected as u64);
        }
    }
}
