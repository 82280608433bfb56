//! Which rows of the state the input has, in one bit each.

/// The rows whose IDs the input has. A block has a `u128`, so that 10 million IDs take about 2 MB.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<u128>);

impl Seen {
    pub(super) fn insert(&mut self, block: u32, row: usize) {
        let block = block as usize;
        if block >= self.0.len() {
            self.0.resize(block + 1, 0);
        }
        self.0[block] |= 1 << row;
    }

    pub(super) fn contains(&self, block: u32, row: usize) -> bool {
        let rows = self.0.get(block as usize).copied().unwrap_or_default();
        rows & (1 << row) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn rows_are_seen_one_by_one() {
        let mut seen = Seen::default();
        let all = [(0, 0), (0, 127), (5, 1)];
        for (block, row) in all {
            assert!(!seen.contains(block, row));
            seen.insert(block, row);
        }
        assert!(all.iter().all(|(block, row)| seen.contains(*block, *row)));
        for (block, row) in [(0, 1), (4, 1), (5, 0), (6, 1)] {
            assert!(!seen.contains(block, row));
        }
    }
}
