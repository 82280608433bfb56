//! Words: escaping, code spans and links.

/// Formats a word: as a link if it is a URL, as code if it looks like code, otherwise escaped.
pub(super) fn prose(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let end = word.rfind(char::is_alphanumeric).map_or(start, |end| {
        end + word[end..].chars().next().map_or(0, char::len_utf8)
    });
    let is_url = ["http://", "https://"]
        .iter()
        .any(|scheme| word[start..].starts_with(scheme));
    // Punctuation after a URL is not part of it, except for a slash.
    let end = end + usize::from(is_url && word[end..].starts_with('/'));
    let (before, rest) = word.split_at(start);
    let (core, after) = rest.split_at(end - start);
    let core = if is_url {
        format!("<{}>", url(core))
    } else if looks_like_code(core) {
        code_span(core)
    } else {
        escape(core)
    };
    format!("{}{core}{}", escape(before), escape(after))
}

fn looks_like_code(word: &str) -> bool {
    let humps = word
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    (humps || word.contains('_') || word.contains("::")) && !word.contains('`')
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
        if "\\`*_[]<>#~|&".contains(c) {
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
pub(super) fn start(word: &str) -> String {
    if let Some(digits) = number(word) {
        let (number, mark) = word.split_at(digits);
        format!("{number}\\{mark}")
    } else if starts_block(word) {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

/// The number of digits, if the word is the marker of an ordered list.
fn number(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && [".", ")"].contains(&&word[digits..])).then_some(digits)
}
