//! Splits a record of a CSV into its fields, and finds what the dialects of CSV read in different ways.
//!
//! `csv-core`, like most readers, appends text after a closing quotation mark to the field. A file in the dialect of
//! import jobs, in which `\` escapes quotation marks, is then read with other values and without an error. Here such a
//! record has problems.

use std::borrow::Cow;
use std::ops::Range;

/// What `\` is in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backslash {
    /// It escapes `"` and `\`, as in files of import jobs.
    Escape,
    /// A character like others.
    Ordinary,
    /// A character like others, unless it may be an escape: that is a problem.
    Unknown,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct CsvField<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) is_quoted: bool,
    /// Where it is in the text of the record, in bytes.
    pub(super) offset: usize,
}

/// What is wrong with the quotation marks of a field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QuoteProblem {
    /// The index of the field.
    pub(super) field: usize,
    /// Where it is in the text of the record, in bytes.
    pub(super) offset: usize,
    pub(super) text: &'static str,
}

const UNKNOWN_ESCAPE: &str = "has a backslash before a quotation mark or another backslash; pass --backslash-escapes if \
                              it is an escape, as in files of import jobs, or --backslash-escapes=false if it is an \
                              ordinary character";
const INVALID_ESCAPE: &str = "has a backslash that is not followed by a quotation mark or another backslash; double it, \
                              or omit --backslash-escapes if backslashes are ordinary characters";
const AFTER_QUOTE: &str = "has text after its closing quotation mark; double the quotation marks in a value, or remove \
                           the text";
const UNQUOTED_ESCAPE: &str = "has a backslash before a quotation mark, but is not in quotation marks; quote the value, or \
                               pass --backslash-escapes=false if it is an ordinary character";
const BEFORE_QUOTE: &str = "has white space before its opening quotation mark; remove it";
const UNCLOSED: &str = "has no closing quotation mark";

/// Passes each field of a record to `add`, and returns at most one problem for each.
pub(super) fn split<'t>(
    text: &'t str,
    backslash: Backslash,
    mut add: impl FnMut(CsvField<'t>),
) -> Vec<QuoteProblem> {
    let mut splitter = Splitter {
        text,
        backslash,
        position: 0,
        field: 0,
        problems: Vec::new(),
    };
    add(splitter.field());
    while text[splitter.position..].starts_with(',') {
        splitter.position += 1;
        splitter.field += 1;
        add(splitter.field());
    }
    splitter.problems
}

/// Passes each field of a text without quotation marks, in which `\` escapes nothing, to `add`.
///
/// Commas are found in eight bytes at once. Most fields are so short that `memchr` would take more time to start, and that a loop
/// over bytes would end where the processor does not expect it.
#[inline]
pub(super) fn split_unquoted(text: &str, mut add: impl FnMut(Range<usize>)) {
    let (chunks, rest) = text.as_bytes().as_chunks();
    // A comma ends the last field too.
    let mut last = [b','; 8];
    last[..rest.len()].copy_from_slice(rest);
    let (mut start, mut chunk_start) = (0, 0);
    for chunk in chunks.iter().chain([&last]) {
        let mut commas = commas(u64::from_le_bytes(*chunk));
        while commas != 0 {
            let end = chunk_start + commas.trailing_zeros() as usize / 8;
            add(start..end);
            if end == text.len() {
                return;
            }
            start = end + 1;
            commas &= commas - 1;
        }
        chunk_start += chunk.len();
    }
}

/// Sets the high bit of each byte that is a comma.
fn commas(bytes: u64) -> u64 {
    const LOW_BITS: u64 = u64::from_ne_bytes([0x01; 8]);
    const LOWER_BITS: u64 = LOW_BITS * 0x7f;
    let others = bytes ^ (LOW_BITS * u64::from(b','));
    !(((others & LOWER_BITS) + LOWER_BITS) | others | LOWER_BITS)
}

struct Splitter<'t> {
    text: &'t str,
    backslash: Backslash,
    /// Where the next character is. All characters that are compared are ASCII, so it is on the boundary of one.
    position: usize,
    /// The index of the current field.
    field: usize,
    problems: Vec<QuoteProblem>,
}

