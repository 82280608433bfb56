//! Matches the patterns of the model without a regular expression engine: the generator translates each pattern into a
//! sequence of steps, which are matched in linear time.

use std::ops::RangeInclusive;

/// A pattern of the model and its steps.
#[derive(Debug)]
pub struct Pattern {
    /// The regular expression of the model (ECMA 262).
    pub source: &'static str,
    /// Whether it starts with `^`; otherwise a match may start anywhere.
    pub from_start: bool,
    /// Whether it ends with `$`; otherwise anything may follow.
    pub to_end: bool,
    /// The steps, in order.
    pub steps: &'static [Step],
}

/// A step of a pattern.
#[derive(Debug)]
pub enum Step {
    /// Exactly this text.
    Text(&'static str),
    /// Characters of these ranges, both ends included.
    Class {
        /// The ranges.
        ranges: &'static [(char, char)],
        /// The minimum number of characters.
        min: usize,
        /// The maximum number of characters.
        max: Option<usize>,
    },
}

impl Pattern {
    /// Whether the text matches, in time proportional to its length for each step.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        // Most texts are ASCII, which needs no vector of characters.
        if text.is_ascii() {
            self.matches_all(text.as_bytes(), char::from)
        } else {
            let chars: Vec<char> = text.chars().collect();
            self.matches_all(&chars, |character| character)
        }
    }

    fn matches_all<C: Copy>(&self, chars: &[C], char_of: fn(C) -> char) -> bool {
        // `reached[i]`: the steps before the current one can end at character `i`.
        let mut both = vec![false; 2 * (chars.len() + 1)];
        let (mut reached, mut next) = both.split_at_mut(chars.len() + 1);
        reached.fill(!self.from_start);
        reached[0] = true;
        // The range of the reached characters.
        let (mut first, mut last) = (0, if self.from_start { 0 } else { chars.len() });
        for step in self.steps {
            next.fill(false);
            let (chars, from, to) = (&chars[first..], &reached[first..=last], &mut next[first..]);
            let ends = match step {
                Step::Text(wanted) => after_text(chars, char_of, from, wanted, to),
                Step::Class { ranges, min, max } => {
                    let in_class = |c: C| {
                        let c = char_of(c);
                        ranges.iter().any(|(low, high)| (*low..=*high).contains(&c))
                    };
                    after_class(chars, in_class, from, (*min, *max), to)
                }
            };
            let Some(ends) = ends else {
                return false;
            };
            last = first + ends.end();
            first += ends.start();
            std::mem::swap(&mut reached, &mut next);
        }
        !self.to_end || reached[chars.len()]
    }
}

/// Marks in `next` where the text can end, and returns the range of these ends.
fn after_text<C: Copy>(
    chars: &[C],
    char_of: fn(C) -> char,
    reached: &[bool],
    wanted: &str,
    next: &mut [bool],
) -> Option<RangeInclusive<usize>> {
    let length = wanted.chars().count();
    let mut ends = None;
    for (start, is_reached) in reached.iter().enumerate() {
        let mut found = chars[start..].iter().map(|c| char_of(*c));
        if *is_reached && wanted.chars().all(|c| found.next() == Some(c)) {
            let end = start + length;
            next[end] = true;
            ends = Some(first_of(ends, end)..=end);
        }
    }
    ends
}

/// Marks in `next` where characters of the class can end, and returns the range of these ends.
fn after_class<C: Copy>(
    chars: &[C],
    in_class: impl Fn(C) -> bool,
    reached: &[bool],
    (min, max): (usize, Option<usize>),
    next: &mut [bool],
) -> Option<RangeInclusive<usize>> {
    let mut ends = None;
    let mut start = 0;
    while start < reached.len() {
        let run = chars[start..].iter().take_while(|c| in_class(**c)).count();
        let end = start + run;
        // Everything before this is marked.
        let mut unmarked = start;
        for from in (start..=end).take_while(|from| *from < reached.len()) {
            if !reached[from] {
                continue;
            }
            let first = unmarked.max(from.saturating_add(min));
            let last = max.map_or(end, |max| end.min(from.saturating_add(max)));
            if first <= last {
                next[first..=last].fill(true);
                ends = Some(first_of(ends, first)..=last);
                unmarked = last + 1;
            }
            if last == end {
                break;
            }
        }
        start = end + 1;
    }
    ends
}

