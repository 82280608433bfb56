//! The variants of an enum or union, which always differ.
//!
//! The names of an enum's members may be made of values, such as `+1`, whose other characters than letters and digits
//! only separate words. If this makes several names equal, these characters are written as words: `1` and `+1` are
//! `Value1` and `Plus1`. Of names that are still equal, the first in the model is unchanged, and the others are numbered.

use std::collections::HashMap;

use super::convert::variant;
use super::distinct::distinct;
use super::renamed::Why;
use super::reserved::RESERVED_VARIANTS;
use crate::markdown::code_span;

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

/// A variant and, if it is renamed, the name that it would have, and why.
pub(crate) type Settled = (String, Option<(String, Why)>);

/// The variants of the members with these names, in the same order.
pub(crate) fn variants(names: &[&str]) -> Vec<Settled> {
    let plain: Vec<String> = names.iter().map(|name| variant(name)).collect();
    let counts = counts(&plain);
    let in_words = plain.iter().zip(names).map(|(plain, name)| {
        if counts.get(plain.as_str()) > Some(&1) {
            variant(&in_words(name))
        } else {
            plain.clone()
        }
    });
    let settled = distinct(in_words.collect(), "");
    let settled = settled.into_iter().enumerate().map(|(index, name)| {
        let plain_name = &plain[index];
        let stem = name.trim_end_matches("Value");
        let why = if name != *plain_name {
            let mut others = names.iter().zip(&plain).enumerate();
            let other = others.find(|(other, (_, plain))| *other != index && *plain == plain_name);
            let other = other.map_or("", |(_, (name, _))| name);
            let by = code_span(other);
            Some((plain_name.clone(), Why::Taken { by }))
        } else if RESERVED_VARIANTS.contains(&stem) {
            let shorter = name.strip_suffix("Value").unwrap_or_default();
            Some((shorter.to_owned(), Why::Reserved))
        } else {
            None
        };
        (name, why)
    });
    settled.collect()
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

#[cfg(test)]
mod tests {
    fn variants(names: &[&str]) -> Vec<String> {
        let settled = super::variants(names).into_iter();
        settled.map(|(name, _)| name).collect()
    }

    #[test]
    fn values_that_differ_in_other_characters_have_these_as_words() {
        for (names, expected) in [
            (&["1", "+1", "-1"][..], &["Value1", "Plus1", "Minus1"][..]),
            (&["*", "\u{e9}", ""], &["Asterisk", "U00e9", "Value"]),
            (&["a.b", "a:b", "a_b"], &["ADotB", "AColonB", "AB"]),
            (&["a-b", "c"], &["AB", "C"]),
        ] {
            assert_eq!(variants(names), expected);
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
            assert_eq!(variants(names), expected);
        }
    }
}
