//! Finds IDs in the state, many at once.
//!
//! A dump mostly has the order of the last one, so that the next rows are tried first. All other IDs are looked up in the order
//! of the index, and then in that of the blocks, so that what several of them need is read once.

use super::block::{Block, Fingerprint};
use super::shared::State;

/// How many rows are tried: some of the IDs may be missing from the input.
const NEXT_ROWS: usize = 8;

/// After so many IDs that are elsewhere, the next rows are those after the last one of them.
const MAX_ELSEWHERE: u32 = 64;

/// Where the row of an ID is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) block: u32,
    pub(super) row: usize,
    pub(super) fingerprint: Fingerprint,
}

#[derive(Default)]
pub(super) struct Finder {
    /// The block that is being read; `None` before the first one.
    number: Option<u32>,
    block: Block,
    /// The row after the one that was found last.
    next: usize,
    /// How many IDs in a row were not among the next rows.
    elsewhere: u32,
}

impl Finder {
    /// Finds IDs that follow each other in the input.
    pub(super) fn find(
        &mut self,
        state: &State,
        ids: &[&str],
    ) -> anyhow::Result<Vec<Option<Place>>> {
        self.go_on(state)?;
        let mut places = vec![None; ids.len()];
        let mut elsewhere = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            places[index] = self.find_next(state, id)?;
            if places[index].is_none() {
                elsewhere.push(index);
            }
        }
        look_up(state, ids, &elsewhere, &mut places)?;
        Ok(places)
    }

    /// Replaces a block that has changed.
    pub(super) fn refresh(&mut self, number: u32, block: &Block) {
        if self.number == Some(number) {
            self.block.clone_from(block);
        }
    }

    /// Finds an ID if it is among the next rows, or if enough others were not.
    fn find_next(&mut self, state: &State, id: &str) -> anyhow::Result<Option<Place>> {
        let rows = self.next..self.block.len().min(self.next + NEXT_ROWS);
        for row in rows {
            if self.block.is_id(row, id.as_bytes()) {
                let place = Place {
                    block: self.number.unwrap_or_default(),
                    row,
                    fingerprint: self.block.fingerprint(row),
                };
                self.move_after(state, row)?;
                return Ok(Some(place));
            }
        }
        self.elsewhere += 1;
        if self.elsewhere < MAX_ELSEWHERE {
            return Ok(None);
        }
        let place = find(state, id)?;
        if let Some(place) = place {
            if let Some(block) = state.with(|store| store.block(place.block))? {
                self.block = block;
                self.number = Some(place.block);
            }
            self.move_after(state, place.row)?;
        }
        self.elsewhere = 0;
        Ok(place)
    }

    fn move_after(&mut self, state: &State, row: usize) -> anyhow::Result<()> {
        self.elsewhere = 0;
        self.next = row + 1;
        self.go_on(state)
    }

    /// Reads the next block after the last row of this one.
    fn go_on(&mut self, state: &State) -> anyhow::Result<()> {
        let after = self.number.map_or(Some(0), |number| number.checked_add(1));
        if self.next == self.block.len()
            && let Some(after) = after
            && let Some((number, block)) = state.with(|store| store.block_from(after))?
        {
            (self.number, self.block, self.next) = (Some(number), block, 0);
        }
        Ok(())
    }
}

/// Finds a single ID.
pub(super) fn find(state: &State, id: &str) -> anyhow::Result<Option<Place>> {
    let mut places = [None];
    look_up(state, &[id], &[0], &mut places)?;
    Ok(places[0])
}

