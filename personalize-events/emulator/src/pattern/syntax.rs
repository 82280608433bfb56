//! How an ECMA 262 expression with the flag `u` is spelled.

use std::iter::Peekable;
use std::str::Chars;

/// An expression.
pub(super) enum Node {
    Set(Set),
    Start,
    End,
    Sequence(Vec<Node>),
    /// One of these, of which there is at least one.
    Either(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
    },
}

/// A set of characters, as ranges of their numbers, both ends included.
#[derive(Clone)]
pub(super) struct Set(Vec<(u32, u32)>);

const DIGITS: &[(u32, u32)] = &[(0x30, 0x39)];
const WORD: &[(u32, u32)] = &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
const LINE_ENDS: &[(u32, u32)] = &[(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)];
const SPACES: &[(u32, u32)] = &[
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
];

impl Set {
    fn one(character: char) -> Self {
        Self(vec![(u32::from(character), u32::from(character))])
    }

    /// All characters but these.
    fn but(mut ranges: Vec<(u32, u32)>) -> Self {
        ranges.sort_unstable();
        let mut rest = Vec::new();
        let mut next = 0;
        for (first, last) in ranges {
            if next < first {
                rest.push((next, first - 1));
            }
            next = next.max(last + 1);
        }
        rest.push((next, u32::MAX));
        Self(rest)
    }

    pub(super) fn has(&self, character: char) -> bool {
        let number = u32::from(character);
        self.0
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&number))
    }
}

/// How deep groups may nest.
const DEPTH: usize = 100;

/// How often a counted repetition may repeat.
const MOST: u32 = 10_000;

pub(super) fn parse(source: &str) -> Result<Node, String> {
    let mut parser = Parser {
        rest: source.chars().peekable(),
        depth: 0,
    };
    let node = parser.either()?;
    match parser.rest.next() {
        None => Ok(node),
        Some(_) => Err("a `)` closes nothing".to_owned()),
    }
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn accept(&mut self, character: char) -> bool {
        self.rest.next_if_eq(&character).is_some()
    }

    fn either(&mut self) -> Result<Node, String> {
        let mut alternatives = vec![self.sequence()?];
        while self.accept('|') {
            alternatives.push(self.sequence()?);
        }
        Ok(Node::Either(alternatives))
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(character) = self.rest.next_if(|next| !matches!(next, '|' | ')')) {
            let node = match character {
                '^' => Node::Start,
                '$' => Node::End,
                '(' => {
                    let group = self.group()?;
                    self.quantified(group)?
                }
                '[' => {
                    let set = self.class()?;
                    self.quantified(Node::Set(set))?
                }
                '.' => self.quantified(Node::Set(Set::but(LINE_ENDS.to_vec())))?,
                '\\' => {
                    let set = self.escape(false)?;
                    self.quantified(Node::Set(set))?
                }
                '*' | '+' | '?' | '{' => {
                    return Err(format!("the `{character}` has nothing to repeat"));
                }
                '}' | ']' => return Err(format!("the `{character}` closes nothing")),
                _ => self.quantified(Node::Set(Set::one(character)))?,
            };
            nodes.push(node);
        }
        Ok(Node::Sequence(nodes))
    }

    fn group(&mut self) -> Result<Node, String> {
        if self.accept('?') && !self.accept(':') {
            return Err("groups that look around or have a name are not interpreted".to_owned());
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("its groups nest too deep".to_owned());
        }
        let node = self.either()?;
        self.depth -= 1;
        if self.accept(')') {
            Ok(node)
        } else {
            Err("a `(` is not closed".to_owned())
        }
    }

    /// A node with the quantifier behind it. Whether that is lazy makes no difference to what is
    /// found.
    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = if self.accept('*') {
            (0, None)
        } else if self.accept('+') {
            (1, None)
        } else if self.accept('?') {
            (0, Some(1))
        } else if self.accept('{') {
            self.counts()?
        } else {
            return Ok(node);
        };
        self.accept('?');
        let node = Box::new(node);
        Ok(Node::Repeat { node, min, max })
    }

    fn counts(&mut self) -> Result<(u32, Option<u32>), String> {
        let malformed = || "a `{` must count repetitions, as in {2} or {2,} or {2,5}".to_owned();
        let min = self.count()?.ok_or_else(malformed)?;
        let max = if self.accept(',') {
            self.count()?
        } else {
            Some(min)
        };
        if !self.accept('}') || max.is_some_and(|max| max < min) {
            return Err(malformed());
        }
        Ok((min, max))
    }

    fn count(&mut self) -> Result<Option<u32>, String> {
        let mut count = None;
        while let Some(digit) = self.rest.peek().and_then(|next| next.to_digit(10)) {
            self.rest.next();
            let number = count.unwrap_or(0) * 10 + digit;
            if number > MOST {
                return Err("it repeats too much".to_owned());
            }
            count = Some(number);
        }
        Ok(count)
    }

    /// What stands behind `[`.
    fn class(&mut self) -> Result<Set, String> {
        let negated = self.accept('^');
        let mut ranges = Vec::new();
        while !self.accept(']') {
            let first = self.class_atom()?;
            if !self.accept('-') {
                ranges.extend(first.0);
            } else if self.rest.peek() == Some(&']') {
                ranges.extend(first.0);
                ranges.extend(Set::one('-').0);
            } else {
                let last = self.class_atom()?;
                match (&first.0[..], &last.0[..]) {
                    (&[(first, first_end)], &[(last, last_end)])
                        if first == first_end && last == last_end && first <= last =>
                    {
                        ranges.push((first, last));
                    }
                    _ => return Err("a range in a class goes nowhere".to_owned()),
                }
            }
        }
        Ok(if negated {
            Set::but(ranges)
        } else {
            Set(ranges)
        })
    }

    fn class_atom(&mut self) -> Result<Set, String> {
        match self.rest.next() {
            None => Err("a `[` is not closed".to_owned()),
            Some('\\') => self.escape(true),
            Some(character) => Ok(Set::one(character)),
        }
    }

    /// What stands behind `\`, within a class or outside.
    fn escape(&mut self, class: bool) -> Result<Set, String> {
        let Some(character) = self.rest.next() else {
            return Err("a `\\` escapes nothing".to_owned());
        };
        Ok(match character {
            'd' => Set(DIGITS.to_vec()),
            'D' => Set::but(DIGITS.to_vec()),
            'w' => Set(WORD.to_vec()),
            'W' => Set::but(WORD.to_vec()),
            's' => Set(SPACES.to_vec()),
            'S' => Set::but(SPACES.to_vec()),
            't' => Set::one('\t'),
            'n' => Set::one('\n'),
            'r' => Set::one('\r'),
            'v' => Set::one('\u{B}'),
            'f' => Set::one('\u{C}'),
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
            | '/' => Set::one(character),
            '-' if class => Set::one('-'),
            _ => return Err(format!("the escape `\\{character}` is not interpreted")),
        })
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<Set, String> {
        let mut number = 0;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|next| next.to_digit(16));
            number = number * 16 + digit.ok_or("a `\\x` or `\\u` lacks digits")?;
        }
        let character = char::from_u32(number);
        character
            .map(Set::one)
            .ok_or_else(|| "half a surrogate pair is not interpreted".to_owned())
    }
}
