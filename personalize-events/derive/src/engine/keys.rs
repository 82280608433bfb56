//! Which keys a property can have.

use crate::engine::dataset;
use crate::engine::kind::Kind;

/// Keys that the service refuses among properties, by derive.
///
/// Source: AWS's documentation of the members `Event.properties` and
/// `ActionInteraction.properties`, repeated in their documentation in
/// `models/personalize-events.json`; the model has no trait that states it. A request with one
/// of them is answered with status 400. No such list is known for users, items and actions.
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

/// Whether two names are for one column: the service refuses two columns whose names differ in `_`
/// only, and refuses keys in upper and in lower case alike.
pub(crate) fn same(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

fn letters(name: &str) -> impl Iterator<Item = u8> {
    let bytes = name.bytes().filter(|byte| *byte != b'_');
    bytes.map(|byte| byte.to_ascii_lowercase())
}

/// Why a property of this kind cannot have this key, if so.
pub(crate) fn refusal(kind: &Kind, key: &str) -> Option<String> {
    if let Some(id) = &kind.identity
        && same(key, id.key)
    {
        let method = id.method;
        return Some(format!(
            "`{key}` is the id, which is not repeated among the properties; \
             mark the field with #[personalize({method})], or leave it out with #[personalize(skip)]"
        ));
    }
    let mut refused = REFUSED.iter().filter(|(name, _)| *name == kind.trait_name);
    let mut refused = refused.by_ref().flat_map(|(_, keys)| keys);
    if let Some(refused) = refused.find(|refused| same(refused, key)) {
        return Some(format!(
            "the service refuses `{refused}` among these properties: it is told beside them; \
             leave the field out with #[personalize(skip)]"
        ));
    }
    let mut keywords = dataset::of(kind)?.keywords().iter();
    let keyword = keywords.find(|keyword| keyword.required && same(keyword.name, key))?;
    Some(format!(
        "`{key}` is for the column `{}`, which is told beside the properties; leave the field out \
         with #[personalize(skip)]",
        keyword.name
    ))
}

/// Why no column can have this name, if so: a schema is Avro, and these are Avro's names.
pub(crate) fn malformed(key: &str) -> Option<String> {
    if key.is_empty() {
        return Some("a name cannot be empty".to_owned());
    }
    let starts = !key.starts_with(|first: char| first.is_ascii_digit());
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '_';
    (!starts || !key.chars().all(valid)).then(|| {
        format!(
            "{key:?} cannot be the name of a column: ASCII letters, digits and `_` can, \
             without a digit in front"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refused_keys_are_those_of_the_model() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../models/personalize-events.json"
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
            assert_eq!(malformed(key), None);
        }
        for key in ["", "1a", "zip code", "straße", "a.b", "a\n", "\""] {
            assert!(malformed(key).is_some(), "{key}");
        }
    }
}
