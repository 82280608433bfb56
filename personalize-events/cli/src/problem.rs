//! What is wrong with a record or a header.

use crate::column::Column;

/// How many problems of a record are described. The rest is only counted, so that the time and memory for a record do
/// not depend on how many problems it has.
pub(crate) const MAX_PROBLEMS: usize = 20;

/// What is wrong with a record, without its values.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where it is in the text of the record, in bytes.
    pub(crate) offset: usize,
    pub(crate) text: String,
}

/// The first problems of a record, and how many more it has.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems {
    described: Vec<Problem>,
    more: u64,
}

impl Problems {
    /// A single problem.
    pub(crate) fn one(offset: usize, text: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(offset, || text.into());
        problems
    }

    /// Adds a problem; `text` is called only if it is described.
    pub(crate) fn add(&mut self, offset: usize, text: impl FnOnce() -> String) {
        if self.described.len() == MAX_PROBLEMS {
            self.more += 1;
            return;
        }
        let text = text();
        self.described.push(Problem { offset, text });
    }

    /// Adds the problems that were found later.
    pub(crate) fn append(&mut self, later: Self) {
        for Problem { offset, text } in later.described {
            self.add(offset, || text);
        }
        self.more += later.more;
    }

    pub(crate) fn add_duplicate(&mut self, offset: usize, column: &str) {
        self.add(offset, || {
            format!("{column} appears twice; remove one of them")
        });
    }

    pub(crate) fn add_missing(&mut self, column: &Column) {
        self.add(0, || {
            format!("{} is missing, but {}", column.name, column.requirement)
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.described.is_empty()
    }

    /// The described problems, in the order of the text.
    pub(crate) fn sort(&mut self) -> &[Problem] {
        self.described.sort_by_key(|problem| problem.offset);
        &self.described
    }

    /// How many problems are not described.
    pub(crate) fn more(&self) -> u64 {
        self.more
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_problems_are_counted_but_not_described() {
        let mut problems = Problems::default();
        let mut described = 0;
        for offset in (0..100_000).rev() {
            problems.add(offset, || {
                described += 1;
                "is wrong".to_owned()
            });
        }
        assert_eq!((described, problems.more()), (20, 99_980));
        let offsets = problems.sort().iter().map(|problem| problem.offset);
        assert!(offsets.eq(99_980..100_000));
    }
}
