//! Maps that are spread over queries or headers.

use std::collections::BTreeMap;

use super::{Spelled, Spelling, Text};

/// A map, or none, whose keys and values can be spelled.
pub trait Entries {
    /// Its entries; a key has no value or several.
    ///
    /// # Errors
    ///
    /// When a value cannot be spelled.
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str>;
}

impl<K: Spelled, V: Text> Entries for BTreeMap<K, V> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        let spell = |(key, value): (&K, &V)| {
            let values = match value.spell()? {
                Spelling::Absent => Vec::new(),
                Spelling::One(text) => vec![text],
                Spelling::Many(texts) => texts,
            };
            Ok((key.spell().into_owned(), values))
        };
        self.iter().map(spell).collect()
    }
}

impl<M: Entries> Entries for Option<M> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        self.as_ref().map_or(Ok(Vec::new()), M::entries)
    }
}
