//! Maps that are spread over queries or headers.

use std::collections::BTreeMap;

use super::{HttpValue, Text, ToText};

/// A map, or none, whose keys and values can be spelled.
pub trait Entries {
    /// Its entries; a key has no value or several.
    ///
    /// # Errors
    ///
    /// When a value cannot be spelled.
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str>;
}

impl<K: ToText, V: Text> Entries for BTreeMap<K, V> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        let spell = |(key, value): (&K, &V)| {
            let values = match value.to_http_value()? {
                HttpValue::Absent => Vec::new(),
                HttpValue::One(text) => vec![text],
                HttpValue::Many(texts) => texts,
            };
            Ok((key.to_text().into_owned(), values))
        };
        self.iter().map(spell).collect()
    }
}

impl<M: Entries> Entries for Option<M> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        self.as_ref().map_or(Ok(Vec::new()), M::entries)
    }
}
