//! The canonical request: one spelling for all the ways to send the same request.
//!
//! This file knows the rules for path, query and headers. It follows the general rules, those of
//! every service but S3: dot segments are removed from the path, and the path is percent-encoded
//! once more on top of the encoding that it was sent with.

use std::collections::BTreeMap;

use super::{Request, hex_digits, sha256};

/// A request in canonical form.
pub(super) struct CanonicalRequest {
    pub(super) text: String,
    /// The names of the headers in `text`, joined with `;`.
    pub(super) signed_headers: String,
}

impl CanonicalRequest {
    pub(super) fn new(request: &Request<'_>) -> Self {
        Self::with_path(request, &without_dot_segments(request.path))
    }

    /// Takes `path`, whatever is in it, in place of the request's own.
    pub(super) fn with_path(request: &Request<'_>, path: &str) -> Self {
        let headers = headers(request.headers);
        let lines: String = headers
            .iter()
            .map(|(name, value)| [name, ":", value, "\n"].concat())
            .collect();
        let signed_headers = headers.into_keys().collect::<Vec<_>>().join(";");
        let text = [
            request.method,
            &encode_path(path),
            &canonical_query(request.query),
            &lines,
            &signed_headers,
            &sha256(request.body),
        ]
        .join("\n");
        Self {
            text,
            signed_headers,
        }
    }
}

/// The absolute path without `.` and `..`, which are resolved as in RFC 3986 section 5.2.4, and
/// without empty segments, which only AWS removes.
pub(super) fn without_dot_segments(path: &str) -> String {
    let mut kept = Vec::new();
    let mut is_folder = true;
    for segment in path.split('/') {
        is_folder = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            name => kept.push(name),
        }
    }
    let slash = if is_folder && !kept.is_empty() {
        "/"
    } else {
        ""
    };
    ["/", &kept.join("/"), slash].concat()
}

/// Encodes everything but the slashes, the percent signs of an earlier encoding included.
fn encode_path(path: &str) -> String {
    path.split('/')
        .map(|segment| encode(segment.as_bytes()))
        .collect::<Vec<_>>()
        .join("/")
}

/// The parameters, encoded in the one strict way, sorted by name and then by value.
///
/// A parameter without `=` has the empty value. In a query `+` is a space: that is how URL
/// libraries send one.
pub(super) fn canonical_query(query: &str) -> String {
    let mut parameters: Vec<(String, String)> = query
        .split('&')
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (encode(&decode(name)), encode(&decode(value)))
        })
        .collect();
    // Not sorted as `name=value`: `=` comes after `-` and `.`, and would misplace `a` and `a-b`.
    parameters.sort();
    parameters
        .iter()
        .map(|(name, value)| [name, "=", value].concat())
        .collect::<Vec<_>>()
        .join("&")
}

/// Names in lower case and sorted; values trimmed, with each run of white space as one space;
/// repeated headers joined with commas in the order they are sent.
fn headers(headers: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut canonical = BTreeMap::new();
    for (name, value) in headers {
        let value = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        canonical
            .entry(name.to_ascii_lowercase())
            .and_modify(|values: &mut String| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    canonical
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend(hex_digits(byte).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    encoded
}

/// Decodes a name or a value of a query; a percent sign that begins no escape stands for itself.
fn decode(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut text = text.as_bytes();
    while let [first, after @ ..] = text {
        let (byte, rest) = match (first, after) {
            (b'+', _) => (b' ', after),
            (b'%', [high, low, beyond @ ..]) => match (nibble(*high), nibble(*low)) {
                (Some(high), Some(low)) => ((high << 4) | low, beyond),
                _ => (b'%', after),
            },
            (byte, _) => (*byte, after),
        };
        decoded.push(byte);
        text = rest;
    }
    decoded
}

/// The value of a hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
