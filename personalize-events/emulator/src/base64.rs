//! How the protocol sends bytes: base64 with the alphabet of RFC 4648, section 4, and padding.

/// How many bytes the text stands for; `None` for what is not base64. Bits behind the last byte
/// have to be zero, so that equal bytes are equal texts.
pub(crate) fn count(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if !text.len().is_multiple_of(4)
        || padding > 2
        || !digits.bytes().all(|digit| value(digit).is_some())
    {
        return None;
    }
    let unused = match padding {
        0 => 0,
        1 => 0b11,
        _ => 0b1111,
    };
    let last = digits.bytes().last().and_then(value).unwrap_or(0);
    (last & unused == 0).then_some(text.len() / 4 * 3 - padding)
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn base64_is_counted_in_bytes() {
        for (text, bytes) in [
            ("", 0),
            ("YQ==", 1),
            ("YWI=", 2),
            ("YWJj", 3),
            ("+/+/", 3),
            ("YWJjZA==", 4),
        ] {
            assert_eq!(count(text), Some(bytes), "{text}");
        }
    }

    #[test]
    fn what_is_not_base64_is_not_counted() {
        for text in [
            "a", "YQ", "YQ=", "Y===", "====", "=", "YQ==YQ==", "xyz", "YmxvYg=", "-_==", "Y Q=",
            "YWJj\n", "YR==", "YWJ=", "ä==",
        ] {
            assert_eq!(count(text), None, "{text:?}");
        }
    }
}
