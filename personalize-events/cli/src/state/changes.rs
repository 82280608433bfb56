//! Decides which records of the input are sent: those whose content is not known to be stored.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::RandomState;

use super::block::Fingerprint;
use super::contents::Contents;
use super::finder::{self, Finder, Place};
use super::seen::Seen;
use super::shared::State;

/// How a record differs from the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Unchanged,
    New,
    Changed,
}

/// A record that is sent: its row in the state, which is marked as in flight.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(super) block: u32,
    pub(super) in_flight: Fingerprint,
    /// The fingerprint of its content.
    pub(super) content: Fingerprint,
    pub(super) is_new: bool,
}

/// What was read so far.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    unchanged: AtomicU64,
    /// The end of the last unchanged record in the input.
    bytes: AtomicU64,
    /// The IDs of the whole input, once it was read to its end.
    ids: Mutex<Option<InputIds>>,
}

/// The IDs of an input.
#[derive(Debug, Default)]
pub(crate) struct InputIds {
    pub(super) seen: Seen,
    /// How many records have no ID that can be read.
    pub(super) unreadable: u64,
    pub(super) records: u64,
}

impl Reading {
    /// How many records are unchanged, and where the last one ends in the input.
    pub(crate) fn unchanged(&self) -> (u64, u64) {
        let unchanged = self.unchanged.load(Ordering::Relaxed);
        (unchanged, self.bytes.load(Ordering::Relaxed))
    }

    /// The IDs of the input, if it was read to its end.
    pub(super) fn take_ids(&self) -> Option<InputIds> {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        ids.take()
    }
}

/// Compares the records of an input, in its order, with the state.
pub(crate) struct Changes {
    state: Arc<State>,
    finder: Finder,
    /// Where the IDs are that were admitted since IDs were found: before, their rows were other ones, or missing.
    admitted: HashMap<String, Place, RandomState>,
    ids: InputIds,
    /// Whether unchanged records are sent, too.
    is_full: bool,
    /// The number of the next record that is sent.
    number: u64,
    reading: Arc<Reading>,
}

impl Changes {
    pub(crate) fn new(state: Arc<State>, is_full: bool) -> Self {
        Self {
            finder: Finder::default(),
            admitted: HashMap::default(),
            ids: InputIds::default(),
            is_full,
            number: state.first_number(),
            state,
            reading: Arc::default(),
        }
    }

    pub(crate) fn reading(&self) -> Arc<Reading> {
        Arc::clone(&self.reading)
    }

    /// Compares valid records. The state is not changed.
    pub(crate) fn compare(&mut self, contents: &[Contents]) -> anyhow::Result<Vec<Change>> {
        let places = self.find(contents.iter())?;
        let records = contents.iter().flat_map(Contents::iter).zip(places);
        let changes = records.map(|((_, content), place)| self.change(place, content));
        Ok(changes.collect())
    }

    /// Finds where the IDs of valid records are in the state, before any of them is admitted.
    pub(super) fn find<'a>(
        &mut self,
        contents: impl Iterator<Item = &'a Contents>,
    ) -> anyhow::Result<Vec<Option<Place>>> {
        self.admitted.clear();
        let ids: Vec<&str> = contents
            .flat_map(Contents::iter)
            .map(|(id, _)| id)
            .collect();
        let places = self.finder.find(&self.state, &ids)?;
        self.ids.records += ids.len() as u64;
        for place in places.iter().flatten() {
            self.ids.seen.insert(place.block, place.row);
        }
        Ok(places)
    }

    /// Compares a valid record, whose ID was found at this place, and that ends at this byte of the input. Unless it is
    /// unchanged, it may be sent once the state is committed: from then on its row is marked as in flight, so that the next
    /// run sends it again unless its outcome is known.
    pub(super) fn admit(
        &mut self,
        id: &str,
        content: Fingerprint,
        found: Option<Place>,
        end: u64,
    ) -> anyhow::Result<Option<Mark>> {
        let admitted = self.admitted.get(id).copied();
        let place = admitted.or(found);
        let change = self.change(place, content);
        if change == Change::Unchanged {
            self.reading.unchanged.fetch_add(1, Ordering::Relaxed);
            self.reading.bytes.store(end, Ordering::Relaxed);
            return Ok(None);
        }
        let in_flight = Fingerprint::in_flight(self.number);
        self.number += 1;
        let (number, row, block) = if let Some(Place { block, row, .. }) = place {
            let changed = self.state.with(|store| store.set(block, row, in_flight))?;
            (block, row, changed)
        } else {
            let hash = self.state.hash(id.as_bytes());
            let append = self
                .state
                .with(|store| store.append(id.as_bytes(), hash, in_flight));
            let (number, row, block) = append?;
            self.ids.seen.insert(number, row);
            (number, row, block)
        };
        self.finder.refresh(number, &block);
        let place = Place {
            block: number,
            row,
            fingerprint: in_flight,
        };
        self.admitted.insert(id.to_owned(), place);
        Ok(Some(Mark {
            block: number,
            in_flight,
            content,
            is_new: change == Change::New,
        }))
    }

    /// Adds an invalid record: its ID, if that can be read, is still in the input.
    pub(crate) fn add_invalid(&mut self, id: &str) -> anyhow::Result<()> {
        if id.is_empty() {
            self.add_unreadable();
            return Ok(());
        }
        self.ids.records += 1;
        if let Some(place) = finder::find(&self.state, id)? {
            self.ids.seen.insert(place.block, place.row);
        }
        Ok(())
    }

    /// Adds a record whose ID cannot be read.
    pub(crate) fn add_unreadable(&mut self) {
        self.ids.records += 1;
        self.ids.unreadable += 1;
    }

    /// The input was read to its end.
    pub(crate) fn finish(&mut self) {
        let ids = std::mem::take(&mut self.ids);
        let mut finished = self
            .reading
            .ids
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *finished = Some(ids);
    }

    pub(super) fn state(&self) -> &Arc<State> {
        &self.state
    }

    fn change(&self, place: Option<Place>, content: Fingerprint) -> Change {
        match place {
            Some(place) if place.fingerprint == content && !self.is_full => Change::Unchanged,
            Some(place) if place.fingerprint != Fingerprint::NEVER_STORED => Change::Changed,
            Some(_) | None => Change::New,
        }
    }
}