/// The start of the range of ends, or this end if it is the first.
fn first_of(ends: Option<RangeInclusive<usize>>, end: usize) -> usize {
    ends.map_or(end, |ends| *ends.start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Pattern, Step};

    const fn class(min: usize, max: Option<usize>) -> Step {
        Step::Class {
            ranges: &[('a', 'z')],
            min,
            max,
        }
    }

    fn matches(from_start: bool, to_end: bool, steps: &'static [Step], text: &str) -> bool {
        let pattern = Pattern {
            source: "",
            from_start,
            to_end,
            steps,
        };
        pattern.matches(text)
    }

    #[test]
    fn a_class_matches_between_its_minimum_and_maximum() {
        const STEPS: &[Step] = &[class(2, Some(3))];
        for (text, expected) in [("a", false), ("ab", true), ("abc", true), ("abcd", false)] {
            assert_eq!(matches(true, true, STEPS, text), expected, "{text}");
        }
    }

    #[test]
    fn a_class_leaves_characters_for_the_next_step() {
        const STEPS: &[Step] = &[class(0, None), Step::Text("b"), class(1, None)];
        assert!(matches(true, true, STEPS, "aabba"));
        assert!(!matches(true, true, STEPS, "aab"));
    }

    #[test]
    fn without_anchors_a_match_may_be_anywhere() {
        const STEPS: &[Step] = &[Step::Text("b")];
        assert!(matches(false, false, STEPS, "abc"));
        assert!(!matches(true, false, STEPS, "abc"));
        assert!(!matches(false, true, STEPS, "abc"));
    }

    #[test]
    fn an_upper_bound_counts_from_the_newest_start_that_fits() {
        const STEPS: &[Step] = &[class(0, None), class(1, Some(1)), Step::Text("-")];
        assert!(matches(true, true, STEPS, "abc-"));
        assert!(!matches(true, true, STEPS, "-"));
    }

    /// A step and its regular expression in ECMA 262.
    fn step() -> impl Strategy<Value = (Step, String)> {
        const TEXTS: [&str; 4] = ["a", "ab", "-", "aä"];
        const CLASSES: [(&[(char, char)], &str); 3] = [
            (&[('a', 'b')], "[ab]"),
            (&[('a', 'a'), ('-', '-'), ('ä', 'ä')], "[aä-]"),
            (&[('\0', '\t'), ('\u{b}', '\u{10ffff}')], "."),
        ];
        let text = (0..TEXTS.len()).prop_map(|index| {
            let text = TEXTS[index];
            (Step::Text(text), text.to_owned())
        });
        let limits = (0..3_usize, prop::option::of(0..3_usize));
        let class = (0..CLASSES.len(), limits).prop_map(|(index, (min, more))| {
            let (ranges, class) = CLASSES[index];
            let max = more.map(|more| min + more);
            let most = max.map_or(String::new(), |max| max.to_string());
            let step = Step::Class { ranges, min, max };
            (step, format!("{class}{{{min},{most}}}"))
        });
        prop_oneof![text, class]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn patterns_match_like_a_regular_expression_engine(
            steps in prop::collection::vec(step(), 0..6),
            (from_start, to_end) in any::<(bool, bool)>(),
            texts in prop::collection::vec("[-abcä]{0,10}", 1..10),
        ) {
            let (steps, expressions): (Vec<Step>, Vec<String>) = steps.into_iter().unzip();
            let (begin, end) = (if from_start { "^" } else { "" }, if to_end { "$" } else { "" });
            let source = format!("{begin}{}{end}", expressions.concat());
            let engine = regress::Regex::new(&source).expect("a valid expression");
            let pattern = Pattern { source: "", from_start, to_end, steps: steps.leak() };
            for text in texts {
                prop_assert_eq!(pattern.matches(&text), engine.find(&text).is_some(), "{} {:?}", source, text);
            }
        }
    }
}
