//! Finds IDs in the state. A dump mostly has the order of the last one, so that the next row is tried first.

use super::block::{Block, Fingerprint};
use super::shared::State;

/// How many places of the state are read at the same time: an input may consist of several parts in another order, and
/// rows that were changed may be elsewhere.
const CURSORS: usize = 4;

/// Where the row of an ID is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) block: u32,
    pub(super) row: usize,
    pub(super) fingerprint: Fingerprint,
}

#[derive(Default)]
pub(super) struct Finder {
    /// The one that was used last is the first.
    cursors: Vec<Cursor>,
}

/// A block, and the row after the one that was found last.
struct Cursor {
    number: u32,
    block: Block,
    next: usize,
}

impl Finder {
    pub(super) fn find(&mut self, state: &State, id: &[u8]) -> anyhow::Result<Option<Place>> {
        if self.cursors.is_empty()
            && let Some((number, block)) = state.with(|store| store.block_from(0))?
        {
            self.push(number, block);
        }
        for index in 0..self.cursors.len() {
            let cursor = &mut self.cursors[index];
            if cursor.block.is_id(cursor.next, id) {
                let row = cursor.next;
                return self.found(state, index, row).map(Some);
            }
        }
        for index in 0..self.cursors.len() {
            if let Some(row) = self.cursors[index].block.find(id) {
                return self.found(state, index, row).map(Some);
            }
        }
        let hash = state.hash(id);
        for number in state.with(|store| store.candidates(hash))? {
            let is_read = self.cursors.iter().any(|cursor| cursor.number == number);
            if !is_read
                && let Some(block) = state.with(|store| store.block(number))?
                && let Some(row) = block.find(id)
            {
                let index = self.push(number, block);
                return self.found(state, index, row).map(Some);
            }
        }
        Ok(None)
    }

    /// Replaces a block that has changed.
    pub(super) fn refresh(&mut self, number: u32, block: &Block) {
        for cursor in &mut self.cursors {
            if cursor.number == number {
                cursor.block.clone_from(block);
            }
        }
    }

    /// Adds a cursor in place of the one that was not used for the longest time, and returns its index.
    fn push(&mut self, number: u32, block: Block) -> usize {
        let next = 0;
        self.cursors.truncate(CURSORS - 1);
        self.cursors.push(Cursor {
            number,
            block,
            next,
        });
        self.cursors.len() - 1
    }

    /// Moves a cursor to the front and after the row. At the end of a block it goes on to the next one.
    fn found(&mut self, state: &State, index: usize, row: usize) -> anyhow::Result<Place> {
        self.cursors[..=index].rotate_right(1);
        let cursor = &mut self.cursors[0];
        let place = Place {
            block: cursor.number,
            row,
            fingerprint: cursor.block.fingerprint(row),
        };
        cursor.next = row + 1;
        if cursor.next == cursor.block.len()
            && let Some(after) = cursor.number.checked_add(1)
            && let Some((number, block)) = state.with(|store| store.block_from(after))?
        {
            let next = 0;
            *cursor = Cursor {
                number,
                block,
                next,
            };
        }
        Ok(place)
    }
}
