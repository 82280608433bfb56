//! Patterns have the meaning of ECMA 262, as implemented by the engine `regress`.

use std::path::Path;

use personalize_events_ast::Model as Ast;
use personalize_events_conformance as conformance;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::sample::select;
use regress::Regex;

use super::Pattern;

fn matches(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern).unwrap().matches(text)
}

#[test]
fn a_pattern_matches_anywhere_in_a_text() {
    assert!(matches("b+", "abc"));
    assert!(!matches("^b+", "abc"));
}

#[test]
fn a_dot_matches_one_code_point_except_line_terminators() {
    assert!(matches("^.$", "😀"));
    assert!(!matches("^.$", "\n"));
    assert!(!matches("^.$", "\u{2028}"));
}

#[test]
fn a_dollar_sign_matches_only_the_end_of_the_text() {
    assert!(!matches("^a$", "a\n"));
}

/// Returns every text of up to `length` of these characters.
fn texts(alphabet: &[char], length: u32) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut from = 0;
    for _ in 0..length {
        let end = texts.len();
        for index in from..end {
            for character in alphabet {
                texts.push(format!("{}{character}", texts[index]));
            }
        }
        from = end;
    }
    texts
}

#[test]
fn patterns_match_where_regress_finds_a_match() {
    let mut texts = texts(&['a', 'b', '-', '1', 'é', '\n'], 4);
    texts.extend([" ", "a ", "😀", "ab😀", "aaaaaab"].map(str::to_owned));
    for source in [
        "",
        "a",
        "^",
        "$",
        "^$",
        "a|b|",
        "(a|b)*1",
        "^(a|ab)(b|1)$",
        "^(?:a*)*b$",
        "^(a+)+$",
        "^a{2}$",
        "^a{2,}$",
        "^a{1,3}b??$",
        "^(ab){0,2}$",
        "^a{0}b$",
        "^(a{2}){1,2}?$",
        "(){3}a",
        "[ab]",
        "[^ab]",
        "^[^]$",
        "[]",
        "^[a-]+$",
        "^[-a]+$",
        "^[\\-a]+$",
        "^[\\d-]+$",
        "^[^\\d\\s]+$",
        "^[\\D]+$",
        "^[\\W]$",
        "^[\\S]$",
        "\\w\\d",
        "\\W\\s",
        "^\\D\\S$",
        "^.{3}$",
        "^\\x61\\u0062",
        "[\\x20-\\x7E]{2}[^\\x20-\\x7E]",
        "^[\\x20-\\x7E]*[\\x21-\\x7E]+[\\x20-\\x7E]*$",
        "^a.*b.*$",
        "(^a|b$)",
        "a^",
        "$a",
        "[^]b",
        "a[]|b",
        "[]*1",
        "\\bab\\b",
        "a\\Bb",
        "[\\b]|\\ca|\\cJ",
        "^\\0|[\\0\\cA-\\x1f]",
        "^\\u{1F600}$|\\uD83D\\uDE00",
        "[\\u{61}-\\u0062]+$",
        "[^\\W1]",
        "[\\s\\S]{4}",
        "^[^\\S\\n]",
        "&&|[a&&b]|[!--1]~~",
    ] {
        let pattern = Pattern::new(source).unwrap();
        let regex = Regex::with_flags(source, "u").unwrap();
        for text in &texts {
            let expected = regex.find(text).is_some();
            assert_eq!(pattern.matches(text), expected, "{source} in {text:?}");
        }
    }
}

#[test]
fn character_classes_have_the_characters_of_regress() {
    for source in [
        "\\d",
        "\\w",
        "\\s",
        "\\D",
        "\\W",
        "\\S",
        ".",
        "[^a-z\\s]",
        "[\\S]",
        "[^\\S]",
        "[\\D]",
        "[\\W]",
        "^\\b",
        "^\\B",
    ] {
        let pattern = Pattern::new(source).unwrap();
        let regex = Regex::with_flags(source, "u").unwrap();
        for character in ('\0'..='\u{30FF}').chain('\u{FE00}'..='\u{100FF}') {
            let text = character.to_string();
            let expected = regex.find(&text).is_some();
            assert_eq!(
                pattern.matches(&text),
                expected,
                "{source} in {character:?}"
            );
        }
    }
}

