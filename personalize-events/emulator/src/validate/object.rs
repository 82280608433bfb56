//! Access to JSON objects.

use serde_json::{Map, Value};

/// Returns the value of a member; `null` counts as absent.
pub(super) fn present<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// Returns the entries sorted by key, because the order of `serde_json`'s map depends on its features.
pub(super) fn sorted_entries(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = object.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| *key);
    entries
}
