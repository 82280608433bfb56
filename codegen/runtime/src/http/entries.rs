//! Maps whose entries are query parameters or headers.

use std::collections::BTreeMap;

use super::{HttpValue, Text, ToText};

/// An optional map whose keys and values have a text form.
pub trait Entries {
    /// Returns the entries; a key may have several values or none.
    ///
    /// # Errors
    ///
    /// Returns the problem of a value that has no text form.
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str>;
}

impl<K: ToText, V: Text> Entries for BTreeMap<K, V> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        let to_texts = |(key, value): (&K, &V)| {
            let values = match value.to_http_value()? {
                HttpValue::Absent => Vec::new(),
                HttpValue::One(text) => vec![text],
                HttpValue::Many(texts) => texts,
            };
            Ok((key.to_text().into_owned(), values))
        };
        self.iter().map(to_texts).collect()
    }
}

impl<M: Entries> Entries for Option<M> {
    fn entries(&self) -> Result<Vec<(String, Vec<String>)>, &'static str> {
        self.as_ref().map_or(Ok(Vec::new()), M::entries)
    }
}