impl<'t> Splitter<'t> {
    /// Reads a field up to its separator or the end of the record.
    fn field(&mut self) -> CsvField<'t> {
        let offset = self.position;
        let is_quoted = self.text[offset..].starts_with('"');
        let text = if is_quoted {
            let text = self.quoted();
            let quote = self.position;
            if !self.until_comma().is_empty() {
                self.add_problem(quote, AFTER_QUOTE);
            }
            text
        } else {
            let text = self.until_comma();
            let start = text.trim_start();
            if start.starts_with('"') {
                self.add_problem(offset + text.len() - start.len(), BEFORE_QUOTE);
            } else if self.backslash != Backslash::Ordinary
                && text.as_bytes().contains(&b'\\')
                && let Some(escape) = text.find("\\\"")
            {
                // Writers that double quotation marks would quote the value.
                self.add_problem(offset + escape, UNQUOTED_ESCAPE);
            }
            Cow::Borrowed(text)
        };
        CsvField {
            text,
            is_quoted,
            offset,
        }
    }

    /// Reads from an opening quotation mark up to the closing one, and unescapes.
    fn quoted(&mut self) -> Cow<'t, str> {
        self.position += 1;
        let mut unescaped = Cow::Borrowed("");
        loop {
            let rest = &self.text[self.position..];
            let Some(length) = rest.find(['"', '\\']) else {
                self.add_problem(self.position + rest.len(), UNCLOSED);
                self.append(&mut unescaped, rest.len());
                return unescaped;
            };
            let special = self.position + length;
            match (&rest.as_bytes()[length..], self.backslash) {
                ([b'"', b'"', ..], _) | ([b'\\', b'"' | b'\\', ..], Backslash::Escape) => {
                    // The first of the two is the escape.
                    self.append(&mut unescaped, length);
                    self.position += 1;
                    self.append(&mut unescaped, 1);
                }
                ([b'"', ..], _) => {
                    self.append(&mut unescaped, length);
                    self.position += 1;
                    return unescaped;
                }
                ([b'\\', b'"', ..], Backslash::Unknown) => {
                    self.add_problem(special, UNKNOWN_ESCAPE);
                    self.append(&mut unescaped, length + 1);
                }
                ([b'\\', b'\\', ..], Backslash::Unknown) => {
                    self.add_problem(special, UNKNOWN_ESCAPE);
                    self.append(&mut unescaped, length + 2);
                }
                (_, Backslash::Escape) => {
                    self.add_problem(special, INVALID_ESCAPE);
                    self.append(&mut unescaped, length + 1);
                }
                (_, Backslash::Ordinary | Backslash::Unknown) => {
                    self.append(&mut unescaped, length + 1);
                }
            }
        }
    }

    /// Takes the next bytes of the text.
    fn append(&mut self, unescaped: &mut Cow<'t, str>, length: usize) {
        let end = self.position + length;
        let part = &self.text[self.position..end];
        self.position = end;
        if unescaped.is_empty() {
            *unescaped = Cow::Borrowed(part);
        } else if !part.is_empty() {
            unescaped.to_mut().push_str(part);
        }
    }

    fn until_comma(&mut self) -> &'t str {
        let rest = &self.text[self.position..];
        let text = rest.split(',').next().unwrap_or_default();
        self.position += text.len();
        text
    }

    fn add_problem(&mut self, offset: usize, text: &'static str) {
        let field = self.field;
        if self.problems.last().is_none_or(|last| last.field != field) {
            self.problems.push(QuoteProblem {
                field,
                offset,
                text,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the fields, and the offset and message of each problem.
    fn fields(text: &str, backslash: Backslash) -> (Vec<String>, Vec<(usize, &'static str)>) {
        let mut texts = Vec::new();
        let problems = split(text, backslash, |field| texts.push(field.text.into_owned()));
        let problems = problems.into_iter().map(|it| (it.offset, it.text));
        (texts, problems.collect())
    }

    #[test]
    fn fields_without_quotation_marks_end_at_each_comma() {
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..20_000 {
            let length = random.usize(..200);
            let text: String = (0..length)
                .filter_map(|_| random.choice([',', ',', '-', '+', 'a', '\0', 'ü', '\u{7f}']))
                .collect();
            let mut fields = Vec::new();
            split_unquoted(&text, |field| fields.push(&text[field]));
            let expected: Vec<&str> = text.split(',').collect();
            assert_eq!(fields, expected, "{text:?}");
        }
    }

    #[test]
    fn fields_are_unquoted_and_unescaped() {
        use Backslash::{Escape, Ordinary, Unknown};
        for (text, backslash, expected) in [
            ("", Unknown, vec![""]),
            (",", Unknown, vec!["", ""]),
            ("a,,c", Unknown, vec!["a", "", "c"]),
            (r#""a,b","",x"#, Unknown, vec!["a,b", "", "x"]),
            (r#""a ""b"" c","""""#, Unknown, vec![r#"a "b" c"#, r#"""#]),
            (
                r#"5" nail,a\"b,C:\"#,
                Ordinary,
                vec![r#"5" nail"#, r#"a\"b"#, r"C:\"],
            ),
            (
                r#"5" nail,\\server,C:\"#,
                Unknown,
                vec![r#"5" nail"#, r"\\server", r"C:\"],
            ),
            (r#""C:\dir","ü\é""#, Unknown, vec![r"C:\dir", r"ü\é"]),
            (r#""a\\b","c\""#, Ordinary, vec![r"a\\b", r"c\"]),
            (
                r#""a\\b","c\"d","\\""#,
                Escape,
                vec![r"a\b", r#"c"d"#, r"\"],
            ),
            (
                r#""a""b","\"","\\\"""#,
                Escape,
                vec![r#"a"b"#, r#"""#, r#"\""#],
            ),
            (r#"a\b,"ü","#, Escape, vec![r"a\b", "ü", ""]),
        ] {
            assert_eq!(
                fields(text, backslash),
                (expected.into_iter().map(str::to_owned).collect(), vec![]),
                "{text}"
            );
        }
        let mut quoted = Vec::new();
        split(r#""",,ü,"x""#, Unknown, |field| {
            quoted.push((field.is_quoted, field.offset));
        });
        assert_eq!(quoted, [(true, 0), (false, 3), (false, 4), (true, 7)]);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_a_problem_with_its_position() {
        use Backslash::{Escape, Ordinary, Unknown};
        for (text, backslash, expected) in [
            (r#"1,"a"b"c",2"#, Unknown, vec![(5, AFTER_QUOTE)]),
            (
                r#""a" ,"b"x"#,
                Escape,
                vec![(3, AFTER_QUOTE), (8, AFTER_QUOTE)],
            ),
            (r#"1, "a""#, Unknown, vec![(3, BEFORE_QUOTE)]),
            ("\t\"a,b\"", Ordinary, vec![(1, BEFORE_QUOTE)]),
            (r#"1,"Jo \"S\" Li""#, Unknown, vec![(6, UNKNOWN_ESCAPE)]),
            (r#"1,"Jo \"S\" Li""#, Ordinary, vec![(8, AFTER_QUOTE)]),
            (r#""a\\b""#, Unknown, vec![(2, UNKNOWN_ESCAPE)]),
            (r#""C:\dir\","b""#, Unknown, vec![(7, UNKNOWN_ESCAPE)]),
            (r#"1,Jo \"S\" Li"#, Unknown, vec![(5, UNQUOTED_ESCAPE)]),
            (r#"1,Jo \"S\" Li"#, Escape, vec![(5, UNQUOTED_ESCAPE)]),
            (r#""C:\dir""#, Escape, vec![(3, INVALID_ESCAPE)]),
            (r#""a","b"#, Ordinary, vec![(6, UNCLOSED)]),
            (r#""a\"#, Escape, vec![(2, INVALID_ESCAPE)]),
        ] {
            assert_eq!(fields(text, backslash).1, expected, "{text}");
        }
    }
}
