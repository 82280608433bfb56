//! The templates of paths and host names: text with labels in braces.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Replaces the labels by their values. The error is a label without a value.
pub(super) fn fill<'a>(template: &'a str, labels: &[(&str, String)]) -> Result<String, &'a str> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((label, after)) = after.split_once('}') else {
            break;
        };
        let name = label.trim_end_matches('+');
        let (_, value) = labels
            .iter()
            .find(|(found, _)| *found == name)
            .ok_or(name)?;
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// All characters except the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// Percent-encodes all characters except the unreserved ones of RFC 3986 and, if `allow_slash`, the slash.
pub(super) fn encode(text: &str, allow_slash: bool) -> String {
    let encoded = if allow_slash {
        RESERVED_BUT_SLASH
    } else {
        RESERVED
    };
    utf8_percent_encode(text, encoded).to_string()
}

#[cfg(test)]
mod tests {
    use super::{encode, fill};

    #[test]
    fn only_labels_are_replaced() {
        let labels = [("a", "1".to_owned()), ("b", "2/{a}".to_owned())];
        for (template, filled) in [
            ("/", "/"),
            ("/x/{a}/(a+)+", "/x/1/(a+)+"),
            ("/{b+}/{a}", "/2/{a}/1"),
            ("{a}.", "1."),
            ("/{a", "/{a"),
        ] {
            assert_eq!(fill(template, &labels), Ok(filled.to_owned()));
        }
        assert_eq!(fill("/{a}/{c+}", &labels), Err("c"));
    }

    #[test]
    fn only_unreserved_characters_are_not_encoded() {
        let text = " %:/?#[]@!$&'()*+,;=\u{1f639}";
        let encoded = "%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9";
        assert_eq!(encode(text, false), encoded);
        assert_eq!(encode("aZ09-._~/", true), "aZ09-._~/");
    }
}
