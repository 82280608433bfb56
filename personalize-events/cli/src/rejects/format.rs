//! Formats rejected records: as in the input, with the reason first.

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::arguments::{self, Format};
use crate::input::{Input, REASON_COLUMN, REASON_KEY};

pub(super) struct RejectFormat {
    format: Format,
    /// Whether `\` escapes in quoted CSV fields, unless the input does not show that.
    backslash_escapes: Option<bool>,
    /// Whether the input is a rejects file: its first column has reasons.
    has_reasons: bool,
    header: Vec<u8>,
}

impl RejectFormat {
    pub(super) fn new(arguments: &arguments::Input, input: &Input) -> Self {
        let reason = format!("{REASON_COLUMN},").into_bytes();
        let names = input.header.as_deref().unwrap_or_default();
        let has_reasons = names.starts_with(&reason);
        let header = match input.format {
            Format::Csv if has_reasons => [names, b"\n"].concat(),
            Format::Csv => [&reason, names, b"\n"].concat(),
            Format::Jsonl => Vec::new(),
        };
        Self {
            format: input.format,
            backslash_escapes: arguments.backslash_escapes,
            has_reasons,
            header,
        }
    }

    /// What is written before the first record.
    pub(super) fn header(&self) -> &[u8] {
        &self.header
    }

    /// Formats a record with its reason, which replaces the reason that it has if the input is a rejects file. The bytes
    /// of the record do not change, even if they are not UTF-8.
    pub(super) fn record(&self, raw: &[u8], reason: &str) -> Vec<u8> {
        match self.format {
            Format::Csv => self.row(raw, reason),
            Format::Jsonl => object(raw, reason),
        }
    }

    fn row(&self, raw: &[u8], reason: &str) -> Vec<u8> {
        let raw = if self.has_reasons {
            skip_field(raw, self.backslash_escapes == Some(true))
        } else {
            raw
        };
        let reason = match self.backslash_escapes {
            Some(true) => reason.replace('\\', "\\\\").replace('"', "\\\""),
            Some(false) => reason.replace('"', "\"\""),
            // The reason reads the same with and without escapes.
            None => reason.replace('\\', "/").replace('"', "\"\""),
        };
        [b"\"", reason.as_bytes(), b"\",", raw, b"\n"].concat()
    }
}

fn object(raw: &[u8], reason: &str) -> Vec<u8> {
    let reason = Value::from(reason);
    let start = format!("{{\"{REASON_KEY}\":{reason}").into_bytes();
    match members(raw) {
        Some(b"}") => [&start, &b"}\n"[..]].concat(),
        Some(members) => [&start, &b","[..], members, b"\n"].concat(),
        None => [&start, &b",\"line\":"[..], &string(raw), b"}\n"].concat(),
    }
}

/// Returns what follows the first field.
fn skip_field(raw: &[u8], backslash_escapes: bool) -> &[u8] {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let end = raw.iter().position(|byte| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        is_escaped = backslash_escapes && is_quoted && *byte == b'\\';
        is_quoted ^= *byte == b'"';
        *byte == b',' && !is_quoted
    });
    end.map_or(raw, |end| &raw[end + 1..])
}

/// Returns what follows the `{` of an object, without its reason if that is the first member; `None` if the line is no
/// object. A line that is not UTF-8 is not parsed: whoever corrects it converts the whole file.
fn members(line: &[u8]) -> Option<&[u8]> {
    if str::from_utf8(line).is_ok() {
        serde_json::from_slice::<Value>(line).ok()?;
    }
    let members = line.trim_ascii().strip_prefix(b"{")?.trim_ascii_start();
    let key = format!("\"{REASON_KEY}\":");
    let Some(reason) = members.strip_prefix(key.as_bytes()) else {
        return Some(members);
    };
    let mut values = serde_json::Deserializer::from_slice(reason).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let rest = reason[values.byte_offset()..].trim_ascii_start();
    Some(
        rest.strip_prefix(b",")
            .map_or(rest, <[u8]>::trim_ascii_start),
    )
}

/// A JSON string of bytes that may not be UTF-8, and then are not UTF-8 in the string either.
fn string(bytes: &[u8]) -> Vec<u8> {
    let mut string = vec![b'"'];
    for byte in bytes {
        match byte {
            b'"' | b'\\' => string.extend([b'\\', *byte]),
            0..b' ' => string.extend(format!("\\u{byte:04x}").into_bytes()),
            _ => string.push(*byte),
        }
    }
    string.push(b'"');
    string
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_an_earlier_run_is_removed_from_a_record() {
        assert_eq!(
            skip_field(b"\"a, \"\"b\"\", c\",1,\"x,y\"", false),
            b"1,\"x,y\""
        );
        assert_eq!(skip_field(b"a,1", false), b"1");
        assert_eq!(skip_field(br#""a \", \\",1,"\",""#, true), br#"1,"\",""#);
        // Outside quotation marks a backslash is a character.
        assert_eq!(skip_field(br"a\,1", true), b"1");
        let members = |line: &'static str| {
            members(line.as_bytes()).map(|it| std::str::from_utf8(it).unwrap())
        };
        assert_eq!(members(r#" {"a": 1} "#), Some(r#""a": 1}"#));
        assert_eq!(
            members(r#"{"rejectReason":"a, \"b\"}", "a":1}"#),
            Some(r#""a":1}"#)
        );
        assert_eq!(members(r#"{"rejectReason":"a"}"#), Some("}"));
        assert_eq!(members("{ }"), Some("}"));
        assert_eq!(members("[1]"), None);
        assert_eq!(members("{\"a\": 1"), None);
    }

    #[test]
    fn lines_that_are_not_json_are_strings_with_the_same_bytes() {
        assert_eq!(
            object(b"\"Jos\xe9\"\t\\", "why"),
            b"{\"rejectReason\":\"why\",\"line\":\"\\\"Jos\xe9\\\"\\u0009\\\\\"}\n"
        );
        assert_eq!(
            object(b"{\"rejectReason\":\"1\",\"a\":\"Jos\xe9\"}", "2"),
            b"{\"rejectReason\":\"2\",\"a\":\"Jos\xe9\"}\n"
        );
    }
}
