//! What Smithy's `pattern` means: an ECMA 262 expression that must be found somewhere in the
//! text. The engine is `regress`, which keeps to ECMA 262.

use std::fmt;

use regress::Regex;

/// How many characters of text an expression is tried on.
///
/// The engine backtracks, and the expressions of the model need up to the cube of the length.
/// A longer text is not looked at: every shape of the model with a pattern has a `length` below
/// this, so such a text is refused for that.
const LONGEST: usize = 2048;

/// A compiled expression and its source.
pub(crate) struct Pattern {
    source: String,
    regex: Regex,
}

impl Pattern {
    /// Compiles `source` as ECMA 262 with the flag `u`: a character is a Unicode scalar value.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let regex = Regex::with_flags(source, "u").map_err(|error| error.to_string())?;
        Ok(Self {
            source: source.to_owned(),
            regex,
        })
    }

    /// Whether a text of `length` characters breaks the constraint.
    pub(crate) fn refuses(&self, text: &str, length: usize) -> bool {
        length <= LONGEST && self.regex.find(text).is_none()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({})", self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn refuses(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern)
            .unwrap()
            .refuses(text, text.chars().count())
    }

    #[test]
    fn an_expression_is_searched_for_and_not_anchored() {
        assert!(!refuses("b+", "abc"));
        assert!(refuses("^b+", "abc"));
    }

    #[test]
    fn the_dot_takes_one_whole_character_but_no_line_break() {
        assert!(!refuses("^.$", "😀"));
        assert!(refuses("^.$", "\n"));
        assert!(refuses("^.$", "\u{2028}"));
    }

    #[test]
    fn the_dollar_sign_means_the_very_end() {
        assert!(refuses("^a$", "a\n"));
    }

    #[test]
    fn a_text_far_beyond_every_limit_costs_no_time() {
        let text = "x".repeat(1 << 20) + "\n";
        assert!(!refuses(r"^[\x20-\x7E]*[\x21-\x7E]+[\x20-\x7E]*$", &text));
    }

    #[test]
    fn what_is_no_expression_is_an_error() {
        assert!(Pattern::new("(").is_err());
    }
}