/// Sets the places of some of the IDs.
fn look_up(
    state: &State,
    ids: &[&str],
    wanted: &[usize],
    places: &mut [Option<Place>],
) -> anyhow::Result<()> {
    let hash = |index: &usize| (state.hash(ids[*index].as_bytes()), *index);
    let mut wanted: Vec<_> = wanted.iter().map(hash).collect();
    wanted.sort_unstable();
    state.with(|store| {
        let mut candidates = store.candidates(&wanted)?;
        candidates.sort_unstable();
        for candidates in candidates.chunk_by(|(one, _), (other, _)| one == other) {
            let number = candidates[0].0;
            let Some(block) = store.block(number)? else {
                continue;
            };
            for (_, index) in candidates {
                if let Some(row) = block.find(ids[*index].as_bytes()) {
                    places[*index] = Some(Place {
                        block: number,
                        row,
                        fingerprint: block.fingerprint(row),
                    });
                }
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::slice;

    use rusqlite::Connection;

    use super::super::shared::Numbers;
    use super::super::store::{Store, TABLES};
    use super::*;

    /// A state with these IDs, each with its number as the hash of its content.
    fn state(ids: &[String]) -> State {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        let numbers = Numbers::default();
        let state = State::new(
            "a.state".to_owned(),
            Store::new(connection),
            [7; 16],
            numbers,
        );
        for (number, id) in ids.iter().enumerate() {
            let hash = state.hash(id.as_bytes());
            let content = Fingerprint::of_content(number as u128 + 1);
            let append = state.with(|store| store.append(id.as_bytes(), hash, content));
            append.unwrap();
        }
        state
    }

    fn ids(count: usize) -> Vec<String> {
        (0..count).map(|id| format!("viewer-{id:030}")).collect()
    }

    /// The numbers of IDs as they are found in batches of this size. Each must be in the row of its place.
    fn find_all(state: &State, input: &[&str], batch: usize) -> Vec<Option<Fingerprint>> {
        let mut finder = Finder::default();
        let mut found = Vec::new();
        for ids in input.chunks(batch) {
            for (id, place) in ids.iter().zip(finder.find(state, ids).unwrap()) {
                if let Some(place) = place {
                    let block = state.with(|store| store.block(place.block)).unwrap();
                    assert_eq!(block.unwrap().id(place.row), id.as_bytes());
                }
                found.push(place.map(|place| place.fingerprint));
            }
        }
        found
    }

    #[test]
    fn ids_are_found_in_any_order_and_batch() {
        let ids = ids(2_000);
        let state = state(&ids);
        let in_order: Vec<&str> = ids.iter().map(String::as_str).collect();
        let reversed: Vec<&str> = in_order.iter().rev().copied().collect();
        let mut shuffled = in_order.clone();
        fastrand::Rng::with_seed(1).shuffle(&mut shuffled);
        let third = in_order.iter().step_by(3).copied().collect();
        let parts = [&in_order[1_500..], &in_order[..300], &in_order[1_000..]].concat();
        let with_others = in_order.iter().flat_map(|id| [*id, "another"]).collect();
        let twice = shuffled.iter().flat_map(|id| [*id, *id]).collect();
        let numbers = in_order.iter().zip(1_u128..);
        let numbers: HashMap<&str, u128> = numbers.map(|(id, number)| (*id, number)).collect();
        for input in [
            in_order,
            reversed,
            shuffled,
            third,
            parts,
            with_others,
            twice,
        ] {
            let expected = input.iter().map(|id| numbers.get(id));
            let expected: Vec<_> = expected
                .map(|number| number.map(|number| Fingerprint::of_content(*number)))
                .collect();
            for batch in [1, 7, 500, 10_000] {
                assert_eq!(find_all(&state, &input, batch), expected, "{batch}");
            }
        }
    }

    #[test]
    fn ids_with_the_same_hash_differ() {
        let ids = ids(300_000);
        let other = state(&[]);
        let mut hashes = HashMap::new();
        let pair = ids.iter().find_map(|id| {
            let hash = other.hash(id.as_bytes()).0;
            hashes.insert(hash, id).map(|first| (first, id))
        });
        let (first, second) = pair.expect("two of so many hashes of 32 bits are equal");
        let between = &ids[..200];
        let all = [slice::from_ref(first), between, slice::from_ref(second)].concat();
        let state = state(&all);
        for batch in [1, 2] {
            let expected = [202, 1].map(|number| Some(Fingerprint::of_content(number)));
            assert_eq!(find_all(&state, &[second, first], batch), expected);
        }
        let state = self::state(&all[..201]);
        let expected = [None, Some(Fingerprint::of_content(1))];
        assert_eq!(find_all(&state, &[second, first], 2), expected);
    }

    #[test]
    fn after_some_ids_that_are_elsewhere_the_order_is_found_again() {
        let ids = ids(1_000);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let state = state(&ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        let mut finder = Finder::default();
        for part in [&ids[600..700], &ids[100..200]] {
            finder.find(&state, part).unwrap();
            assert_eq!(finder.elsewhere, 0);
            assert_eq!(finder.block.id(finder.next - 1), part[99].as_bytes());
        }
    }

    #[test]
    fn rows_are_found_as_they_were_changed_or_added() {
        let ids = ids(3);
        let [first, second, third] = [0, 1, 2].map(|index| ids[index].as_str());
        let state = state(&ids[..2]);
        let mut finder = Finder::default();
        assert!(finder.find(&state, &[first]).unwrap()[0].is_some());
        let in_flight = Fingerprint::in_flight(1);
        let changed = state.with(|store| store.set(0, 1, in_flight)).unwrap();
        finder.refresh(0, &changed);
        let hash = state.hash(third.as_bytes());
        let append = state.with(|store| store.append(third.as_bytes(), hash, in_flight));
        finder.refresh(0, &append.unwrap().2);
        for place in finder.find(&state, &[second, third]).unwrap() {
            assert_eq!(place.unwrap().fingerprint, in_flight);
        }
        assert_eq!(finder.next, 3, "the rows follow each other");
    }
}
