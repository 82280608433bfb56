//! Validates keys that are known only at run time. The derives apply the same rules at compile time.

use std::collections::HashMap;

use personalize_events_schema::names::{fold, is_name};
use personalize_events_schema::record_kind::RecordKind;

use crate::validation::ViolationKind;

/// The columns of the keys written so far.
#[derive(Default)]
pub(super) struct Columns(HashMap<String, String>);

impl Columns {
    /// Adds a key and returns the previous one of the same column.
    pub(super) fn insert(&mut self, key: &str) -> Option<String> {
        self.0.insert(fold(key), key.to_owned())
    }
}

/// Checks a key of the properties of a kind of record.
pub(super) fn check_key(kind: Option<&RecordKind>, key: &str) -> Result<(), ViolationKind> {
    if !is_name(key) {
        return Err(ViolationKind::InvalidColumnName);
    }
    let reserved = kind.and_then(|kind| kind.reserved_key(key));
    reserved.map_or(Ok(()), |reserved| {
        let member = reserved.member();
        Err(ViolationKind::Reserved { member })
    })
}
