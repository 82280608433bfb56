//! Checks JSON text that was not written by this crate.
//!
//! `serde_json` skips values without decoding them, so it accepts half of a surrogate pair in a string. If it decoded them,
//! it would reject valid JSON too: large numbers and deep nesting.

use std::fmt;

use personalize_events_schema::record_kind::RecordKind;
use personalize_events_schema::timestamp::SECONDS;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::context::ValidationContext;
use super::kind::ViolationKind;

/// Whether a text is valid JSON; adds a violation if it is not.
pub(super) fn check_json(text: &str, context: &mut ValidationContext<'_>) -> bool {
    let parsed = serde_json::from_str::<IgnoredAny>(text);
    check_parsed(text, parsed.err().as_ref(), context)
}

/// Checks a JSON object and its keys, in one pass.
pub(super) fn check_properties(
    text: &str,
    kind: &'static RecordKind,
    context: &mut ValidationContext<'_>,
) {
    let is_object = text.trim_start().starts_with('{');
    if !is_object || !kind.has_checked_keys() {
        if check_json(text, context) && !is_object {
            context.add(ViolationKind::NotObject);
        }
        return;
    }
    let mut found = Vec::new();
    let mut parser = serde_json::Deserializer::from_str(text);
    let object = Object {
        kind,
        found: &mut found,
    };
    let parsed = parser.deserialize_map(object).and_then(|()| parser.end());
    check_parsed(text, parsed.as_ref().err(), context);
    if parsed.is_ok() {
        for (key, kind) in found {
            context.add_at_key(&key, kind);
        }
    }
}

fn check_parsed(
    text: &str,
    error: Option<&serde_json::Error>,
    context: &mut ValidationContext<'_>,
) -> bool {
    if has_lone_surrogate(text) {
        context.add(ViolationKind::LoneSurrogate);
        return false;
    }
    if let Some(error) = error {
        let problem = error.to_string();
        context.add(ViolationKind::NotJson { problem });
    }
    error.is_none()
}

/// Whether a `\u` escape is half of a surrogate pair without the other half.
fn has_lone_surrogate(text: &str) -> bool {
    // Most texts have no escapes, and a search for one byte is faster.
    if !text.as_bytes().contains(&b'\\') || !text.contains("\\u") {
        return false;
    }
    let mut rest = text.as_bytes();
    // What is no escape of a surrogate ends a pair, as a zero does.
    let units = std::iter::from_fn(|| {
        let (unit, tail) = match rest {
            [b'\\', b'u', a, b, c, d, tail @ ..] => (hex([*a, *b, *c, *d]), tail),
            [b'\\', _, tail @ ..] | [_, tail @ ..] => (None, tail),
            [] => return None,
        };
        rest = tail;
        Some(unit.unwrap_or_default())
    });
    char::decode_utf16(units).any(|character| character.is_err())
}

fn hex(digits: [u8; 4]) -> Option<u16> {
    let text = std::str::from_utf8(&digits).ok()?;
    u16::from_str_radix(text, 16).ok()
}

/// Finds violations in the entries of an object.
struct Object<'f> {
    kind: &'static RecordKind,
    found: &'f mut Vec<(String, ViolationKind)>,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeyOf(self.kind))? {
            match key {
                Key::Ordinary => {
                    map.next_value::<IgnoredAny>()?;
                }
                Key::Rejected(key, member) => {
                    map.next_value::<IgnoredAny>()?;
                    self.found.push((key, ViolationKind::Reserved { member }));
                }
                Key::Timestamp(key) => {
                    if !may_be_in_seconds(map.next_value()?) {
                        self.found.push((key, ViolationKind::NotSeconds));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a value is no number, even as text, or a number that can be a timestamp in seconds.
fn may_be_in_seconds(value: &RawValue) -> bool {
    let number: Option<f64> = match serde_json::from_str::<String>(value.get()) {
        // Also in a form that no timestamp should have, such as `1.7e12`.
        Ok(text) => text.trim().parse().ok().filter(|it: &f64| it.is_finite()),
        // A number that is too large for the type is infinite.
        Err(_) => value.get().parse().ok(),
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "the bounds are far below 2 to the power of 53"
    )]
    let (start, end) = (*SECONDS.start() as f64, *SECONDS.end() as f64);
    number.is_none_or(|number| number >= start && number < end + 1.0)
}

enum Key {
    Ordinary,
    /// A key that the service rejects, and the member that it belongs to.
    Rejected(String, &'static str),
    /// The key of a timestamp column.
    Timestamp(String),
}

/// Reads a key of the properties of these records, without a copy of an ordinary one.
struct KeyOf(&'static RecordKind);

impl<'de> DeserializeSeed<'de> for KeyOf {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyOf {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(if let Some(member) = self.0.rejected_key(key) {
            Key::Rejected(key.to_owned(), member)
        } else if self.0.is_timestamp_key(key) {
            Key::Timestamp(key.to_owned())
        } else {
            Key::Ordinary
        })
    }
}

#[cfg(test)]
mod tests {
    use super::has_lone_surrogate;

    #[test]
    fn half_of_a_surrogate_pair_is_found_wherever_it_is() {
        for lone in [
            r#"{"a":"\ud800"}"#,
            r#"{"a":"\uDFFF"}"#,
            r#"{"\ud83d":1}"#,
            r#"["\ud83d\ud83d\ude00"]"#,
            r#"["\ude00\ud83d"]"#,
            r#"["\ud83d\n\ude00"]"#,
            r#"["\ud83d \ude00"]"#,
            r#"["\\\ud83d"]"#,
            r#"["\u0041\udead"]"#,
        ] {
            assert!(has_lone_surrogate(lone), "{lone}");
        }
        for whole in [
            r#"{"a":"\ud83d\ude00"}"#,
            r#"["\\ud800", "\u00e9", "\ud7ff\ue000", "\\\\ud800"]"#,
            r#"["ud800"]"#,
            "",
            "\\u",
            "\\ud8",
        ] {
            assert!(!has_lone_surrogate(whole), "{whole}");
        }
    }
}
