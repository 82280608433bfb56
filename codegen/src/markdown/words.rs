//! Words: escaping, code spans and links.

use super::code;

/// Formats a word: URLs as links, what looks like code as code, and the rest escaped.
pub(super) fn prose(word: &str) -> String {
    with_urls(word, |address| format!("<{}>", url(address)))
}

/// Formats a word of a link's text, which cannot contain another link.
pub(super) fn in_link(word: &str) -> String {
    with_urls(word, escape)
}

fn with_urls(word: &str, format: fn(&str) -> String) -> String {
    if is_ordinary(word) {
        return word.to_owned();
    }
    let Some((start, len)) = find_url(word) else {
        return plain(word);
    };
    let (before, rest) = word.split_at(start);
    let (address, after) = rest.split_at(len);
    let (before, address) = (plain(before), format(address));
    format!("{before}{address}{}", with_urls(after, format))
}

/// Whether it consists of letters, of which only the first may be a capital, and perhaps a mark. Most words do, and none of
/// them needs a format.
fn is_ordinary(word: &str) -> bool {
    let mut letters = word.strip_suffix(['.', ',']).unwrap_or(word).bytes();
    let first = letters.next();
    first.is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

/// The position and length of the first URL in a word. Punctuation after a URL is not part of it, except for a slash and
/// for a parenthesis that was opened in it.
fn find_url(word: &str) -> Option<(usize, usize)> {
    let schemes = ["http://", "https://"].into_iter();
    schemes
        .flat_map(|scheme| {
            let starts = word.match_indices(scheme).map(|(start, _)| start);
            starts.map(move |start| (start, start + scheme.len()))
        })
        .filter_map(|(start, host)| Some((start, host - start + url_end(&word[host..])?)))
        .min()
}

/// The end of a URL whose scheme has been cut off; `None` if nothing follows the scheme.
fn url_end(rest: &str) -> Option<usize> {
    let (mut end, mut open) = (None, 0);
    for (index, c) in rest.char_indices() {
        let closes = c == ')' && open > 0;
        match c {
            '(' => open += 1,
            ')' if closes => open -= 1,
            ')' => break,
            _ => {}
        }
        let belongs = c.is_alphanumeric() || closes || (c == '/' && end == Some(index));
        if belongs {
            end = Some(index + c.len_utf8());
        }
    }
    end
}

/// Formats a word without a URL of the web.
fn plain(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let end = word.rfind(char::is_alphanumeric).map_or(start, |end| {
        end + word[end..].chars().next().map_or(0, char::len_utf8)
    });
    // A path may start or end with `::`, and a function ends with `()`.
    let start = start - if word[..start].ends_with("::") { 2 } else { 0 };
    let is_marked = ["::", "()"]
        .iter()
        .any(|mark| word[end..].starts_with(mark));
    let end = end + if is_marked { 2 } else { 0 };
    let (before, rest) = word.split_at(start);
    let (core, after) = rest.split_at(end - start);
    let core = if code::looks_like_code(core) {
        code_span(core)
    } else {
        escape(core)
    };
    format!("{}{core}{}", escape(before), escape(after))
}

/// A code span, with a fence that is longer than any in the text.
pub(crate) fn code_span(text: &str) -> String {
    let text: String = text.chars().map(shown).collect();
    let longest = text.split(|c| c != '`').map(str::len).max();
    let fence = "`".repeat(longest.unwrap_or(0) + 1);
    if text.contains('`') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Percent-encodes the characters of a URL that would end a link.
pub(super) fn url(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || "()<>\\".contains(c) {
            let bytes = c.to_string().into_bytes();
            encoded.extend(bytes.iter().map(|byte| format!("%{byte:02X}")));
        } else {
            encoded.push(shown(c));
        }
    }
    encoded
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if code::ESCAPED.contains(c) {
            escaped.push('\\');
        }
        escaped.push(shown(c));
    }
    escaped
}

/// Replaces characters that comments must not contain or that change the direction of text.
fn shown(c: char) -> char {
    let directions = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    if c.is_whitespace() {
        ' '
    } else if c.is_control() || directions.iter().any(|range| range.contains(&c)) {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// Whether a line that starts with the word would end the paragraph.
pub(super) fn starts_block(word: &str) -> bool {
    word.starts_with(['-', '+', '=']) || number(word).is_some()
}

/// Escapes a word at the start of a paragraph, so that it starts no other kind of block.
pub(super) fn start(mut word: String) -> String {
    if let Some(digits) = number(&word) {
        word.insert(digits, '\\');
    } else if starts_block(&word) {
        word.insert(0, '\\');
    }
    word
}

/// The number of digits, if the word is the marker of an ordered list.
fn number(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && [".", ")"].contains(&&word[digits..])).then_some(digits)
}
