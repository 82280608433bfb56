//! From a regular expression of ECMA 262 to a sequence of steps that needs no engine.
//!
//! The expressions that a model states are read by `regex-syntax`; classes get the meaning that
//! ECMA gives them (`\d` is ASCII). What is no sequence of texts and repeated classes is refused.

use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassPerlKind, ClassSet, ClassSetItem, GroupKind, HexLiteralKind,
    Literal, LiteralKind, RepetitionKind, RepetitionRange, SpecialLiteralKind,
};

/// A pattern, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// As the model spells it.
    pub(crate) source: String,
    pub(crate) from_start: bool,
    pub(crate) to_end: bool,
    pub(crate) steps: Vec<Step>,
}

/// A step of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Text(String),
    Class {
        ranges: Vec<(char, char)>,
        min: u32,
        max: Option<u32>,
    },
}

/// What `regex-syntax` reads otherwise than ECMA 262: a repetition that ECMA takes as text, and a
/// class that ECMA takes to be empty.
const MISREAD: [&str; 3] = ["{,", "[]", "[^]"];

/// `WhiteSpace` and `LineTerminator` of ECMA 262.
const SPACE: [(char, char); 10] = [
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

impl Pattern {
    /// Reads an expression, or tells what in it cannot be matched.
    pub(crate) fn read(source: &str) -> Result<Self, String> {
        if let Some(text) = MISREAD.iter().find(|text| source.contains(**text)) {
            return Err(format!(
                "the pattern has `{text}`, which ECMA 262 reads in another way; escape it"
            ));
        }
        let tree = ast::parse::Parser::new()
            .parse(source)
            .map_err(|error| format!("the pattern is no regular expression: {}", error.kind()))?;
        let mut parts = Vec::new();
        flatten(&tree, &mut parts);
        let is = |part: Option<&&Ast>, kind: &AssertionKind| matches!(part, Some(Ast::Assertion(assertion)) if assertion.kind == *kind);
        let from_start = is(parts.first(), &AssertionKind::StartLine);
        let to_end = is(parts.last(), &AssertionKind::EndLine);
        let middle = usize::from(from_start)..parts.len() - usize::from(to_end);
        let mut steps = Vec::new();
        for part in parts.get(middle).unwrap_or_default() {
            match (step(part)?, steps.last_mut()) {
                (Step::Text(text), Some(Step::Text(before))) => before.push_str(&text),
                (step, _) => steps.push(step),
            }
        }
        Ok(Self {
            source: source.to_owned(),
            from_start,
            to_end,
            steps,
        })
    }
}

/// A concatenation's parts, with groups that only group opened.
fn flatten<'a>(tree: &'a Ast, parts: &mut Vec<&'a Ast>) {
    match tree {
        Ast::Empty(_) => {}
        Ast::Concat(concat) => concat.asts.iter().for_each(|part| flatten(part, parts)),
        Ast::Group(group) if only_groups(group) => flatten(&group.ast, parts),
        Ast::Group(_)
        | Ast::Flags(_)
        | Ast::Literal(_)
        | Ast::Dot(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::ClassPerl(_)
        | Ast::ClassBracketed(_)
        | Ast::Repetition(_)
        | Ast::Alternation(_) => parts.push(tree),
    }
}

/// Whether a group sets no flags for what is in it.
fn only_groups(group: &ast::Group) -> bool {
    match &group.kind {
        GroupKind::CaptureIndex(_) | GroupKind::CaptureName { .. } => true,
        GroupKind::NonCapturing(flags) => flags.items.is_empty(),
    }
}

fn step(part: &Ast) -> Result<Step, String> {
    if let Ast::Literal(literal) = part {
        return Ok(Step::Text(character(literal)?.to_string()));
    }
    let (repeated, (min, max)) = if let Ast::Repetition(repetition) = part
        && repetition.greedy
    {
        (&*repetition.ast, bounds(&repetition.op.kind))
    } else {
        (part, (1, Some(1)))
    };
    let ranges = class(repeated)?;
    Ok(Step::Class { ranges, min, max })
}

fn bounds(kind: &RepetitionKind) -> (u32, Option<u32>) {
    match kind {
        RepetitionKind::ZeroOrOne => (0, Some(1)),
        RepetitionKind::ZeroOrMore => (0, None),
        RepetitionKind::OneOrMore => (1, None),
        RepetitionKind::Range(RepetitionRange::Exactly(count)) => (*count, Some(*count)),
        RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (*min, None),
        RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (*min, Some(*max)),
    }
}

/// The characters that one position of a class can be.
fn class(part: &Ast) -> Result<Vec<(char, char)>, String> {
    let ranges = match part {
        Ast::Literal(literal) => single(character(literal)?),
        Ast::Dot(_) => complement(&[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')]),
        Ast::ClassPerl(perl) => perl_class(&perl.kind, perl.negated),
        Ast::ClassBracketed(class) => {
            let ClassSet::Item(item) = &class.kind else {
                return Err("the pattern uses set operations, which ECMA 262 lacks".to_owned());
            };
            let mut ranges = Vec::new();
            class_item(item, &mut ranges)?;
            if class.negated {
                complement(&normal(ranges))
            } else {
                ranges
            }
        }
        Ast::Group(group) if only_groups(group) => class(&group.ast)?,
        Ast::Group(_)
        | Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::Repetition(_)
        | Ast::Alternation(_)
        | Ast::Concat(_) => {
            return Err(
                "the pattern is more than a sequence of texts and repeated classes of characters"
                    .to_owned(),
            );
        }
    };
    Ok(normal(ranges))
}

/// The character that a literal means; escapes that mean another one to ECMA 262 are refused.
fn character(literal: &Literal) -> Result<char, String> {
    match literal.kind {
        LiteralKind::Verbatim
        | LiteralKind::Meta
        | LiteralKind::Superfluous
        | LiteralKind::HexFixed(HexLiteralKind::X | HexLiteralKind::UnicodeShort)
        | LiteralKind::Special(
            SpecialLiteralKind::Tab
            | SpecialLiteralKind::LineFeed
            | SpecialLiteralKind::CarriageReturn
            | SpecialLiteralKind::VerticalTab
            | SpecialLiteralKind::FormFeed,
        ) => Ok(literal.c),
        LiteralKind::Octal
        | LiteralKind::HexFixed(HexLiteralKind::UnicodeLong)
        | LiteralKind::HexBrace(_)
        | LiteralKind::Special(SpecialLiteralKind::Bell | SpecialLiteralKind::Space) => {
            Err("the pattern uses an escape that ECMA 262 reads in another way".to_owned())
        }
    }
}

fn single(c: char) -> Vec<(char, char)> {
    vec![(c, c)]
}

fn class_item(item: &ClassSetItem, ranges: &mut Vec<(char, char)>) -> Result<(), String> {
    match item {
        ClassSetItem::Empty(_) => {}
        ClassSetItem::Literal(literal) => ranges.extend(single(character(literal)?)),
        ClassSetItem::Range(range) => {
            ranges.push((character(&range.start)?, character(&range.end)?));
        }
        ClassSetItem::Perl(perl) => ranges.extend(perl_class(&perl.kind, perl.negated)),
        ClassSetItem::Union(union) => {
            for item in &union.items {
                class_item(item, ranges)?;
            }
        }
        ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) | ClassSetItem::Bracketed(_) => {
            return Err("the pattern uses a class that ECMA 262 lacks".to_owned());
        }
    }
    Ok(())
}

fn perl_class(kind: &ClassPerlKind, negated: bool) -> Vec<(char, char)> {
    let ranges = match kind {
        ClassPerlKind::Digit => vec![('0', '9')],
        ClassPerlKind::Word => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ClassPerlKind::Space => SPACE.to_vec(),
    };
    if negated { complement(&ranges) } else { ranges }
}

/// Sorted, without overlaps.
fn normal(mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    ranges.sort_unstable();
    let mut merged: Vec<(char, char)> = Vec::with_capacity(ranges.len());
    for (low, high) in ranges {
        match merged.last_mut() {
            Some((_, end)) if next(*end).is_none_or(|after| low <= after) => *end = high.max(*end),
            _ => merged.push((low, high)),
        }
    }
    merged
}

/// Every character outside of `ranges`, which are sorted and do not overlap.
fn complement(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let mut outside = Vec::new();
    let mut start = Some('\0');
    for (low, high) in ranges {
        if let (Some(start), Some(before)) = (start, before(*low))
            && start <= before
        {
            outside.push((start, before));
        }
        start = next(*high);
    }
    if let Some(start) = start {
        outside.push((start, char::MAX));
    }
    outside
}

fn next(c: char) -> Option<char> {
    (c..=char::MAX).nth(1)
}

fn before(c: char) -> Option<char> {
    ('\0'..c).next_back()
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Step};

    fn class(ranges: &[(char, char)], min: u32, max: Option<u32>) -> Step {
        Step::Class {
            ranges: ranges.to_vec(),
            min,
            max,
        }
    }

    #[test]
    fn texts_and_repeated_classes_become_steps() {
        let pattern = Pattern::read(r"^ab([a-c\d-]+):x{2,3}[^\x00-y]*$").unwrap();
        assert!(pattern.from_start && pattern.to_end);
        assert_eq!(
            pattern.steps,
            [
                Step::Text("ab".into()),
                class(&[('-', '-'), ('0', '9'), ('a', 'c')], 1, None),
                Step::Text(":".into()),
                class(&[('x', 'x')], 2, Some(3)),
                class(&[('z', char::MAX)], 0, None),
            ]
        );
    }

    #[test]
    fn a_dot_is_every_character_but_ecma_line_terminators() {
        let pattern = Pattern::read(".").unwrap();
        let ranges = [
            ('\0', '\t'),
            ('\u{b}', '\u{c}'),
            ('\u{e}', '\u{2027}'),
            ('\u{202a}', char::MAX),
        ];
        assert_eq!(pattern.steps, [class(&ranges, 1, Some(1))]);
        assert!(!pattern.from_start && !pattern.to_end);
    }

    #[test]
    fn what_is_no_such_sequence_is_refused() {
        for source in [
            "a|b",
            "(ab)*",
            r"\bx",
            "(?=x)",
            "a^b",
            "[[:alpha:]]",
            "(",
            "a*?",
            "(?i:a)",
            "(?i)a",
            "a{,3}",
            "[]a]",
            "[^]a]",
            r"\a",
            r"[\a]",
            r"\x{41}",
            r"\U00000041",
        ] {
            assert!(Pattern::read(source).is_err(), "{source}");
        }
    }
}
