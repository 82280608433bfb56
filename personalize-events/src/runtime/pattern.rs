//! Matches the patterns of the model without a regular expression engine: the generator turns
//! each into a sequence of steps, and this room walks a text along them.

/// A pattern as the model states it, and the steps that it means.
#[derive(Debug)]
pub struct Pattern {
    /// The regular expression as the model spells it (ECMA 262).
    pub source: &'static str,
    /// Whether it starts with `^`; otherwise a match may start anywhere.
    pub from_start: bool,
    /// Whether it ends with `$`; otherwise anything may follow.
    pub to_end: bool,
    /// What has to follow what.
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
        /// How many at least.
        min: usize,
        /// How many at most.
        max: Option<usize>,
    },
}

impl Pattern {
    /// Whether the text matches, in time proportional to its length for each step.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        // `reached[i]`: everything before the current step can end at character `i`.
        let mut reached = vec![!self.from_start; chars.len() + 1];
        reached[0] = true;
        for step in self.steps {
            reached = match step {
                Step::Text(wanted) => after_text(&chars, &reached, wanted),
                Step::Class { ranges, min, max } => {
                    after_class(&chars, &reached, ranges, *min, *max)
                }
            };
        }
        if self.to_end {
            reached[chars.len()]
        } else {
            reached.contains(&true)
        }
    }
}

fn after_text(chars: &[char], reached: &[bool], wanted: &str) -> Vec<bool> {
    let wanted: Vec<char> = wanted.chars().collect();
    let mut next = vec![false; reached.len()];
    for (start, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
        if chars[start..].starts_with(&wanted) {
            next[start + wanted.len()] = true;
        }
    }
    next
}

fn after_class(
    chars: &[char],
    reached: &[bool],
    ranges: &[(char, char)],
    min: usize,
    max: Option<usize>,
) -> Vec<bool> {
    let in_class = |c: char| ranges.iter().any(|(low, high)| (*low..=*high).contains(&c));
    let mut next = vec![false; reached.len()];
    // The starts that a run of matching characters up to here can have, oldest first.
    let mut starts: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    for end in 0..reached.len() {
        if end > 0 && !in_class(chars[end - 1]) {
            starts.clear();
        }
        if reached[end] {
            starts.push_back(end);
        }
        while let (Some(start), Some(max)) = (starts.front(), max)
            && end - start > max
        {
            starts.pop_front();
        }
        next[end] = starts.front().is_some_and(|start| end - start >= min);
    }
    next
}

#[cfg(test)]
mod tests {
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
    fn a_class_takes_no_fewer_and_no_more_than_it_says() {
        const STEPS: &[Step] = &[class(2, Some(3))];
        for (text, expected) in [("a", false), ("ab", true), ("abc", true), ("abcd", false)] {
            assert_eq!(matches(true, true, STEPS, text), expected, "{text}");
        }
    }

    #[test]
    fn a_class_gives_back_what_the_next_step_needs() {
        const STEPS: &[Step] = &[class(0, None), Step::Text("b"), class(1, None)];
        assert!(matches(true, true, STEPS, "aabba"));
        assert!(!matches(true, true, STEPS, "aab"));
    }

    #[test]
    fn without_anchors_a_match_may_stand_anywhere() {
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
}
