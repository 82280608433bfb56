//! The variants of an enum or union, which always differ.
//!
//! The names of an enum's members may be made of values, such as `+1`, whose other characters than letters and digits
//! only separate words. If this makes several names equal, these characters are written as words: `1` and `+1` are
//! `Value1` and `Plus1`. Of names that are still equal, the first in the model is unchanged, and the others are numbered.

use std::collections::{HashMap, HashSet};

use super::variant;

/// The words for characters that are neither letters nor digits. `_` and spaces have none: they separate words. Others
/// are written as numbers.
const CHARACTERS: [(char, &str); 31] = [
    ('!', "Exclamation"),
    ('"', "Quote"),
    ('#', "Hash"),
    ('$', "Dollar"),
    ('%', "Percent"),
    ('&', "And"),
    ('\'', "Apostrophe"),
    ('(', "Open"),
    (')', "Close"),
    ('*', "Asterisk"),
    ('+', "Plus"),
    (',', "Comma"),
    ('-', "Minus"),
    ('.', "Dot"),
    ('/', "Slash"),
    (':', "Colon"),
    (';', "Semicolon"),
    ('<', "Less"),
    ('=', "Equal"),
    ('>', "Greater"),
    ('?', "Question"),
    ('@', "At"),
    ('[', "OpenBracket"),
    ('\\', "Backslash"),
    (']', "CloseBracket"),
    ('^', "Caret"),
    ('`', "Backtick"),
    ('{', "OpenBrace"),
    ('|', "Pipe"),
    ('}', "CloseBrace"),
    ('~', "Tilde"),
];

/// The variants of the members with these names, in the same order.
pub(crate) fn variants<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let mut variants: Vec<String> = names.iter().map(|name| variant(name)).collect();
    let counts = counts(&variants);
    for (variant, name) in variants.iter_mut().zip(names) {
        if counts.get(variant.as_str()) > Some(&1) {
            *variant = self::variant(&in_words(name));
        }
    }
    number(variants)
}

/// How often each text occurs.
fn counts(texts: &[String]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for text in texts {
        *counts.entry(text.clone()).or_default() += 1;
    }
    counts
}

/// The name with its other characters than letters and digits as words.
fn in_words(name: &str) -> String {
    let words = name.chars().map(|c| {
        let word = CHARACTERS.iter().find(|(character, _)| *character == c);
        match word {
            Some((_, word)) => format!("_{word}_"),
            None if c.is_ascii_alphanumeric() => c.to_string(),
            None if c == '_' || c.is_whitespace() => "_".to_owned(),
            None => format!("_U{:04X}_", u32::from(c)),
        }
    });
    words.collect()
}

/// Appends a number to names that occurred before.
fn number(mut names: Vec<String>) -> Vec<String> {
    let mut taken: HashSet<String> = names.iter().cloned().collect();
    let mut seen = HashSet::new();
    for name in &mut names {
        if seen.insert(name.clone()) {
            continue;
        }
        // `Value1` and a 2 are not `Value12`.
        let separator = if name.ends_with(|c: char| c.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        let mut numbers = (2_usize..).map(|number| format!("{name}{separator}{number}"));
        if let Some(free) = numbers.find(|numbered| !taken.contains(numbered)) {
            taken.insert(free.clone());
            seen.insert(free.clone());
            *name = free;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::variants;

    #[test]
    fn values_that_differ_in_other_characters_have_these_as_words() {
        for (names, expected) in [
            (&["1", "+1", "-1"][..], &["Value1", "Plus1", "Minus1"][..]),
            (&["*", "\u{e9}", ""], &["Asterisk", "U00e9", "Value"]),
            (&["a.b", "a:b", "a_b"], &["ADotB", "AColonB", "AB"]),
            (&["a-b", "c"], &["AB", "C"]),
        ] {
            assert_eq!(variants(names.iter().copied()), expected);
        }
    }

    #[test]
    fn names_that_are_still_equal_are_numbered_in_the_order_of_the_model() {
        for (names, expected) in [
            (
                &["FOO_BAR", "FooBar", "fooBar"][..],
                &["FooBar", "FooBar2", "FooBar3"][..],
            ),
            (&["AB_2", "a_b", "a b", "AB"], &["Ab2", "AB", "AB2", "Ab"]),
            (&["A1", "a1", "a1_2"], &["A1", "A1_2", "A12"]),
            (&["Plus1", "+1", "1"], &["Plus1", "Plus1_2", "Value1"]),
        ] {
            assert_eq!(variants(names.iter().copied()), expected);
        }
    }
}