#[test]
fn invalid_and_unsupported_patterns_are_rejected_with_the_reason() {
    for (source, part) in [
        ("(", "without closing"),
        ("a)", "without matching"),
        ("[a", "not closed"),
        ("[a-", "not closed"),
        ("a]", "not opened"),
        ("a}", "not opened"),
        ("*", "nothing to repeat"),
        ("^*", "nothing to repeat"),
        ("a|*", "nothing to repeat"),
        ("(*a)", "nothing to repeat"),
        ("\\b+", "nothing to repeat"),
        ("a**", "nothing to repeat"),
        ("a{2}{3}", "nothing to repeat"),
        ("a{x}", "must start a count"),
        ("a{,2}", "must start a count"),
        ("a{2", "must start a count"),
        ("a{3,2}", "min bigger than its max"),
        ("a{100001}", "size limit"),
        ("a{99999999999}", "decimal"),
        ("((a{1000}){1000}){1000}", "size limit"),
        ("((){1000}){1000}", "size limit"),
        ("[z-a]", "invalid range"),
        ("[a-\\d]", "must end in a character"),
        ("[\\d-a]", "must end in a character"),
        ("\\", "escapes nothing"),
        ("[\\", "escapes nothing"),
        ("\\q", "`\\q` is not"),
        ("\\-", "`\\-` is not"),
        ("\\1", "`\\1` is not"),
        ("\\01", "`\\0` is not"),
        ("\\c1", "`\\c` is not"),
        ("[\\B]", "`\\B` is not"),
        ("\\p{L}", "`\\p` is not"),
        ("\\k<n>", "`\\k` is not"),
        ("\\x4", "2 or 4 hexadecimal digits"),
        ("\\x+4", "2 or 4 hexadecimal digits"),
        ("\\u004é", "2 or 4 hexadecimal digits"),
        ("\\u{110000}", "number of a character"),
        ("\\u{D83D}", "number of a character"),
        ("\\u{61", "number of a character"),
        ("\\u{}", "number of a character"),
        ("\\uD83D", "surrogate"),
        ("\\uD83D\\u0041", "surrogate"),
        ("\\uDE00", "surrogate"),
        ("(?=a)", "look-around"),
        ("(?<!a)", "look-around"),
        ("(?<n>a)", "named groups"),
        ("(?i:a)", "not supported"),
        (&"(".repeat(100_000), "too much nesting"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert!(error.contains(part), "{source}: {error}");
    }
}

#[test]
fn a_class_may_repeat_thousands_of_times() {
    let pattern = Pattern::new("^[\\w\\s]{0,9999}$").unwrap();
    assert!(pattern.matches(&"a ".repeat(4_999)));
    assert!(!pattern.matches(&"a ".repeat(5_000)));
}

#[test]
fn matching_takes_linear_time() {
    for source in [
        r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$",
        "^(a+)+$",
        "^(a|aa|.)*$",
    ] {
        let text = "a".repeat(20_000) + "\n";
        assert!(!matches(source, &text));
    }
}

const TOKENS: [&str; 45] = [
    "a",
    "b",
    "1",
    "-",
    "é",
    "😀",
    " ",
    ",",
    "}",
    ".",
    "^",
    "$",
    "|",
    "(",
    "(?:",
    ")",
    "[",
    "[^",
    "]",
    "*",
    "+",
    "?",
    "{",
    "{2}",
    "{1,}",
    "{0,2}",
    "{,2}",
    "&&",
    "--",
    "\\d",
    "\\D",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "\\b",
    "\\B",
    "\\-",
    "\\/",
    "\\0",
    "\\cA",
    "\\x61",
    "\\u0062",
    "\\u{1F600}",
    "\\uD83D\\uDE00",
];

const QUANTIFIED_BOUNDARY: [&str; 4] = ["\\b*", "\\b+", "\\b?", "\\b{"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_patterns_are_valid_and_match_as_in_regress(
        pattern in prop::collection::vec(select(&TOKENS[..]), 0..9),
        texts in prop::collection::vec("[ab1é😀, \n\u{1}\u{8}-]{0,6}", 8),
    ) {
        let source = pattern.concat();
        match (Pattern::new(&source), Regex::with_flags(&source, "u")) {
            (Ok(pattern), Ok(regex)) => for text in texts {
                let expected = regex.find(&text).is_some();
                assert_eq!(pattern.matches(&text), expected, "{source} in {text:?}");
            },
            (Err(_), Err(_)) => {}
            // `regress` allows a quantifier after a word boundary; ECMA 262 does not.
            (Err(_), Ok(_)) if QUANTIFIED_BOUNDARY.iter().any(|part| source.replace("\\B", "\\b").contains(part)) => {}
            (pattern, regex) => panic!("{source}: {pattern:?}, {regex:?}"),
        }
    }

    #[test]
    fn any_text_is_compiled_or_rejected_without_a_panic(source in any::<String>(), text in any::<String>()) {
        if let Ok(pattern) = Pattern::new(&source) {
            pattern.matches(&text);
        }
    }
}

/// Returns the model files below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}

#[test]
fn patterns_of_real_models_match_where_regress_finds_a_match() {
    let Some(folder) = conformance::path("models") else {
        return;
    };
    let texts = texts(&['a', 'Z', '0', '-', ':', '/', ' '], 3);
    let (mut compared, mut rejected) = (0, Vec::new());
    for path in files(&folder) {
        let text = std::fs::read_to_string(&path).unwrap();
        let Ok(ast) = Ast::parse(&text) else {
            continue;
        };
        let sources = ast.shapes.values().filter_map(|shape| {
            let pattern = shape.traits.get("smithy.api#pattern")?;
            pattern.node.as_str()
        });
        for source in sources {
            match (Pattern::new(source), Regex::with_flags(source, "u")) {
                (Ok(pattern), Ok(regex)) => {
                    for text in &texts {
                        let expected = regex.find(text).is_some();
                        assert_eq!(pattern.matches(text), expected, "{source} in {text:?}");
                    }
                    compared += 1;
                }
                (Ok(_), Err(error)) => panic!("{source}: {error}"),
                (Err(error), Ok(_)) => rejected.push(format!("{source}: {error}")),
                (Err(_), Err(_)) => {}
            }
        }
    }
    // Only these constructs of real patterns have no translation.
    for line in &rejected {
        let supported = ["look-around", "`\\p`", "`\\P`"];
        assert!(supported.iter().any(|part| line.contains(part)), "{line}");
    }
    assert!(
        compared > 40,
        "only {compared} compared, {} rejected",
        rejected.len()
    );
}
