//! The key of a property, derived from the name of its column.

use std::fmt;

use heck::{ToLowerCamelCase, ToSnakeCase};

/// The key under which `properties` carry the values of a column: its name in camel case.
///
/// The Amazon Personalize developer guide shows `MEMBERSHIP_TYPE` filled by `membershipType`, but no
/// algorithm. Converters disagree on other names: `IS_2FA_ENABLED` becomes `is2faEnabled` or
/// `is2FaEnabled`. A key [is unambiguous](Self::is_unambiguous) if all converters agree and the name can
/// be derived from the key: each word between `_` is letters followed by digits (`GENRE_L2`, not
/// `TOP_3`), in upper case, in lower case or capitalized, and no single letter merges with the next word
/// (`GROUP_A_B`).
///
/// The derive macros of `personalize-events` apply the same rule to the name of a field: a column in
/// upper case has an unambiguous key exactly if the macros accept a field of that name in lower case,
/// and both have the same key. All other fields need `rename`.
///
/// # Example
///
/// ```
/// use personalize_events_schema::{Column, Type};
///
/// let key = Column::new("NUMBER_OF_VIDEOS_WATCHED", Type::Int).key();
/// assert_eq!(key.as_str(), "numberOfVideosWatched");
/// assert!(key.is_unambiguous());
/// assert!(!Column::new("TOP_3_GENRES", Type::String).key().is_unambiguous());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    text: String,
    unambiguous: bool,
}

impl Key {
    /// Derives the key of a column of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let text = name.to_lower_camel_case();
        let unambiguous = name.split('_').all(is_word) && text.to_snake_case() == lower;
        Self { text, unambiguous }
    }

    /// The key; empty for a name without letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether all converters derive this key from the name, and from no other name.
    #[must_use]
    pub fn is_unambiguous(&self) -> bool {
        self.unambiguous
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// Whether a word is letters, in one case or capitalized, followed by digits.
fn is_word(word: &str) -> bool {
    let letters = word.trim_end_matches(|last: char| last.is_ascii_digit());
    let rest = letters.get(1..).unwrap_or_default();
    letters.chars().all(|letter| letter.is_ascii_alphabetic())
        && !letters.is_empty()
        && (rest.chars().all(|letter| letter.is_ascii_lowercase())
            || letters.chars().all(|letter| letter.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every name over `characters` that is not longer than `length`.
    fn names(characters: &[char], length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut start = 0;
        for _ in 0..length {
            let end = all.len();
            for index in start..end {
                for next in characters {
                    all.push(format!("{}{next}", all[index]));
                }
            }
            start = end;
        }
        all.retain(|name| crate::names::is_name(name));
        all
    }

    /// Words between `_`, in lower case, with a capital in front of all but the first.
    fn split(name: &str) -> String {
        let mut key = String::new();
        for word in name.split('_').filter(|word| !word.is_empty()) {
            let (first, rest) = word.split_at(1);
            if key.is_empty() {
                key.push_str(&first.to_ascii_lowercase());
            } else {
                key.push_str(&first.to_ascii_uppercase());
            }
            key.push_str(&rest.to_ascii_lowercase());
        }
        key
    }

    /// All in lower case, then `_` before a letter makes it a capital.
    fn regex(name: &str) -> String {
        let lower = name.to_ascii_lowercase();
        let mut key = String::new();
        let mut characters = lower.chars().peekable();
        while let Some(character) = characters.next() {
            match characters.next_if(|next| character == '_' && next.is_ascii_lowercase()) {
                Some(letter) => key.push(letter.to_ascii_uppercase()),
                None => key.push(character),
            }
        }
        key
    }

    #[test]
    fn converters_agree_on_unambiguous_keys() {
        for name in names(&['a', 'B', '1', '_'], 8) {
            let key = Key::new(&name);
            if key.is_unambiguous() {
                assert_eq!(split(&name), key.as_str(), "{name}");
                assert_eq!(regex(&name), key.as_str(), "{name}");
            }
        }
    }

    #[test]
    fn a_key_is_unambiguous_for_a_column_exactly_if_it_is_for_the_field() {
        let is_word = |word: &str| {
            let digits = word.trim_start_matches(|first: char| first.is_ascii_lowercase());
            digits.len() < word.len() && digits.chars().all(|digit| digit.is_ascii_digit())
        };
        let mut unambiguous = 0;
        for field in names(&['a', 'b', '1', '_'], 8) {
            let reads_back = field.to_lower_camel_case().to_snake_case() == field;
            let key = Key::new(&field.to_ascii_uppercase());
            let expected = reads_back && field.split('_').all(is_word);
            assert_eq!(key.is_unambiguous(), expected, "{field}");
            if expected {
                assert_eq!(key.as_str(), field.to_lower_camel_case());
                unambiguous += 1;
            }
        }
        assert!(unambiguous > 1000, "{unambiguous}");
    }

    #[test]
    fn usual_names_are_unambiguous_and_odd_ones_are_not() {
        for (name, key) in [
            ("GENDER", "gender"),
            ("MEMBERSHIP_TYPE", "membershipType"),
            ("CATEGORY_L2", "categoryL2"),
            ("ZIP5_CODE", "zip5Code"),
            ("PLAN_B", "planB"),
            ("Interests", "interests"),
            ("Plan_Type", "planType"),
            ("age", "age"),
        ] {
            assert_eq!(Key::new(name).as_str(), key);
            assert!(Key::new(name).is_unambiguous(), "{name}");
        }
        for name in [
            "GENRE_1",
            "IS_2FA_ENABLED",
            "GROUP_A_B",
            "_LEADING",
            "TRAILING_",
            "A__B",
            "_",
            "MembershipType",
            "userID",
            "straße",
        ] {
            assert!(!Key::new(name).is_unambiguous(), "{name}");
        }
    }
}
