//! The rule of keys over every short identifier.

use heck::ToLowerCamelCase;

use super::*;

fn key(name: &str) -> Result<String, String> {
    super::key(name, KeyCase::Camel)
}

/// Returns every identifier over `a`, `b`, `1` and `_` that is not longer than `length`.
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

/// Converts a name like lodash's `camelCase`, whose words are runs of letters or of digits.
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
fn a_name_is_accepted_exactly_when_it_converts_back_and_its_words_are_letters_then_digits() {
    let is_word = |word: &str| {
        let digits = word.trim_start_matches(|first: char| first.is_ascii_lowercase());
        digits.len() < word.len() && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    for name in identifiers(8) {
        let converts_back = name.to_lower_camel_case().to_snake_case() == name;
        let expected = converts_back && name.split('_').all(is_word);
        assert_eq!(key(&name).is_ok(), expected, "{name}");
    }
}

#[test]
fn a_name_that_converts_back_and_has_words_of_letters_is_ambiguous_only_for_a_letter_after_a_digit()
{
    for name in identifiers(8) {
        let converts_back = name.to_lower_camel_case().to_snake_case() == name;
        let starts = |word: &str| word.starts_with(|first: char| first.is_ascii_lowercase());
        let after_digit = name.contains("1a") || name.contains("1b");
        if converts_back && name.split('_').all(starts) {
            assert_eq!(key(&name).is_ok(), !after_digit, "{name}");
        }
    }
}

#[test]
fn no_two_names_have_the_same_key() {
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
fn converters_agree_on_accepted_names() {
    for name in identifiers(8) {
        if let Ok(key) = key(&name) {
            assert_eq!(lodash(&name), key, "{name}");
            assert_eq!(split_at_digits(&name), key, "{name}");
        }
    }
}

#[test]
fn usual_names_are_accepted() {
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
fn names_that_no_conversion_restores_are_ambiguous() {
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
        assert!(message.contains("which converts back to"), "{message}");
    }
}

#[test]
fn other_cases_follow_the_rule_of_their_conversion() {
    let convert = super::key;
    assert_eq!(
        convert("genre_l2", KeyCase::Pascal).as_deref(),
        Ok("GenreL2")
    );
    assert_eq!(
        convert("last7d_views", KeyCase::Pascal).unwrap_err(),
        "`last7d_views` becomes `Last7dViews` in some conversions and `Last7DViews` in others; \
         specify the key with #[personalize(rename = \"…\")]"
    );
    for name in ["top_3_genres", "_x", "a__b_", "is_4k"] {
        assert_eq!(convert(name, KeyCase::Snake).as_deref(), Ok(name));
        assert_eq!(
            convert(name, KeyCase::ScreamingSnake),
            Ok(name.to_uppercase())
        );
    }
    assert!(convert("genreName", KeyCase::Snake).is_err());
    assert!(convert("straße", KeyCase::ScreamingSnake).is_err());
}

#[test]
fn a_key_is_derived_from_a_column_by_the_same_rule() {
    assert_eq!(
        key_for_column("ZIP_CODE", KeyCase::Camel).as_deref(),
        Ok("zipCode")
    );
    assert_eq!(
        key_for_column("TOP_3", KeyCase::Snake).as_deref(),
        Ok("top_3")
    );
    assert!(key_for_column("TOP_3", KeyCase::Camel).is_err());
    assert_eq!(
        key_for_column("Interests", KeyCase::Camel).as_deref(),
        Ok("interests")
    );
    assert_eq!(
        key_for_column("Zip_Code", KeyCase::ScreamingSnake).as_deref(),
        Ok("ZIP_CODE")
    );
    assert!(key_for_column("ZipCode", KeyCase::Camel).is_err());
    assert!(key_for_column("ZipCode", KeyCase::Snake).is_err());
}

#[test]
fn a_column_is_the_field_in_upper_case_or_derived_from_the_key() {
    assert_eq!(column("top_3_genres", "top3Genres"), "TOP_3_GENRES");
    assert_eq!(column("straße", "streetName"), "STREET_NAME");
}

#[test]
fn a_message_shows_both_conversions() {
    assert_eq!(
        key("top_3_genres").unwrap_err(),
        "`top_3_genres` becomes `top3Genres`, which converts back to `top3_genres`; \
         specify the key with #[personalize(rename = \"…\")]"
    );
    assert_eq!(
        key("last7d_views").unwrap_err(),
        "`last7d_views` becomes `last7dViews` in some conversions and `last7DViews` in others; \
         specify the key with #[personalize(rename = \"…\")]"
    );
}
