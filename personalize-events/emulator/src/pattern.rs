//! Smithy's `pattern` trait: an ECMA 262 regular expression (flag `u`) that must match somewhere in a text.
//!
//! A pattern is translated to the syntax of `regex-lite`, whose search is linear in the length of the text. A
//! backtracking engine takes minutes for patterns of the service such as `^A*B+A*$` and a text of a kilobyte that
//! almost matches. What only such an engine supports (look-around, back-references) is an error, and so is every
//! other construct without an exact translation.

use std::iter::Peekable;
use std::str::Chars;

use regex_lite::{Regex, RegexBuilder};

/// The maximum size of a compiled pattern in bytes. Counted repetitions are unrolled: `[\w\s]{0,9999}` fits.
const SIZE_LIMIT: usize = 2 << 20;

/// How deeply expressions may nest.
const NEST_LIMIT: u32 = 200;

/// `\s`: white space and line terminators of ECMA 262.
const SPACE: &str = r"\x{9}-\x{D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";
/// `\S`: the complement of [`SPACE`], because a class cannot contain a negated class.
const NOT_SPACE: &str = r"\x{0}-\x{8}\x{E}-\x{1F}\x{21}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}";
const ANY: &str = r"\x{0}-\x{10FFFF}";
const LINE_TERMINATORS: &str = r"\n\r\x{2028}\x{2029}";

/// A compiled pattern and its source.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles `source`, or returns why it is invalid or not supported.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let translator = Translator {
            rest: source.chars().peekable(),
        };
        let regex = RegexBuilder::new(&translator.translate()?)
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            source: source.to_owned(),
            regex,
        })
    }

    /// Returns whether the pattern matches somewhere in the text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

/// One item of a class, or an escape.
enum Atom {
    Character(char),
    /// Items of a class in the syntax of `regex-lite`.
    Set(&'static str),
}

impl Atom {
    /// Returns the atom as an item of a class.
    fn item(&self) -> String {
        match self {
            Self::Character(character) => escape(*character),
            Self::Set(items) => (*items).to_owned(),
        }
    }
}

fn escape(character: char) -> String {
    format!(r"\x{{{:X}}}", u32::from(character))
}

/// Translates token by token; `regex-lite` checks that groups are balanced and ranges are in order.
struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Translator<'_> {
    fn translate(mut self) -> Result<String, String> {
        let mut regex = String::new();
        // Unlike `regex-lite`, ECMA 262 allows no quantifier after an assertion or another quantifier.
        let mut quantifiable = false;
        while let Some(character) = self.rest.next() {
            let (token, is_quantifiable) = match character {
                '^' | '$' | '|' => (character.to_string(), false),
                '(' => (self.group()?.to_owned(), false),
                ')' => (character.to_string(), true),
                '*' | '+' | '?' | '{' if quantifiable => (self.quantifier(character)?, false),
                '*' | '+' | '?' | '{' => {
                    return Err(format!(
                        "the quantifier `{character}` has nothing to repeat"
                    ));
                }
                '}' | ']' => return Err(format!("the `{character}` is not opened")),
                '.' => (format!("[^{LINE_TERMINATORS}]"), true),
                '[' => (self.class()?, true),
                '\\' => match self.rest.next_if(|next| matches!(next, 'b' | 'B')) {
                    Some(boundary) => (format!(r"\{boundary}"), false),
                    None => (format!("[{}]", self.escape(false)?.item()), true),
                },
                _ => (escape(character), true),
            };
            regex.push_str(&token);
            quantifiable = is_quantifiable;
        }
        Ok(regex)
    }

