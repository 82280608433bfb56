//! The rule that derives the key of a property from the name of its field or column.
//!
//! A key is the name of a column in camel case: `NUMBER_OF_VIDEOS_WATCHED` is filled by
//! `numberOfVideosWatched`. How names with digits, single letters or acronyms are converted is not
//! documented, and converters differ: `top_3_genres` and `top3_genres` both become `top3Genres`;
//! `last_7d_views` becomes `last7dViews` or `last7DViews`. A derive that guesses would fill a column
//! that does not exist. So a name is accepted only if its [`Key`] is unambiguous; any other field must
//! specify its key.

use heck::{ToShoutySnakeCase, ToSnakeCase};
use personalize_events_schema::Key;
use personalize_events_schema::names::{is_name, is_same_column};
use personalize_events_schema::record_kind::{RecordKind, ReservedKey};

use crate::engine::case::KeyCase;

const SPECIFY: &str = "specify the key with #[personalize(rename = \"…\")]";

/// Returns the key of a field, or the message that it is ambiguous.
///
/// Snake case needs no conversion, so no name is ambiguous in it.
pub(crate) fn key(name: &str, case: KeyCase) -> Result<String, String> {
    match case {
        KeyCase::Camel => camel(name, &|key| key),
        KeyCase::Pascal => camel(name, &capitalized),
        KeyCase::Snake => snake(name),
        KeyCase::ScreamingSnake => snake(name).map(|key| key.to_ascii_uppercase()),
    }
}

/// Returns the key for a column, or the message that it is ambiguous.
pub(crate) fn key_for_column(column: &str, case: KeyCase) -> Result<String, String> {
    let name = column.to_ascii_lowercase();
    let has_words = column == name.to_ascii_uppercase() || Key::new(column).is_unambiguous();
    let key = key(&name, case).ok().filter(|_| has_words);
    key.ok_or_else(|| format!("the key for the column `{column}` is ambiguous; {SPECIFY}"))
}

/// Returns the column of a field that does not specify one: the field's name in upper case, unless the
/// key belongs to another column.
pub(crate) fn column(name: &str, key: &str) -> String {
    if name.is_ascii() && is_same_column(name, key) {
        name.to_ascii_uppercase()
    } else {
        key.to_shouty_snake_case()
    }
}

/// Returns the message if a property of this kind cannot have this key.
pub(crate) fn reserved(kind: &RecordKind, key: &str) -> Option<String> {
    let remedy = "leave the field out with #[personalize(skip)]";
    Some(match kind.reserved_key(key)? {
        ReservedKey::Id(_) => {
            let attribute = kind.id?.method;
            format!(
                "`{key}` is the ID, which is not a property; mark the field with \
                 #[personalize({attribute})], or {remedy}"
            )
        }
        ReservedKey::Rejected(key) => format!(
            "the service rejects the property `{key}`, since the request has a member for it; {remedy}"
        ),
        ReservedKey::RequiredColumn(_, column) => format!(
            "`{key}` belongs to the column `{}`, which a member of the record fills; {remedy}",
            column.name
        ),
    })
}

/// Returns the message if no column can have this name, or the key for it.
pub(crate) fn malformed(name: &str) -> Option<String> {
    (!is_name(name)).then(|| {
        format!(
            "{name:?} is not a valid column name; use ASCII letters, digits and `_`, without a digit in \
             front"
        )
    })
}

fn snake(name: &str) -> Result<String, String> {
    if !name.is_ascii() {
        return Err(not_ascii(name));
    }
    if has_upper(name) {
        return Err(format!(
            "`{name}` has upper-case letters, so its column is ambiguous; {SPECIFY}"
        ));
    }
    Ok(name.to_owned())
}

/// The key in camel case, finished by `finish`.
fn camel(name: &str, finish: &dyn Fn(String) -> String) -> Result<String, String> {
    let camel = Key::new(name);
    let key = finish(camel.as_str().to_owned());
    if camel.is_unambiguous() && !has_upper(name) {
        return Ok(key);
    }
    let back = camel.as_str().to_snake_case();
    Err(if !name.is_ascii() {
        not_ascii(name)
    } else if key.is_empty() {
        format!("`{name}` has no letter or digit for a key; {SPECIFY}")
    } else if back == name {
        let other = finish(split_at_digits(name));
        format!("`{name}` becomes `{key}` in some conversions and `{other}` in others; {SPECIFY}")
    } else {
        format!("`{name}` becomes `{key}`, which converts back to `{back}`; {SPECIFY}")
    })
}

fn not_ascii(name: &str) -> String {
    format!("`{name}` is not ASCII, but column names must be; {SPECIFY}")
}

fn has_upper(name: &str) -> bool {
    name.contains(|letter: char| letter.is_ascii_uppercase())
}

fn capitalized(mut key: String) -> String {
    if let Some(first) = key.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    key
}

/// The key as converters produce it that start a word at each change between letters and digits.
fn split_at_digits(name: &str) -> String {
    let mut key = String::new();
    let mut previous = '_';
    for character in name.chars() {
        let starts = previous == '_' || previous.is_ascii_digit();
        if starts && !key.is_empty() {
            key.push(character.to_ascii_uppercase());
        } else {
            key.push(character);
        }
        previous = character;
    }
    key.retain(|character| character != '_');
    key
}

#[cfg(test)]
mod tests;
