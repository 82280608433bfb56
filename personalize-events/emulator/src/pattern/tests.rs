//! That expressions mean what ECMA 262 says, as the engine `regress` reads it.

use personalize_events_ast::Model as Ast;
use personalize_events_conformance as conformance;
use regress::Regex;

use super::Pattern;

fn matches(pattern: &str, text: &str) -> bool {
    Pattern::new(pattern).unwrap().matches(text)
}

#[test]
fn an_expression_is_searched_for_and_not_anchored() {
    assert!(matches("b+", "abc"));
    assert!(!matches("^b+", "abc"));
}

#[test]
fn the_dot_takes_one_whole_character_but_no_line_break() {
    assert!(matches("^.$", "😀"));
    assert!(!matches("^.$", "\n"));
    assert!(!matches("^.$", "\u{2028}"));
}

#[test]
fn the_dollar_sign_means_the_very_end() {
    assert!(!matches("^a$", "a\n"));
}

/// Every text of up to `length` of these characters.
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
fn expressions_find_what_regress_finds() {
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
fn the_classes_of_characters_are_those_of_regress() {
    for source in ["\\d", "\\w", "\\s", "\\D", "\\W", "\\S", ".", "[^a-z\\s]"] {
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
fn what_is_no_expression_or_not_interpreted_is_told() {
    for (source, part) in [
        ("(", "not closed"),
        ("a)", "closes nothing"),
        ("[a", "not closed"),
        ("a]", "closes nothing"),
        ("a}", "closes nothing"),
        ("*", "nothing to repeat"),
        ("^*", "nothing to repeat"),
        ("a**", "nothing to repeat"),
        ("a{x}", "count repetitions"),
        ("a{3,2}", "count repetitions"),
        ("a{10001}", "repeats too much"),
        ("((a{1000}){1000}){1000}", "repeats too much"),
        ("((){1000}){1000}", "repeats too much"),
        ("[z-a]", "goes nowhere"),
        ("[a-\\d]", "goes nowhere"),
        ("\\", "escapes nothing"),
        ("\\q", "`\\q` is not"),
        ("\\-", "`\\-` is not"),
        ("\\1", "`\\1` is not"),
        ("\\bfoo", "`\\b` is not"),
        ("\\p{L}", "`\\p` is not"),
        ("\\x4", "lacks digits"),
        ("\\uD83D", "surrogate"),
        ("(?=a)", "look around"),
        ("(?<n>a)", "a name"),
        (&"(".repeat(100_000), "too deep"),
    ] {
        let error = Pattern::new(source).unwrap_err();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_text_that_almost_matches_costs_no_more_than_its_length() {
    for source in [
        r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$",
        "^(a+)+$",
        "^(a|aa|.)*$",
    ] {
        let text = "a".repeat(20_000) + "\n";
        assert!(!matches(source, &text));
    }
}

#[test]
fn patterns_of_other_services_mean_what_regress_finds() {
    let mut compared = 0;
    for name in ["codeguruprofiler-2019-07-18", "connectcases-2022-10-03"] {
        let Some(text) = conformance::read(&format!("models/real/{name}.json")) else {
            return;
        };
        let ast = Ast::parse(&text).unwrap();
        let sources = ast.shapes.values().filter_map(|shape| {
            let pattern = shape.traits.get("smithy.api#pattern")?;
            pattern.node.as_str()
        });
        for source in sources {
            // Older models escape what needs no escape; the flag `u` forbids it.
            let (Ok(regex), Ok(pattern)) = (Regex::with_flags(source, "u"), Pattern::new(source))
            else {
                continue;
            };
            for text in texts(&['a', 'Z', '0', '-', ':', '/', ' '], 3) {
                let expected = regex.find(&text).is_some();
                assert_eq!(pattern.matches(&text), expected, "{source} in {text:?}");
            }
            compared += 1;
        }
    }
    assert!(compared > 3, "only {compared}");
}