    /// Translates what follows `(`. No group needs to capture without back-references.
    fn group(&mut self) -> Result<&'static str, String> {
        if self.accept('?') && !self.accept(':') {
            return Err("look-around and named groups are not supported".to_owned());
        }
        Ok("(?:")
    }

    /// Translates a quantifier. Laziness is dropped: it does not affect whether a match exists.
    fn quantifier(&mut self, first: char) -> Result<String, String> {
        let mut quantifier = first.to_string();
        if first == '{' {
            let mut digits = self.digits();
            if self.accept(',') && !digits.is_empty() {
                digits = format!("{digits},{}", self.digits());
            }
            if digits.is_empty() || !self.accept('}') {
                return Err("a `{` must start a count such as {2}, {2,} or {2,5}".to_owned());
            }
            quantifier = format!("{{{digits}}}");
        }
        self.accept('?');
        Ok(quantifier)
    }

    fn digits(&mut self) -> String {
        std::iter::from_fn(|| self.rest.next_if(char::is_ascii_digit)).collect()
    }

    /// Translates a class, from behind its `[` to its `]`.
    fn class(&mut self) -> Result<String, String> {
        let negated = self.accept('^');
        let mut items = String::new();
        while !self.accept(']') {
            let first = self.class_atom()?;
            items.push_str(&first.item());
            if !self.accept('-') {
                continue;
            }
            if self.rest.peek() == Some(&']') {
                items.push_str(&escape('-'));
                continue;
            }
            let last = self.class_atom()?;
            if let (Atom::Character(_), Atom::Character(_)) = (first, &last) {
                items.push('-');
                items.push_str(&last.item());
            } else {
                return Err("a range in a class must end in a character".to_owned());
            }
        }
        // `regex-lite` has no empty class: `[]` matches nothing and `[^]` everything.
        let (negated, items) = match items.as_str() {
            "" => (!negated, ANY),
            items => (negated, items),
        };
        Ok(format!("[{}{items}]", if negated { "^" } else { "" }))
    }

    fn class_atom(&mut self) -> Result<Atom, String> {
        match self.rest.next() {
            None => Err("a `[` is not closed".to_owned()),
            Some('\\') => self.escape(true),
            Some(character) => Ok(Atom::Character(character)),
        }
    }

    /// Reads an escape, from behind its backslash.
    fn escape(&mut self, in_class: bool) -> Result<Atom, String> {
        let Some(character) = self.rest.next() else {
            return Err("a `\\` at the end escapes nothing".to_owned());
        };
        let unsupported = || format!("the escape `\\{character}` is not supported");
        Ok(Atom::Character(match character {
            'd' => return Ok(Atom::Set(r"\d")),
            'D' => return Ok(Atom::Set(r"\D")),
            'w' => return Ok(Atom::Set(r"\w")),
            'W' => return Ok(Atom::Set(r"\W")),
            's' => return Ok(Atom::Set(SPACE)),
            'S' => return Ok(Atom::Set(NOT_SPACE)),
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'v' => '\u{B}',
            'f' => '\u{C}',
            'b' if in_class => '\u{8}',
            '-' if in_class => '-',
            '0' if self.digits().is_empty() => '\0',
            'c' => {
                let letter = self.rest.next_if(char::is_ascii_alphabetic);
                let control = letter.and_then(|letter| char::from_u32(u32::from(letter) % 32));
                control.ok_or_else(unsupported)?
            }
            'x' => self.code_point(2)?,
            'u' if self.accept('{') => {
                let character = self.braced_code_point();
                character.ok_or("a `\\u{` must contain the number of a character")?
            }
            'u' => self.code_point(4)?,
            '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
            | '/' => character,
            _ => return Err(unsupported()),
        }))
    }

    fn braced_code_point(&mut self) -> Option<char> {
        let digits = std::iter::from_fn(|| self.rest.next_if(char::is_ascii_hexdigit));
        let number = u32::from_str_radix(&digits.collect::<String>(), 16).ok();
        number.filter(|_| self.accept('}')).and_then(char::from_u32)
    }

    /// Reads a code point of this many digits, or a surrogate pair as `\uD83D\uDE00`.
    fn code_point(&mut self, digits: usize) -> Result<char, String> {
        let unit = self.hexadecimal(digits)?;
        let mut units = vec![unit];
        if (0xD800..0xDC00).contains(&unit) && self.accept('\\') && self.accept('u') {
            units.push(self.hexadecimal(4)?);
        }
        let character = char::decode_utf16(units).next().and_then(Result::ok);
        character.ok_or_else(|| "half of a surrogate pair is not supported".to_owned())
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u16, String> {
        let text: String = self.rest.by_ref().take(digits).collect();
        if text.chars().count() != digits || !text.chars().all(|digit| digit.is_ascii_hexdigit()) {
            return Err("a `\\x` or `\\u` needs 2 or 4 hexadecimal digits".to_owned());
        }
        u16::from_str_radix(&text, 16).map_err(|error| error.to_string())
    }

    fn accept(&mut self, character: char) -> bool {
        self.rest.next_if_eq(&character).is_some()
    }
}

#[cfg(test)]
mod tests;
