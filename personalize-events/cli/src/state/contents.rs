//! The fingerprints of valid records, which are hashed in several threads.

use std::marker::PhantomData;
use std::sync::Arc;

use personalize_events::ValidationError;

use super::block::Fingerprint;
use super::shared::State;
use crate::checked_block::Consumer;
use crate::record::Record;
use crate::record_kind::RecordKind;

/// The IDs of records, each with the fingerprint of its content.
#[derive(Default)]
pub(crate) struct Contents {
    ids: String,
    /// Where each ID ends.
    records: Vec<(usize, Fingerprint)>,
}

impl Contents {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Fingerprint)> {
        let mut start = 0;
        self.records.iter().map(move |(end, content)| {
            let id = &self.ids[std::mem::replace(&mut start, *end)..*end];
            (id, *content)
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    fn push(&mut self, id: &str, content: Fingerprint) {
        self.ids.push_str(id);
        self.records.push((self.ids.len(), content));
    }
}

/// Hashes the contents of records of a kind.
pub(crate) struct ContentHasher<R> {
    state: Arc<State>,
    kind: PhantomData<fn() -> R>,
}

impl<R> ContentHasher<R> {
    pub(crate) fn new(state: &Arc<State>) -> Self {
        Self {
            state: Arc::clone(state),
            kind: PhantomData,
        }
    }
}

impl<R: RecordKind> Consumer for ContentHasher<R> {
    type Output = Contents;

    fn start(&self) -> anyhow::Result<Contents> {
        Ok(Contents::default())
    }

    fn add(
        &self,
        contents: &mut Contents,
        record: &Record,
        is_valid: bool,
    ) -> Result<(), Vec<ValidationError>> {
        let built = R::from_record(record)?;
        if is_valid {
            let properties = built.properties().unwrap_or_default();
            contents.push(record.id(), self.state.fingerprint(properties));
        }
        Ok(())
    }
}
