//! Compiles patterns of ECMA 262 to sequences of steps, which run without a regular expression engine.
//!
//! `regex-syntax` parses a pattern; classes get the meaning that ECMA 262 gives them (`\d` is ASCII).
//! Everything but a sequence of literals and repeated classes is an error, and so is what `regex-syntax` reads
//! differently than ECMA 262, or what is only valid there: the caller reports a warning and does not enforce it.

use regex_syntax::ast::{
    self, AssertionKind, Ast, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, GroupKind,
    HexLiteralKind, Literal, LiteralKind, RepetitionKind, RepetitionRange, SpecialLiteralKind,
};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) source: String,
    pub(crate) from_start: bool,
    pub(crate) to_end: bool,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Text(String),
    Class {
        ranges: Vec<(char, char)>,
        min: u32,
        max: Option<u32>,
    },
}

/// `WhiteSpace` and `LineTerminator` of ECMA 262.
const SPACE: &[(char, char)] = &[
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
    /// Compiles a pattern; the error completes "because …".
    pub(crate) fn read(source: &str) -> Result<Self, String> {
        let tree = ast::parse::Parser::new()
            .parse(source)
            .map_err(|error| format!("it is not a regular expression: {}", error.kind()))?;
        ast::visit(&tree, Misread { source })?;
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

/// Finds parts of a pattern that `regex-syntax` reads differently than ECMA 262.
struct Misread<'a> {
    source: &'a str,
}

impl ast::Visitor for Misread<'_> {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        let text = |span: &ast::Span| &self.source[span.start.offset..span.end.offset];
        let found = if let Ast::ClassBracketed(class) = ast {
            let text = text(&class.span);
            // `[]` is the empty class, `[^]` any character, and `[--a]` a range that starts with `-`.
            let starts = ["[]", "[^]", "[--", "[^--"].into_iter();
            starts
                .filter(|start| text.starts_with(start))
                .max_by_key(|start| start.len())
        } else if let Ast::Repetition(repetition) = ast {
            let text = text(&repetition.op.span);
            // `{,3}` and `{ 3 }` are literals.
            let is_count = |c: char| c.is_ascii_digit() || "{},?".contains(c);
            let is_literal = text.starts_with("{,") || !text.chars().all(is_count);
            (text.starts_with('{') && is_literal).then_some(text)
        } else if let Ast::Group(group) = ast
            && let GroupKind::CaptureName {
                starts_with_p: true,
                ..
            } = group.kind
        {
            Some("(?P<")
        } else {
            None
        };
        found.map_or(Ok(()), |text| {
            Err(format!(
                "it has `{text}`, which ECMA 262 reads in another way; rewrite it"
            ))
        })
    }
}

/// Collects the parts of a concatenation, those in groups included.
fn flatten<'a>(tree: &'a Ast, parts: &mut Vec<&'a Ast>) {
    if let Ast::Concat(concat) = tree {
        concat.asts.iter().for_each(|part| flatten(part, parts));
    } else if let Ast::Group(group) = tree
        && !sets_flags(group)
    {
        flatten(&group.ast, parts);
    } else if !matches!(tree, Ast::Empty(_)) {
        parts.push(tree);
    }
}

fn sets_flags(group: &ast::Group) -> bool {
    matches!(&group.kind, GroupKind::NonCapturing(flags) if !flags.items.is_empty())
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
    let class = class(repeated)?;
    let ranges = class
        .iter()
        .map(|range| (range.start(), range.end()))
        .collect();
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

/// The characters that match one repetition of a part.
fn class(part: &Ast) -> Result<ClassUnicode, String> {
    match part {
        Ast::Literal(literal) => Ok(single(character(literal)?)),
        Ast::Dot(_) => {
            let line_ends = [('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];
            Ok(characters(&line_ends, true))
        }
        Ast::ClassPerl(perl) => Ok(perl_class(perl)),
        Ast::ClassBracketed(class) => {
            let ClassSet::Item(item) = &class.kind else {
                return Err("it uses set operations, which ECMA 262 lacks".to_owned());
            };
            let mut characters = ClassUnicode::empty();
            add_item(item, &mut characters)?;
            if class.negated {
                characters.negate();
            }
            Ok(characters)
        }
        Ast::Group(group) if !sets_flags(group) => class(&group.ast),
        Ast::Group(_)
        | Ast::Empty(_)
        | Ast::Flags(_)
        | Ast::Assertion(_)
        | Ast::ClassUnicode(_)
        | Ast::Repetition(_)
        | Ast::Alternation(_)
        | Ast::Concat(_) => Err("it is not a sequence of literals and repeated classes".to_owned()),
    }
}

fn characters(ranges: &[(char, char)], negated: bool) -> ClassUnicode {
    let ranges = ranges
        .iter()
        .map(|(low, high)| ClassUnicodeRange::new(*low, *high));
    let mut class = ClassUnicode::new(ranges);
    if negated {
        class.negate();
    }
    class
}

fn single(c: char) -> ClassUnicode {
    characters(&[(c, c)], false)
}

/// The character of a literal; escapes with another meaning in ECMA 262 are errors.
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
            Err("it uses an escape that ECMA 262 reads in another way".to_owned())
        }
    }
}

fn add_item(item: &ClassSetItem, class: &mut ClassUnicode) -> Result<(), String> {
    match item {
        ClassSetItem::Empty(_) => {}
        ClassSetItem::Literal(literal) => class.union(&single(character(literal)?)),
        ClassSetItem::Range(range) => {
            let range = (character(&range.start)?, character(&range.end)?);
            class.union(&characters(&[range], false));
        }
        ClassSetItem::Perl(perl) => class.union(&perl_class(perl)),
        ClassSetItem::Union(union) => {
            return union
                .items
                .iter()
                .try_for_each(|item| add_item(item, class));
        }
        ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) | ClassSetItem::Bracketed(_) => {
            return Err("it uses a class that ECMA 262 lacks".to_owned());
        }
    }
    Ok(())
}

fn perl_class(perl: &ClassPerl) -> ClassUnicode {
    let ranges = match perl.kind {
        ClassPerlKind::Digit => &[('0', '9')][..],
        ClassPerlKind::Word => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ClassPerlKind::Space => SPACE,
    };
    characters(ranges, perl.negated)
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
    fn literals_and_repeated_classes_become_steps() {
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
    fn a_dot_matches_all_characters_but_ecma_line_terminators() {
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
    fn a_pattern_that_is_not_such_a_sequence_is_an_error() {
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
            "[--/]",
            "[^--/]",
            "a{ 3 }",
            "a{3, 4}",
            "(?P<name>a)",
            "[a--b]",
            "[!--]",
            r"\a",
            r"[\a]",
            r"\x{41}",
            r"\U00000041",
        ] {
            assert!(Pattern::read(source).is_err(), "{source}");
        }
    }
}
