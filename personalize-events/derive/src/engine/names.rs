//! The rule by which a field's name is the key of its property.
//!
//! A key is the name of a column in camel case: `NUMBER_OF_VIDEOS_WATCHED` is filled by
//! `numberOfVideosWatched`. How names with digits, single letters or acronyms are converted is
//! documented nowhere, and converters differ: `top_3_genres` and `top3_genres` both become
//! `top3Genres`; of `last_7d_views` some make `last7dViews` and others `last7DViews`. A derive
//! that guesses fills a column that is not there. So a name is taken only where all converters
//! agree and where the name can be told from the key; for any other, the key has to be said.

use heck::{ToLowerCamelCase, ToSnakeCase};

const SAY_WHICH: &str = "say which key you mean with #[personalize(rename = \"…\")]";

/// The key of a field, or the message on why there is no telling.
pub(crate) fn key(name: &str) -> Result<String, String> {
    let key = name.to_lower_camel_case();
    if is_clear(name) {
        return Ok(key);
    }
    let back = key.to_snake_case();
    Err(if !name.is_ascii() {
        format!("`{name}` cannot be the name of a column, which is ASCII; {SAY_WHICH}")
    } else if key.is_empty() {
        format!("`{name}` has nothing to make a key of; {SAY_WHICH}")
    } else if back == name {
        let other = split_at_digits(name);
        format!("`{name}` becomes `{key}` in some conversions and `{other}` in others; {SAY_WHICH}")
    } else {
        format!("`{name}` becomes `{key}`, which reads back as `{back}`; {SAY_WHICH}")
    })
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
mod tests {
    use super::*;

    /// Every identifier over `a`, `b`, `1` and `_` that is not longer than `length`.
    fn identifiers(length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut start = 0;
        for _ in 0..length {
            let end = all.len();
            for index in start..end {
                for next in ['a', 'b', '1', '_'] {
                    all.push(format!("{}{next}", all[index]));
                }
            }
            start = end;
        }
        all.retain(|name| !name.is_empty() && !name.starts_with('1'));
        all
    }

    /// What lodash's `camelCase` makes of a name: its words are runs of letters or of digits.
    fn lodash(name: &str) -> String {
        let mut key = String::new();
        let mut previous = None;
        for character in name.chars().filter(char::is_ascii) {
            let class = (character != '_').then(|| character.is_ascii_digit());
            let starts = class.is_some() && class != previous;
            match class {
                Some(_) if starts && !key.is_empty() => key.extend(character.to_uppercase()),
                Some(_) => key.push(character),
                None => {}
            }
            previous = class;
        }
        key
    }

    #[test]
    fn a_name_is_clear_exactly_when_it_reads_back_and_its_words_are_letters_then_digits() {
        for name in identifiers(8) {
            let reads_back = name.to_lower_camel_case().to_snake_case() == name;
            assert_eq!(
                is_clear(&name),
                reads_back && name.split('_').all(|word| is_word(word.as_bytes())),
                "{name}"
            );
        }
    }

    #[test]
    fn what_reads_back_and_starts_its_words_with_letters_is_refused_only_for_a_letter_after_a_digit()
     {
        for name in identifiers(8) {
            let reads_back = name.to_lower_camel_case().to_snake_case() == name;
            let starts = |word: &str| word.starts_with(|first: char| first.is_ascii_lowercase());
            let after_digit = name.contains("1a") || name.contains("1b");
            if reads_back && name.split('_').all(starts) {
                assert_eq!(is_clear(&name), !after_digit, "{name}");
            }
        }
    }

    #[test]
    fn no_two_clear_names_have_one_key() {
        let mut keys: Vec<String> = identifiers(8)
            .iter()
            .filter_map(|name| key(name).ok())
            .collect();
        let all = keys.len();
        assert!(all > 1000, "{all}");
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn converters_agree_on_clear_names() {
        for name in identifiers(8) {
            if let Ok(key) = key(&name) {
                assert_eq!(lodash(&name), key, "{name}");
                assert_eq!(split_at_digits(&name), key, "{name}");
            }
        }
    }

    #[test]
    fn usual_names_are_clear() {
        for (name, expected) in [
            ("age", "age"),
            ("number_of_videos_watched", "numberOfVideosWatched"),
            ("genre_l2", "genreL2"),
            ("l2_genre", "l2Genre"),
            ("genre_l2_name", "genreL2Name"),
            ("ip_v4", "ipV4"),
            ("mp3", "mp3"),
            ("md5_hash", "md5Hash"),
            ("plan_b", "planB"),
            ("is_a_user", "isAUser"),
            ("a_b", "aB"),
        ] {
            assert_eq!(key(name).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn names_that_no_conversion_gives_back_are_refused() {
        for name in [
            "top_3_genres",
            "age_18_plus",
            "utf_8_name",
            "last_7_d_views",
            "is_4k",
            "b_2_b",
            "group_a_b",
            "x_y_z",
            "genre_l2_n",
            "_private",
            "foo__bar",
            "trailing_",
            "Genre",
            "genreName",
        ] {
            let message = key(name).unwrap_err();
            assert!(message.contains("which reads back as"), "{message}");
        }
    }

    #[test]
    fn a_message_shows_both_readings() {
        assert_eq!(
            key("top_3_genres").unwrap_err(),
            "`top_3_genres` becomes `top3Genres`, which reads back as `top3_genres`; \
             say which key you mean with #[personalize(rename = \"…\")]"
        );
        assert_eq!(
            key("last7d_views").unwrap_err(),
            "`last7d_views` becomes `last7dViews` in some conversions and `last7DViews` in others; \
             say which key you mean with #[personalize(rename = \"…\")]"
        );
    }
}
