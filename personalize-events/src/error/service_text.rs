//! Text of a service in messages.

use std::fmt::{self, Write as _};

/// How many characters are shown.
const MAX_CHARS: usize = 1_000;

/// Displays text that a service or proxy has sent: control characters, which a terminal would execute, and those that
/// reorder text or break lines are escaped, and text of more than 1,000 characters is cut.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ServiceText<'a>(pub &'a str);

impl fmt::Display for ServiceText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.chars();
        for char in chars.by_ref().take(MAX_CHARS) {
            if is_unsafe(char) {
                write!(f, "{}", char.escape_default())?;
            } else {
                f.write_char(char)?;
            }
        }
        match chars.count() {
            0 => Ok(()),
            more => write!(f, "… ({more} more characters)"),
        }
    }
}

fn is_unsafe(char: char) -> bool {
    char.is_control()
        // Line separators, and marks of the direction of text.
        || matches!(
            char,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_a_terminal_would_execute_or_reorder_is_escaped() {
        let shown = |text| ServiceText(text).to_string();
        assert_eq!(
            shown("a\u{1b}[2J\u{9b}31m\u{7}b"),
            "a\\u{1b}[2J\\u{9b}31m\\u{7}b"
        );
        assert_eq!(shown("one\r\ntwo\t"), "one\\r\\ntwo\\t");
        assert_eq!(shown("\u{202e}txt\u{2029}"), "\\u{202e}txt\\u{2029}");
        let plain = "\"Größe\" \\ 値 👩\u{200d}🚀";
        assert_eq!(shown(plain), plain);
    }

    #[test]
    fn long_text_is_cut() {
        let text = "ä".repeat(1_000);
        assert_eq!(ServiceText(&text).to_string(), text);
        let longer = format!("{text}bcd");
        assert_eq!(
            ServiceText(&longer).to_string(),
            format!("{text}… (3 more characters)")
        );
    }
}
