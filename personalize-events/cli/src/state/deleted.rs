//! The IDs of the state that the input no longer has.

use std::path::Path;

use super::block::{Block, Fingerprint};
use super::seen::Seen;
use super::shared::State;
use super::store::Store;
use crate::deletion_file::{self, DeletionKind, Written};

/// Counts the IDs of records that may be stored and are not in the input.
pub(super) fn count(state: &State, seen: &Seen) -> anyhow::Result<u64> {
    state.with(|store| {
        let mut missing = Missing::new(store, seen)?;
        let mut count = 0;
        while missing.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    })
}

/// Writes these IDs to files. Once the files are on disk, the state forgets the IDs: a run that is killed before lists them
/// again.
pub(super) fn write<R: DeletionKind>(
    state: &State,
    seen: &Seen,
    path: &Path,
) -> anyhow::Result<Written> {
    state.with(|store| {
        let mut missing = Missing::new(store, seen)?;
        let written = deletion_file::write::<R>(path, || {
            while let Some(id) = missing.next()? {
                if deletion_file::is_writable(&id) {
                    return Ok(Some(id));
                }
            }
            Ok(None)
        })?;
        Ok(written)
    })
}

/// Removes the rows of these IDs, and those of records that were never stored.
pub(super) fn forget(state: &State, seen: &Seen) -> anyhow::Result<()> {
    let is_forgotten = |number: u32, block: &Block, row: usize| {
        !seen.contains(number, row)
            && (block.fingerprint(row) == Fingerprint::NEVER_STORED
                || str::from_utf8(block.id(row)).is_ok_and(deletion_file::is_writable))
    };
    let mut sparse = Vec::new();
    let (mut number, mut last) = (0, 0);
    while let Some((found, block)) = state.with(|store| store.block_from(number))? {
        let (removed, rest): (Vec<usize>, Vec<usize>) =
            (0..block.len()).partition(|row| is_forgotten(found, &block, *row));
        if !removed.is_empty() {
            let rest = part(&block, rest);
            remove(state, found, &block, &removed, &rest)?;
            if rest.len() > 0 && rest.is_sparse() {
                sparse.push(found);
            }
        }
        last = found;
        let Some(next) = found.checked_add(1) else {
            break;
        };
        number = next;
    }
    for number in sparse.into_iter().filter(|number| *number != last) {
        move_to_end(state, number)?;
    }
    state.commit()
}

/// Removes rows and their entries in the index, unless another row of the block has the same.
fn remove(
    state: &State,
    number: u32,
    block: &Block,
    removed: &[usize],
    rest: &Block,
) -> anyhow::Result<()> {
    let remaining: Vec<u32> = (0..rest.len())
        .map(|row| state.hash(rest.id(row)).0)
        .collect();
    let hashes = removed.iter().map(|row| state.hash(block.id(*row)));
    let hashes = hashes.filter(|hash| !remaining.contains(&hash.0));
    state.with(|store| store.remove(number, rest, hashes))
}

/// Moves the rows of a block that has much room, so that the state does not grow while IDs come and go.
fn move_to_end(state: &State, number: u32) -> anyhow::Result<()> {
    let Some(block) = state.with(|store| store.block(number))? else {
        return Ok(());
    };
    let all: Vec<usize> = (0..block.len()).collect();
    remove(state, number, &block, &all, &Block::default())?;
    for row in all {
        let (id, fingerprint) = (block.id(row), block.fingerprint(row));
        let hash = state.hash(id);
        state.with(|store| store.append(id, hash, fingerprint))?;
    }
    Ok(())
}

fn part(block: &Block, rows: Vec<usize>) -> Block {
    let mut part = Block::default();
    for row in rows {
        part.push(block.id(row), block.fingerprint(row));
    }
    part
}

/// The IDs that the input lacks, block by block.
struct Missing<'a> {
    store: &'a Store,
    seen: &'a Seen,
    current: Option<(u32, Block)>,
    row: usize,
}

impl<'a> Missing<'a> {
    fn new(store: &'a Store, seen: &'a Seen) -> anyhow::Result<Self> {
        Ok(Self {
            store,
            seen,
            current: store.block_from(0)?,
            row: 0,
        })
    }

    fn next(&mut self) -> anyhow::Result<Option<String>> {
        while let Some((number, block)) = &self.current {
            let rows = self.row..block.len();
            for row in rows {
                if !self.seen.contains(*number, row)
                    && block.fingerprint(row) != Fingerprint::NEVER_STORED
                {
                    self.row = row + 1;
                    return Ok(Some(str::from_utf8(block.id(row))?.to_owned()));
                }
            }
            self.row = 0;
            self.current = match number.checked_add(1) {
                Some(next) => self.store.block_from(next)?,
                None => None,
            };
        }
        Ok(None)
    }
}
