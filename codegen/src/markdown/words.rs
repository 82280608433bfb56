//! Words: what keeps a text from meaning something to Markdown.

/// A word of prose: code if it looks like code, a link if it is an address, else escaped.
pub(super) fn prose(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let end = word.rfind(char::is_alphanumeric).map_or(start, |end| {
        end + word[end..].chars().next().map_or(0, char::len_utf8)
    });
    let is_address = ["http://", "https://"]
        .iter()
        .any(|scheme| word[start..].starts_with(scheme));
    // Punctuation after an address is not of it, but for a slash.
    let end = end + usize::from(is_address && word[end..].starts_with('/'));
    let (before, rest) = word.split_at(start);
    let (core, after) = rest.split_at(end - start);
    let core = if is_address {
        format!("<{}>", address(core))
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

/// A code span, whatever the text holds: its fence is longer than any in the text.
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

/// An address without the characters that would end a link.
pub(super) fn address(text: &str) -> String {
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

/// The character, unless it is one that comments may not have or that changes the direction of
/// the text around it.
fn shown(c: char) -> char {
    let turns = ['\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'];
    if c.is_whitespace() {
        ' '
    } else if c.is_control() || turns.iter().any(|range| range.contains(&c)) {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// Whether a line that starts with it would no longer be part of its paragraph.
pub(super) fn starts_block(word: &str) -> bool {
    word.starts_with(['-', '+', '=']) || number(word).is_some()
}

/// A word for the start of a paragraph, which is no block of another kind.
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

/// The digits of an ordered list's marker.
fn number(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && [".", ")"].contains(&&word[digits..])).then_some(digits)
}
