//! Keys that are known only at run time: which are none, and which are for one column.
//!
//! The derives know the same rules at compile time.

use std::collections::BTreeMap;

use crate::validation::ViolationKind;

/// Keys that the service refuses among properties, by trait.
///
/// Source: AWS's documentation of the members `Event.properties` and
/// `ActionInteraction.properties`; no trait of the model states it.
const REFUSED: [(&str, [&str; 6]); 2] = [
    ("EventProperties", PARTS_OF_AN_EVENT),
    ("ActionInteractionProperties", PARTS_OF_AN_EVENT),
];

const PARTS_OF_AN_EVENT: [&str; 6] = [
    "eventType",
    "impression",
    "recommendationId",
    "sessionId",
    "timestamp",
    "userId",
];

/// The ids of what an event is about, by trait: columns that a schema has to have, and members of the
/// event. AWS lists them nowhere among the keys that it refuses.
const BESIDE: [(&str, &str); 2] = [
    ("EventProperties", "itemId"),
    ("ActionInteractionProperties", "actionId"),
];

/// The columns that have a key.
#[derive(Default)]
pub(super) struct Columns(BTreeMap<String, String>);

impl Columns {
    /// Takes the column of a key; gives the key that it had.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        self.0.insert(column(key), key.to_owned())
    }
}

/// Columns whose names differ in `_` or case only are one.
fn column(key: &str) -> String {
    key.replace('_', "").to_ascii_lowercase()
}

/// What is wrong with a key among the properties that a trait is for.
pub(super) fn refusal(
    trait_name: &str,
    id: Option<&'static str>,
    key: &str,
) -> Option<ViolationKind> {
    if !is_name(key) {
        return Some(ViolationKind::InvalidColumnName);
    }
    let same = |member: &&str| column(member) == column(key);
    if let Some(member) = id.filter(same) {
        return Some(ViolationKind::Reserved { member });
    }
    let refused = REFUSED.iter().filter(|(name, _)| *name == trait_name);
    let beside = BESIDE.iter().filter(|(name, _)| *name == trait_name);
    let members = refused.flat_map(|(_, members)| members);
    let mut members = members.chain(beside.map(|(_, member)| member)).copied();
    let member = members.find(same)?;
    Some(ViolationKind::Reserved { member })
}

/// Whether a column can have this name: a schema is Avro, and these are Avro's names.
fn is_name(key: &str) -> bool {
    let starts = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    starts
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refused_keys_are_those_of_the_model() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../models/personalize-events.json"
        );
        let model = std::fs::read_to_string(path).unwrap();
        for (_, keys) in REFUSED {
            let names_all = |line: &&str| {
                let mut words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).collect();
                words.sort_unstable();
                let named = |key: &&str| words.binary_search(key).is_ok();
                line.contains("documentation") && keys.iter().all(named)
            };
            // Each text stands on one line: those of the properties of both kinds of event.
            assert_eq!(model.lines().filter(names_all).count(), REFUSED.len());
        }
    }

    #[test]
    fn names_of_columns_are_those_of_avro() {
        for key in ["a", "GENDER", "_x", "zip5Code", "A1_b"] {
            assert!(is_name(key), "{key}");
        }
        for key in ["", "1a", "zip code", "straße", "a.b", "a\n", "\""] {
            assert!(!is_name(key), "{key}");
        }
    }
}
