//! The rule by which a field's name is the key of its property.
//!
//! A key is the name of a column in camel case: `NUMBER_OF_VIDEOS_WATCHED` is filled by
//! `numberOfVideosWatched`. How names with digits, single letters or acronyms are converted is
//! documented nowhere, and converters differ: `top_3_genres` and `top3_genres` both become
//! `top3Genres`; of `last_7d_views` some make `last7dViews` and others `last7DViews`. A derive
//! that guesses fills a column that is not there. So a name is taken only where all converters
//! agree and where the name can be told from the key; for any other, the key has to be said.

use heck::{ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase};

use crate::engine::case::KeyCase;
use personalize_events_schema::names::is_same_column;

const SAY_WHICH: &str = "say which key you mean with #[personalize(rename = \"…\")]";

/// The key of a field, or the message on why there is no telling.
///
/// In snake case nothing is converted, so there is nothing to tell.
pub(crate) fn key(name: &str, case: KeyCase) -> Result<String, String> {
    match case {
        KeyCase::Camel => camel(name, &|key| key),
        KeyCase::Pascal => camel(name, &capitalized),
        KeyCase::Snake => snake(name),
        KeyCase::ScreamingSnake => snake(name).map(|key| key.to_ascii_uppercase()),
    }
}

/// The key for a column, or the message on why there is no telling.
pub(crate) fn key_for_column(column: &str, case: KeyCase) -> Result<String, String> {
    let name = column.to_ascii_lowercase();
    let capitals = column == name.to_ascii_uppercase();
    let key = key(&name, case).ok().filter(|_| capitals);
    key.ok_or_else(|| {
        format!("there is no telling which key the service takes for `{column}`; {SAY_WHICH}")
    })
}

/// The column of a field for which none was said: the field in capitals, unless the key that was said
/// is that of another column.
pub(crate) fn column(name: &str, key: &str) -> String {
    if name.is_ascii() && is_same_column(name, key) {
        name.to_ascii_uppercase()
    } else {
        key.to_shouty_snake_case()
    }
}

fn snake(name: &str) -> Result<String, String> {
    if !name.is_ascii() {
        return Err(not_ascii(name));
    }
    if name.contains(|letter: char| letter.is_ascii_uppercase()) {
        return Err(format!(
            "`{name}` has capital letters, and is no snake case that a column could be told from; {SAY_WHICH}"
        ));
    }
    Ok(name.to_owned())
}

/// The key in camel case, finished by `shape`.
fn camel(name: &str, shape: &dyn Fn(String) -> String) -> Result<String, String> {
    let camel = name.to_lower_camel_case();
    if is_clear(name) {
        return Ok(shape(camel));
    }
    let back = camel.to_snake_case();
    let key = shape(camel);
    Err(if !name.is_ascii() {
        not_ascii(name)
    } else if key.is_empty() {
        format!("`{name}` has nothing to make a key of; {SAY_WHICH}")
    } else if back == name {
        let other = shape(split_at_digits(name));
        format!("`{name}` becomes `{key}` in some conversions and `{other}` in others; {SAY_WHICH}")
    } else {
        format!("`{name}` becomes `{key}`, which reads back as `{back}`; {SAY_WHICH}")
    })
}

fn not_ascii(name: &str) -> String {
    format!("`{name}` cannot be the name of a column, which is ASCII; {SAY_WHICH}")
}

fn capitalized(mut key: String) -> String {
    if let Some(first) = key.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    key
}

/// Whether every word is letters and then digits, and no word is lost among its neighbours.
///
/// A word like `b` or `b2` is, after the first word, when no lowercase letter comes second in
/// the word that follows it: `group_a_b` becomes `groupAB`, which reads back as `group_ab`.
fn is_clear(name: &str) -> bool {
    let words: Vec<&[u8]> = name.split('_').map(str::as_bytes).collect();
    let lost = words
        .windows(2)
        .skip(1)
        .any(|pair| letters(pair[0]) == 1 && !pair[1].get(1).is_some_and(u8::is_ascii_lowercase));
    words.iter().all(|word| is_word(word)) && !lost
}

fn is_word(word: &[u8]) -> bool {
    let (letters, rest) = word.split_at(letters(word));
    !letters.is_empty() && rest.iter().all(u8::is_ascii_digit)
}

fn letters(word: &[u8]) -> usize {
    word.iter()
        .take_while(|byte| byte.is_ascii_lowercase())
        .count()
}

/// The key as converters make it for whom a word ends where digits start or end.
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
